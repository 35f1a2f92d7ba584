package org.anze.gateway.origin;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The key of a signer's certificate and what kind it is: read from the certificate, so that no header of a message decides how a
 * key is used.
 */
record SigningKey(Kind kind, PublicKey key) {

    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 8192;

    /** The kinds of keys that may sign. */
    enum Kind {
        SM2("SM2"),
        P256("ECDSA P-256"),
        P384("ECDSA P-384"),
        RSA("RSA");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    /** @throws org.anze.gateway.problem.SenderMustCorrect for a key of another kind, or one that is too short */
    static SigningKey of(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key == null) {
            // Of an algorithm that Bouncy Castle does not know.
            throw OriginProblem.KEY.refusal();
        }
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
                throw OriginProblem.KEY.refusal();
            }
            return new SigningKey(Kind.RSA, key);
        }
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        if (X9ObjectIdentifiers.id_ecPublicKey.equals(info.getAlgorithm().getAlgorithm())) {
            ASN1Encodable curve = info.getAlgorithm().getParameters();
            if (GMObjectIdentifiers.sm2p256v1.equals(curve)) {
                return new SigningKey(Kind.SM2, key);
            }
            if (SECObjectIdentifiers.secp256r1.equals(curve)) {
                return new SigningKey(Kind.P256, key);
            }
            if (SECObjectIdentifiers.secp384r1.equals(curve)) {
                return new SigningKey(Kind.P384, key);
            }
        }
        throw OriginProblem.KEY.refusal();
    }

    /**
     * A running verification of this key; SM2 with user id 1234567812345678.
     *
     * @param pss RSASSA-PSS with a salt as long as the hash instead of PKCS #1 v1.5; for RSA only
     */
    Signature verification(Hash hash, boolean pss) {
        try {
            Signature signature = Signature.getInstance(
                    switch (kind) {
                        case SM2 -> "SM3WITHSM2";
                        case P256, P384 -> hash.compact() + "WITHECDSA";
                        case RSA -> hash.compact() + (pss ? "WITHRSAANDMGF1" : "WITHRSA");
                    },
                    Pem.BOUNCY_CASTLE);
            if (pss) {
                signature.setParameter(new PSSParameterSpec(
                        hash.shown(), "MGF1", new MGF1ParameterSpec(hash.shown()), hash.length(), 1));
            }
            signature.initVerify(key);
            return signature;
        } catch (GeneralSecurityException e) {
            // A key that cannot even be used, such as a point that is not on the curve.
            throw OriginProblem.KEY.refusal();
        }
    }
}
