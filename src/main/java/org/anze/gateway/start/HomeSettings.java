package org.anze.gateway.start;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the gateway finds what operators edit, and where it keeps what it makes ({@code anze.home.*}).
 *
 * @param folder holds {@code routes}, {@code mappings}, {@code parties}, {@code jurisdictions}, {@code codes}; must exist
 * @param data keys, credentials, embedded stores, SFTP homes; never in git
 */
@ConfigurationProperties(prefix = "anze.home", ignoreUnknownFields = false)
record HomeSettings(
        // Texts, because Spring would look for a Path on the class path first.
        @DefaultValue(".") String folder,
        @DefaultValue("data") String data) {

    /** A folder that operators edit. */
    Path editable(String name) {
        return Path.of(folder).resolve(name);
    }

    /** The data folder, absolute. */
    Path dataFolder() {
        return Path.of(data).toAbsolutePath();
    }
}
