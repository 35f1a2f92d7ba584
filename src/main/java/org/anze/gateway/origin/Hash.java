package org.anze.gateway.origin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/** The hashes that origin signatures may use: a closed list. */
enum Hash {
    SM3("SM3", GMObjectIdentifiers.sm3, 32),
    SHA256("SHA-256", NISTObjectIdentifiers.id_sha256, 32),
    SHA384("SHA-384", NISTObjectIdentifiers.id_sha384, 48),
    SHA512("SHA-512", NISTObjectIdentifiers.id_sha512, 64);

    private final String shown;
    private final ASN1ObjectIdentifier oid;
    private final int length;

    Hash(String shown, ASN1ObjectIdentifier oid, int length) {
        this.shown = shown;
        this.oid = oid;
        this.length = length;
    }

    static Optional<Hash> of(ASN1ObjectIdentifier oid) {
        return Arrays.stream(values()).filter(hash -> hash.oid.equals(oid)).findFirst();
    }

    /** The usual name, {@code SHA-256}. */
    String shown() {
        return shown;
    }

    /** The name without hyphen, as it stands in names of signature algorithms. */
    String compact() {
        return name();
    }

    /** In bytes. */
    int length() {
        return length;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(shown, Pem.BOUNCY_CASTLE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
