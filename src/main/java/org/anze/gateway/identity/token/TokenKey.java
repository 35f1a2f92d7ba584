package org.anze.gateway.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The key tokens are signed with: P-256. All nodes of one gateway have the same, so that a token is good at each. */
public final class TokenKey {

    /** What the random bytes are longer than the order of the group, so that no key is likelier than another. */
    private static final int BYTES = 48;

    private final ECKey key;

    private TokenKey(ECKey key) {
        this.key = key;
    }

    /**
     * The one that belongs to a secret: HKDF-SHA-256 of it modulo the order of the group, as NIST SP 800-56A section 5.6.1.2.1
     * makes a private key of extra random bits.
     *
     * @param secret at least 32 random bytes that all nodes share
     */
    public static TokenKey of(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
        }
        X9ECParameters curve = CustomNamedCurves.getByName("P-256");
        HKDFBytesGenerator bytes = new HKDFBytesGenerator(new SHA256Digest());
        bytes.init(new HKDFParameters(secret, null, "anze token key".getBytes(StandardCharsets.US_ASCII)));
        byte[] random = new byte[BYTES];
        bytes.generateBytes(random, 0, BYTES);
        BigInteger scalar = new BigInteger(1, random)
                .mod(curve.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        ECPoint point = curve.getG().multiply(scalar).normalize();
        try {
            return new TokenKey(new ECKey.Builder(
                            Curve.P_256,
                            ECKey.encodeCoordinate(256, point.getAffineXCoord().toBigInteger()),
                            ECKey.encodeCoordinate(256, point.getAffineYCoord().toBigInteger()))
                    .d(ECKey.encodeCoordinate(256, scalar))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build());
        } catch (JOSEException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** A new one, for one process alone. */
    public static TokenKey fresh() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return of(secret);
    }

    /** With its private part; for the one that signs. */
    public ECKey jwk() {
        return key;
    }

    @Override
    public String toString() {
        return "TokenKey " + key.getKeyID();
    }
}
