package org.anze.gateway.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.UUID;

/** The key tokens are signed with: P-256, made when the process starts, held in memory only. */
public final class TokenKey {

    private final ECKey key;

    private TokenKey(ECKey key) {
        this.key = key;
    }

    /** A new one. */
    public static TokenKey fresh() {
        try {
            return new TokenKey(new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(UUID.randomUUID().toString())
                    .generate());
        } catch (JOSEException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
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
