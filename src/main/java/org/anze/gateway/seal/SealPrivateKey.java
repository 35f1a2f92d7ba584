package org.anze.gateway.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/** An SM2 or P-256 private key held in memory. Safe for several threads; {@link #toString} tells nothing. */
public final class SealPrivateKey {

    private final Suite suite;
    private final ECPrivateKeyParameters parameters;
    private final SealPublicKey publicKey;
    /** Ready to sign, for one thread at a time: making one costs as much as a signature. As many as ever signed at once. */
    private final Queue<SM2Signer> ready = new ConcurrentLinkedQueue<>();

    private SealPrivateKey(Suite suite, BigInteger secret) {
        this.suite = suite;
        this.parameters = new ECPrivateKeyParameters(secret, suite.domain());
        this.publicKey = SealPublicKey.at(
                suite, new FixedPointCombMultiplier().multiply(suite.domain().getG(), secret));
    }

    /** A new key. */
    public static SealPrivateKey generate(Suite suite, SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(suite.domain(), random));
        return new SealPrivateKey(
                suite, ((ECPrivateKeyParameters) generator.generateKeyPair().getPrivate()).getD());
    }

    /**
     * The key in an unencrypted PKCS#8 structure (RFC 5958) with a named curve.
     *
     * @throws FlawException {@link Flaw#MALFORMED} when it is anything else
     */
    public static SealPrivateKey of(byte[] pkcs8) throws FlawException {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
            Suite suite = Suite.byCurve(info.getPrivateKeyAlgorithm().getParameters())
                    .orElseThrow(() -> new FlawException(Flaw.MALFORMED, "private key"));
            return new SealPrivateKey(
                    suite, ECPrivateKey.getInstance(info.parsePrivateKey()).getKey());
        } catch (IOException | RuntimeException malformed) {
            throw new FlawException(Flaw.MALFORMED, "private key");
        }
    }

    /** The key in a PEM file with one unencrypted {@code PRIVATE KEY} block. */
    public static SealPrivateKey ofPem(String pem) throws FlawException {
        return of(Pem.readOne(Pem.PRIVATE_KEY, pem, Flaw.MALFORMED));
    }

    /** PKCS#8 in PEM, unencrypted: only for files that nobody else can read. */
    public String pem() {
        try {
            byte[] pkcs8 =
                    PrivateKeyInfoFactory.createPrivateKeyInfo(parameters, null).getEncoded(ASN1Encoding.DER);
            return Pem.write(Pem.PRIVATE_KEY, pkcs8);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The suite this key belongs to. */
    public Suite suite() {
        return suite;
    }

    /** The public half. */
    public SealPublicKey publicKey() {
        return publicKey;
    }

    /** The signature over a message, in DER; SM2 draws a fresh random number each time. */
    public byte[] sign(byte[] message) {
        return sign(message, null);
    }

    /** As {@link #sign(byte[])} with the given source of SM2's random number, for published vectors. */
    byte[] sign(byte[] message, @Nullable SecureRandom random) {
        try {
            if (suite == Suite.SM) {
                return random == null
                        ? signKept(message)
                        : sm2(signer(new ParametersWithRandom(parameters, random)), message);
            }
            // RFC 6979: a weak random source at the moment of signing cannot give the key away.
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, parameters);
            BigInteger[] numbers = signer.generateSignature(suite.hash(message));
            return StandardDSAEncoding.INSTANCE.encode(suite.domain().getN(), numbers[0], numbers[1]);
        } catch (CryptoException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] signKept(byte[] message) throws CryptoException {
        SM2Signer kept = ready.poll();
        SM2Signer signer = kept == null ? signer(parameters) : kept;
        byte[] signature = sm2(signer, message);
        // Not in a finally clause: one that failed half-way is not used again.
        ready.add(signer);
        return signature;
    }

    private static SM2Signer signer(CipherParameters key) {
        SM2Signer signer = new SM2Signer(StandardDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(true, new ParametersWithID(key, SealPublicKey.SM2_USER_ID));
        return signer;
    }

    private static byte[] sm2(SM2Signer signer, byte[] message) throws CryptoException {
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "SealPrivateKey[" + suite + "]";
    }
}
