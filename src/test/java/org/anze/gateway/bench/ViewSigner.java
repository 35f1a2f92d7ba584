package org.anze.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** One way to sign a view by itself. Whatever can be prepared once is prepared before the first view. For one thread. */
record ViewSigner(String name, Way way) {

    interface Way {
        byte[] sign(byte[] message) throws GeneralSecurityException, CryptoException;
    }

    byte[] sign(byte[] message) {
        try {
            return way.sign(message);
        } catch (GeneralSecurityException | CryptoException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /**
     * SM2 with SM3 as the project signs, and with Bouncy Castle's signer initialised once, which saves it a point; ECDSA on P-256
     * by the JDK, and by Bouncy Castle.
     */
    static List<ViewSigner> all() throws GeneralSecurityException {
        return List.of(
                new ViewSigner("SM2 as the project signs", SampleSeals.key(Suite.SM, "views")::sign),
                sm2Kept(),
                ecdsa("ECDSA of the JDK", Security.getProvider("SunEC")),
                ecdsa("ECDSA of Bouncy Castle", new BouncyCastleProvider()));
    }

    private static ViewSigner sm2Kept() {
        ECNamedDomainParameters curve =
                new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, CustomNamedCurves.getByName("sm2p256v1"));
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve, new SecureRandom()));
        SM2Signer kept = new SM2Signer(StandardDSAEncoding.INSTANCE, new SM3Digest());
        byte[] user = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
        kept.init(true, new ParametersWithID(generator.generateKeyPair().getPrivate(), user));
        return new ViewSigner("SM2, signer kept", message -> {
            kept.update(message, 0, message.length);
            return kept.generateSignature();
        });
    }

    private static ViewSigner ecdsa(String name, Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(pair.getPrivate());
        return new ViewSigner(name, message -> {
            signature.update(message);
            return signature.sign();
        });
    }
}
