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
    private String prefix = "";

    Disguise(PseudonymKeys keys, Purpose purpose, Agreement.Persons persons, boolean identityNumberParts) {
        this.keys = keys;
        this.purpose = purpose;
        this.pseudonymises = persons == Agreement.Persons.PSEUDONYMISED;
        this.identityNumberParts = identityNumberParts;
    }

    /** Whether names and numbers of people become pseudonyms rather than 张*. */
    boolean pseudonymises() {
        return pseudonymises;
    }

    /** Whether a pseudonym was asked for: it holds as long as its key is the newest. */
    boolean hasPseudonym() {
        return hmac != null;
    }

    boolean identityNumberParts() {
        return identityNumberParts;
    }

    /**
     * HMAC-SM3 of the UTF-8 text under the newest key of the purpose, 64 lower-case hexadecimal digits; after a rotation with
     * the version of the key before it, {@code v2:…}, so that nobody takes two pseudonyms of one person for two persons.
     */
    String pseudonym(String text) {
        if (hmac == null) {
            PseudonymKeys.Key key = keys.current(purpose.name());
            hmac = Suite.SM.hmac(key.secret());
            prefix = key.version() == 1 ? "" : "v" + key.version() + ":";
        }
        return prefix + HexFormat.of().formatHex(hmac.code(text.strip().getBytes(StandardCharsets.UTF_8)));
    }
}
