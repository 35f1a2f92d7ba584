package org.anze.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.anze.gateway.seal.Hmac;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/** How people are hidden in one view of one record. For one thread. */
final class Disguise {

    private final PseudonymKeys keys;
    private final Purpose purpose;
    private final boolean pseudonymises;
    private final boolean identityNumberParts;
    private @Nullable Hmac hmac;

    Disguise(PseudonymKeys keys, Agreement agreement, boolean identityNumberParts) {
        this.keys = keys;
        this.purpose = agreement.purpose();
        this.pseudonymises = agreement.persons() == Agreement.Persons.PSEUDONYMISED;
        this.identityNumberParts = identityNumberParts;
    }

    /** Whether names and numbers of people become pseudonyms rather than 张*. */
    boolean pseudonymises() {
        return pseudonymises;
    }

    boolean identityNumberParts() {
        return identityNumberParts;
    }

    /** HMAC-SM3 of the UTF-8 text under the key of the purpose, 64 lower-case hexadecimal digits. */
    String pseudonym(String text) {
        if (hmac == null) {
            hmac = Suite.SM.hmac(keys.key(purpose.name()));
        }
        return HexFormat.of().formatHex(hmac.code(text.strip().getBytes(StandardCharsets.UTF_8)));
    }
}
