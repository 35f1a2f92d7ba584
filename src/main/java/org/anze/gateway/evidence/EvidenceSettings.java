package org.anze.gateway.evidence;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Evidence from others ({@code anze.evidence.*}).
 *
 * @param period pause between two looks at the newest checkpoint; it is stamped and cosigned when it is new
 * @param timeout longest wait for one answer of an authority or a witness
 * @param mostClockDifference how far the time in a stamp may be from our clock
 * @param authorities time-stamping authorities, asked in this order until one stamps; none: proofs stay at assurance 1
 * @param witnesses file with the lines {@code witness <name> <vkey> <URL>} (C2SP tlog-policy); a file that is not there
 *     means no witnesses
 */
@ConfigurationProperties(prefix = "anze.evidence", ignoreUnknownFields = false)
public record EvidenceSettings(
        @DefaultValue("10s") Duration period,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("5m") Duration mostClockDifference,
        @Nullable List<Authority> authorities,
        // A text, because Spring would look for a Path on the class path first.
        @DefaultValue("certs/witnesses/policy") String witnesses) {

    /** Fills the absent list. */
    public EvidenceSettings {
        authorities = authorities == null ? List.of() : List.copyOf(authorities);
        if (period.isNegative() || period.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("anze.evidence: period and timeout must be positive");
        }
    }

    /**
     * A time-stamping authority.
     *
     * @param name for people and for stored stamps
     * @param url http or https
     * @param policy object identifier it must stamp under; null leaves it to the authority
     * @param trust PEM file with the certificates its signer must lead to
     */
    public record Authority(String name, URI url, @Nullable String policy, String trust) {}
}
