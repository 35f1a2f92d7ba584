package org.anze.gateway.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One attack as its file says it.
 *
 * @param id unique
 * @param what what the attacker hopes for
 * @param as party whose certificate or key is used; {@code nobody} for none
 * @param port {@code console} for the console's port; null for the one of parties
 * @param request method and address; the version is added
 * @param headers lines as they go out; {@code Host} and {@code Connection} are added unless one begins with {@code !}, which
 *     only says that nothing is to be added
 * @param body text of the body, its length is announced unless a header line does or the lines begin with {@code !}
 * @param raw the whole request instead of the three before
 * @param sftp operation and paths instead of an HTTP request
 * @param stomp frame and address instead of an HTTP request
 * @param status expected status of HTTP or SFTP
 * @param code expected code of the catalogue; {@code none} where the protocol leaves no room for one
 */
record Attack(
        String id,
        String what,
        String as,
        @Nullable String port,
        @Nullable String request,
        @Nullable List<String> headers,
        @Nullable String body,
        @Nullable String raw,
        @Nullable String sftp,
        @Nullable String stomp,
        int status,
        String code) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** The attacks of one kind. */
    record Family(String family, List<Attack> attacks) {}

    /** All families in the order of their files' names. */
    static List<Family> read(Path folder) throws IOException {
        List<Family> families = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                families.add(YAML.readValue(Files.readAllBytes(file), Family.class));
            }
        }
        return families;
    }

    boolean byConsolePort() {
        return "console".equals(port);
    }
}
