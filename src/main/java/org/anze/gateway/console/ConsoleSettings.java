package org.anze.gateway.console;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console ({@code anze.console.*}).
 *
 * @param folder where the users and the first password are kept; made on first start, closed to others
 * @param queryLimit longest time one query of a page may take
 * @param idle how long a user may do nothing before he has to sign in again; tables that refresh themselves do not count
 */
@ConfigurationProperties(prefix = "anze.console", ignoreUnknownFields = false)
public record ConsoleSettings(
        @DefaultValue("data/console") Path folder,
        @DefaultValue("10s") Duration queryLimit,
        @DefaultValue("30m") Duration idle) {}
