package org.anze.gateway.identity;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How parties are recognised.
 *
 * @param trust YAML file with the trusted authorities and how their revocation is learnt; where it does not exist, {@code
 *     anze.https.trust} is used
 * @param folder where lists of revoked certificates and the beginning of outages are kept
 * @param patience longest wait for one answer about revocation
 */
@ConfigurationProperties(prefix = "anze.identity", ignoreUnknownFields = false)
public record IdentitySettings(
        @DefaultValue("data/pki/trust.yaml") Path trust,
        @DefaultValue("data/identity") Path folder,
        @DefaultValue("4s") Duration patience) {}
