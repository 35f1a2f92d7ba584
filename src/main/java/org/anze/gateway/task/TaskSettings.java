package org.anze.gateway.task;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of operating tasks ({@code anze.task.*}).
 *
 * @param alone items that one person may start within 24 hours without a second one
 * @param most longest list
 * @param rate items a second when the order says nothing
 * @param fastest most items a second of one task
 */
@ConfigurationProperties(prefix = "anze.task", ignoreUnknownFields = false)
public record TaskSettings(
        @DefaultValue("100") int alone,
        @DefaultValue("1000000") int most,
        @DefaultValue("50") int rate,
        @DefaultValue("1000") int fastest) {

    /** Checks what would never work. */
    public TaskSettings {
        if (alone < 0 || most < 1 || rate < 1 || fastest < rate) {
            throw new IllegalArgumentException("anze.task: alone >= 0, most >= 1, 1 <= rate <= fastest");
        }
    }
}
