package org.anze.gateway.identity.token;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Access tokens.
 *
 * @param issuer address of the party port as parties write it; stands in {@code iss} and {@code aud}
 * @param life how long a token lives, fifteen minutes at most
 */
@ConfigurationProperties(prefix = "anze.tokens", ignoreUnknownFields = false)
public record TokenSettings(
        @DefaultValue("https://localhost:8443") URI issuer,
        @DefaultValue("10m") Duration life) {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Checks the limits. */
    public TokenSettings {
        if (life.compareTo(LONGEST) > 0 || life.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("anze.tokens.life must lie between 1 second and 15 minutes");
        }
    }
}
