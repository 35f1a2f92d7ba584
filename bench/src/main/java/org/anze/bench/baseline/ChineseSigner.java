package org.anze.bench.baseline;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * SM2 with SM3, which is what the gateway seals with and what a team must use where commercial cryptography is prescribed. No
 * JWS standard has a name for it. The key is made at the start and never leaves the process. Safe for many threads.
 */
final class ChineseSigner implements JWSSigner {

    static final JWSAlgorithm ALGORITHM = new JWSAlgorithm("SM2");

    private final BouncyCastleProvider provider = new BouncyCastleProvider();
    private final PrivateKey key;

    ChineseSigner() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        key = generator.generateKeyPair().getPrivate();
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
        try {
            Signature signature = Signature.getInstance("SM3withSM2", provider);
            signature.initSign(key);
            signature.update(input);
            return Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new JOSEException("cannot sign", e);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(ALGORITHM);
    }

    @Override
    public JCAContext getJCAContext() {
        return new JCAContext();
    }
}
