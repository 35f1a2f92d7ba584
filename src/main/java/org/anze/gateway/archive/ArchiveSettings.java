package org.anze.gateway.archive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Archive ({@code anze.archive.*}). Where bundles go and how long their records are kept is said to the command that makes them
 * ({@link Retention}).
 *
 * @param liveMonths so many months after its own a month's units stay in the live tables, whoever wants them out
 */
@ConfigurationProperties(prefix = "anze.archive", ignoreUnknownFields = false)
public record ArchiveSettings(@DefaultValue("24") int liveMonths) {

    /** @throws IllegalArgumentException for less than a month */
    public ArchiveSettings {
        if (liveMonths < 1) {
            throw new IllegalArgumentException("anze.archive: live-months from 1");
        }
    }
}
