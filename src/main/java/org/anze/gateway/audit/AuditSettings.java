package org.anze.gateway.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The audit log ({@code anze.audit.*}).
 *
 * @param anchors file outside of the database into which the anchors go, one a line; made when it is missing, closed to others
 * @param period pause between two anchors; what was written since the last one could be cut off unseen
 */
@ConfigurationProperties(prefix = "anze.audit", ignoreUnknownFields = false)
public record AuditSettings(
        @DefaultValue("data/audit/anchors") Path anchors,
        @DefaultValue("10m") Duration period) {

    /** @throws IllegalArgumentException when the period is not positive */
    public AuditSettings {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("anze.audit.period must be positive");
        }
    }
}
