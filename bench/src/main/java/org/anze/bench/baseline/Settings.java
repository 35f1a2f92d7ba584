package org.anze.bench.baseline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.anze.bench.records.Recipient;

/**
 * What a baseline is started with: from environment variables, because passwords are among them.
 *
 * @param name {@code soap} or {@code jws}, perhaps with a group behind it
 * @param keys folder with the keys that the gateway's demo made
 * @param sink port of the recipients
 * @param group records of one signature
 * @param post signed messages of one post; JWS only
 * @param provider of P-256 signatures, or {@code auto}
 */
record Settings(
        String name,
        int port,
        Path keys,
        Path work,
        int sink,
        List<Recipient> recipients,
        int group,
        int post,
        String provider,
        Database database,
        Broker broker) {

    /** JDBC URL, user and password. */
    record Database(String url, String user, String password) {}

    /** URL, user and password. */
    record Broker(String url, String user, String password) {}

    static Settings of(Map<String, String> environment) {
        return new Settings(
                text(environment, "NAME"),
                number(environment, "PORT"),
                Path.of(text(environment, "KEYS")),
                Path.of(text(environment, "WORK")),
                number(environment, "SINK"),
                Recipient.first(number(environment, "RECIPIENTS")),
                number(environment, "GROUP"),
                number(environment, "POST"),
                text(environment, "PROVIDER"),
                new Database(
                        text(environment, "DATABASE_URL"),
                        text(environment, "DATABASE_USER"),
                        text(environment, "DATABASE_PASSWORD")),
                new Broker(
                        text(environment, "BROKER_URL"),
                        text(environment, "BROKER_USER"),
                        text(environment, "BROKER_PASSWORD")));
    }

    private static String text(Map<String, String> environment, String name) {
        String value = environment.get("BENCH_" + name);
        if (value == null) {
            throw new IllegalArgumentException("BENCH_" + name + " is missing");
        }
        return value;
    }

    private static int number(Map<String, String> environment, String name) {
        return Integer.parseInt(text(environment, name));
    }
}
