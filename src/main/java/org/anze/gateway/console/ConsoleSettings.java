package org.anze.gateway.console;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console ({@code anze.console.*}).
 *
 * @param folder where the first passwords and the key of the second factors are kept; made on first start, closed to others
 * @param queryLimit longest time one query of a page may take
 * @param idle how long a user may do nothing before he has to sign in again; tables that refresh themselves do not count
 * @param longestSession how long a session may last, whatever is done in it
 * @param passwordAge after how long a password has to be changed
 * @param stepUp how long a repeated proof is good for dangerous acts
 * @param practice for the demo with its invented people: the first start makes the user {@code operator}, who signs in
 *     with a password alone, and operators see values of classes L1 to L3 and the raw line; never where real people are
 */
@ConfigurationProperties(prefix = "anze.console", ignoreUnknownFields = false)
public record ConsoleSettings(
        @DefaultValue("data/console") Path folder,
        @DefaultValue("10s") Duration queryLimit,
        @DefaultValue("15m") Duration idle,
        @DefaultValue("8h") Duration longestSession,
        @DefaultValue("90d") Duration passwordAge,
        @DefaultValue("5m") Duration stepUp,
        @DefaultValue("false") boolean practice) {}
