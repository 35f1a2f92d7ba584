package org.anze.gateway.keys;

import java.nio.file.Path;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys for what lies at rest ({@code anze.keys.*}).
 *
 * @param cipher what new data keys are for
 * @param store PKCS#12 file with the master keys; not read when {@code token} is set
 * @param passwordFile file with the password of the store, or with the PIN of the token
 * @param token SunPKCS11 configuration file ({@code name}, {@code library}, {@code slot}) of the token that holds the master keys
 */
@ConfigurationProperties("anze.keys")
public record KeySettings(
        @DefaultValue("by-suite") Choice cipher,
        @DefaultValue("data/pki/master.p12") Path store,
        @DefaultValue("data/pki/master.password") Path passwordFile,
        @Nullable Path token) {

    /** The cipher of new keys beside a ledger of this suite. */
    public KeyCipher cipherFor(Suite suite) {
        return cipher == Choice.AES_256_GCM ? KeyCipher.AES_256_GCM : KeyCipher.of(suite);
    }

    /** How the cipher of new data keys is chosen. */
    public enum Choice {
        /** SM4-GCM with suite SM, AES-256-GCM with suite INTL. */
        BY_SUITE,
        AES_256_GCM
    }
}
