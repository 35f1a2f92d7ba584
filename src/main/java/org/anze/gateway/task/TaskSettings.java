package org.anze.gateway.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of operating tasks ({@code anze.task.*}).
 *
 * @param alone items that one person may start within 24 hours without a second one
 * @param most longest list
 * @param rate items a second when the order says nothing
 * @param fastest most items a second of one task
 * @param longestPlan longest time that a list may take to be made; whole seconds
 * @param approval how long the word to run counts; who goes on later asks again
 * @param exportKept how long after its end the file of an export is kept
 * @param listKept how long after its end the list of a task is kept
 */
@ConfigurationProperties(prefix = "anze.task", ignoreUnknownFields = false)
public record TaskSettings(
        @DefaultValue("100") int alone,
        @DefaultValue("1000000") int most,
        @DefaultValue("50") int rate,
        @DefaultValue("1000") int fastest,
        @DefaultValue("60s") Duration longestPlan,
        @DefaultValue("7d") Duration approval,
        @DefaultValue("7d") Duration exportKept,
        @DefaultValue("90d") Duration listKept) {

    /** Checks what would never work. */
    public TaskSettings {
        if (alone < 0 || most < 1 || rate < 1 || fastest < rate) {
            throw new IllegalArgumentException("anze.task: alone >= 0, most >= 1, 1 <= rate <= fastest");
        }
        if (longestPlan.toSeconds() < 1
                || approval.compareTo(TaskRows.COUNTS) < 0
                || exportKept.isNegative()
                || listKept.compareTo(exportKept) < 0) {
            throw new IllegalArgumentException(
                    "anze.task: longest-plan at least 1s, approval at least a day, 0 <= export-kept <= list-kept");
        }
    }
}
