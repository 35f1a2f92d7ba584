package org.anze.gateway.reconcile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How closely records are compared. */
public enum Compare {
    /** Keys, versions and the digests of what is in the records. */
    CONTENT,
    /** Keys and versions alone, for those who cannot make the digests; every digest is 32 zero bytes. */
    KEYS;

    /** As it stands in addresses and documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this code. */
    public static Optional<Compare> byCode(String code) {
        return Arrays.stream(values())
                .filter(compare -> compare.code().equals(code))
                .findFirst();
    }
}
