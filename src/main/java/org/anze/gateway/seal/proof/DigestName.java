package org.anze.gateway.seal.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/** The hash functions of time stamps (§12). */
enum DigestName {
    SM3("1.2.156.10197.1.401", ""),
    SHA256("2.16.840.1.101.3.4.2.1", "SHA-256"),
    SHA384("2.16.840.1.101.3.4.2.2", "SHA-384"),
    SHA512("2.16.840.1.101.3.4.2.3", "SHA-512");

    private final String oid;
    private final String name;

    DigestName(String oid, String name) {
        this.oid = oid;
        this.name = name;
    }

    static Optional<DigestName> byOid(@Nullable String oid) {
        return Arrays.stream(values()).filter(digest -> digest.oid.equals(oid)).findFirst();
    }

    static DigestName of(Suite suite) {
        return suite == Suite.SM ? SM3 : SHA256;
    }

    String oid() {
        return oid;
    }

    byte[] hash(byte[] message) {
        if (this == SM3) {
            return Suite.SM.hash(message);
        }
        try {
            return MessageDigest.getInstance(name).digest(message);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
