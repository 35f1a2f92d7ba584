package org.anze.gateway.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** An SM2 or P-256 public key; its curve decides the suite. Safe for several threads. */
public final class SealPublicKey {

    /** The default user id of GM/T 0009. */
    static final byte[] SM2_USER_ID = Pem.utf8("1234567812345678");

    private static final int KEY_ID_LENGTH = 4;

    private final Suite suite;
    private final ECPublicKeyParameters parameters;
    private final byte[] encoded;

    private SealPublicKey(Suite suite, ECPublicKeyParameters parameters, byte[] encoded) {
        this.suite = suite;
        this.parameters = parameters;
        this.encoded = encoded;
    }

    /** The key at a point that is already known to be on the suite's curve. */
    static SealPublicKey at(Suite suite, ECPoint point) {
        ECPublicKeyParameters parameters = new ECPublicKeyParameters(point, suite.domain());
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, suite.domain().getName());
        try {
            byte[] encoded = new SubjectPublicKeyInfo(
                            algorithm, parameters.getQ().getEncoded(false))
                    .getEncoded(ASN1Encoding.DER);
            return new SealPublicKey(suite, parameters, encoded);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The key in a SubjectPublicKeyInfo (RFC 5480): named curve, uncompressed point.
     *
     * @throws FlawException {@link Flaw#CERTIFICATE_MALFORMED} for another algorithm or curve, a point that is not on
     * it,     or another encoding of the same key
     */
    public static SealPublicKey of(byte[] subjectPublicKeyInfo) throws FlawException {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
            Suite suite = Suite.byCurve(info.getAlgorithm().getParameters()).orElse(null);
            if (suite != null) {
                ECPoint point = suite.domain()
                        .getCurve()
                        .decodePoint(info.getPublicKeyData().getBytes());
                SealPublicKey key = at(suite, point);
                if (Arrays.equals(key.encoded, subjectPublicKeyInfo)) {
                    return key;
                }
            }
        } catch (RuntimeException malformed) {
            // Bouncy Castle reports malformed ASN.1 and points off the curve as unchecked exceptions of several kinds.
            throw new FlawException(Flaw.CERTIFICATE_MALFORMED, "public key");
        }
        throw new FlawException(Flaw.CERTIFICATE_MALFORMED, "public key");
    }

    /** The key in a PEM file with one {@code PUBLIC KEY} block. */
    public static SealPublicKey ofPem(String pem) throws FlawException {
        return of(Pem.readOne(Pem.PUBLIC_KEY, pem, Flaw.CERTIFICATE_MALFORMED));
    }

    /** The suite this key belongs to. */
    public Suite suite() {
        return suite;
    }

    /** SubjectPublicKeyInfo in DER. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** SubjectPublicKeyInfo in PEM. */
    public String pem() {
        return Pem.write(Pem.PUBLIC_KEY, encoded);
    }

    /** Whether the signature (strict DER, nothing behind it) is this key's over the message. */
    public boolean verify(byte[] message, byte[] signature) {
        if (suite == Suite.SM) {
            SM2Signer verifier = new SM2Signer(StandardDSAEncoding.INSTANCE, new SM3Digest());
            verifier.init(false, new ParametersWithID(parameters, SM2_USER_ID));
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        }
        BigInteger[] numbers = numbers(signature);
        if (numbers == null) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, parameters);
        return verifier.verifySignature(suite.hash(message), numbers[0], numbers[1]);
    }

    private BigInteger @Nullable [] numbers(byte[] signature) {
        try {
            return StandardDSAEncoding.INSTANCE.decode(suite.domain().getN(), signature);
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    /**
     * The four bytes that stand before the signature in a signed note: SHA-256(name ‖ 0x0A ‖ 0xFF ‖ identifier ‖
     * SubjectPublicKeyInfo), cut (C2SP signed-note).
     */
    public byte[] keyId(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Pem.utf8(name));
            digest.update((byte) '\n');
            digest.update((byte) 0xff);
            digest.update(Pem.utf8(suite.noteIdentifier()));
            return Arrays.copyOf(digest.digest(encoded), KEY_ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SealPublicKey key && Arrays.equals(key.encoded, encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
