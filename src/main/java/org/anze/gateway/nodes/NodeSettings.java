package org.anze.gateway.nodes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an operator says of this process as one of several.
 *
 * @param name shown to people; the machine's name when nothing is said. Two processes may have the same
 */
@ConfigurationProperties("anze.node")
record NodeSettings(@Nullable String name) {

    /** A name that no process had before: one that comes back after a crash is not the one whose leases still run. */
    String identity() {
        String shown = name == null || name.isBlank() ? machine() : name;
        return shown.replaceAll("[^\\p{Alnum}._-]", "-") + "/"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name of its own; the random part tells processes apart.
            return "node";
        }
    }
}
