package org.anze.gateway.seal;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.util.Memoable;

/**
 * A hash function and a signature scheme that go together; a ledger has one suite for life. Safe for several threads.
 */
public enum Suite {
    /** SM3 (GB/T 32905) and SM2 (GB/T 32918.2) with user id 1234567812345678. */
    SM("sm2p256v1", GMObjectIdentifiers.sm2p256v1, GMObjectIdentifiers.sm2sign_with_sm3, "anze-sm2-sm3-v1"),
    /** SHA-256 (FIPS 180-4) and ECDSA (FIPS 186-5) on P-256. */
    INTL(
            "secp256r1",
            SECObjectIdentifiers.secp256r1,
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            "anze-ecdsa-p256-sha256-v1");

    /** Length of a hash in bytes, in both suites. */
    public static final int HASH_LENGTH = 32;

    private final ASN1ObjectIdentifier curve;
    private final ASN1ObjectIdentifier signature;
    private final String noteIdentifier;
    private final ECNamedDomainParameters domain;
    private final ThreadLocal<Hasher> hashers = ThreadLocal.withInitial(() -> new Hasher(newDigest()));

    Suite(String curveName, ASN1ObjectIdentifier curve, ASN1ObjectIdentifier signature, String noteIdentifier) {
        this.curve = curve;
        this.signature = signature;
        this.noteIdentifier = noteIdentifier;
        // The generic curves of Bouncy Castle are ten times slower than its custom ones.
        X9ECParameters parameters = CustomNamedCurves.getByName(curveName);
        this.domain = new ECNamedDomainParameters(curve, parameters);
    }

    /** The suite with this name, as it stands in documents. */
    public static Optional<Suite> byName(String name) {
        return Arrays.stream(values())
                .filter(suite -> suite.name().equals(name))
                .findFirst();
    }

    /** The suite that signs with keys on this curve. */
    static Optional<Suite> byCurve(Object curve) {
        return Arrays.stream(values())
                .filter(suite -> suite.curve.equals(curve))
                .findFirst();
    }

    /** The suite's hash over the concatenation of the parts. */
    public byte[] hash(byte[]... parts) {
        Hasher hasher = hasher();
        for (byte[] part : parts) {
            hasher.update(part);
        }
        return hasher.finish();
    }

    /**
     * The calling thread's hasher, ready for a new computation. It must be finished before the same thread asks for it,
     * or calls {@link #hash}, again.
     */
    public Hasher hasher() {
        return hashers.get().restart();
    }

    /** HMAC (RFC 2104) with the suite's hash. */
    public Hmac hmac(byte[] key) {
        return new Hmac(this).rekey(key);
    }

    ExtendedDigest newDigest() {
        return this == SM ? new SM3Digest() : new PlatformSha256();
    }

    /** One whose state can be kept and taken up again, which is an instance of {@link Memoable}. */
    ExtendedDigest newMemoableDigest() {
        return this == SM ? new SM3Digest() : new SHA256Digest();
    }

    ECNamedDomainParameters domain() {
        return domain;
    }

    ASN1ObjectIdentifier signatureAlgorithm() {
        return signature;
    }

    /** What follows the type byte 0xff in the key id of a signed note. */
    String noteIdentifier() {
        return noteIdentifier;
    }
}
