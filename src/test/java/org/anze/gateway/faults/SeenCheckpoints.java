package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.ReceivedParcels;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checkpoints that were seen while nodes took over from each other. The ledger must have each of them for ever, letter by
 * letter; that what it has follows from its entries is for {@code fsck} to say. Together: nobody was shown a fork. For one
 * thread.
 */
final class SeenCheckpoints {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Set<String> notes = new TreeSet<>();

    /** Remembers the newest one of the ledger. */
    void look(JdbcClient jdbc) {
        notes.addAll(jdbc.sql("select note from checkpoint order by size desc limit 1")
                .query(String.class)
                .list());
    }

    /** Fails unless the ledger has all that were seen, and all that stand in the parcels which recipients keep. */
    void requireStored(JdbcClient jdbc, DemoRecipients recipients) throws IOException {
        Map<String, String> seen = new HashMap<>();
        notes.forEach(note -> seen.put(note, "the ledger before"));
        for (Map.Entry<String, ReceivedParcels> each : recipients.received().entrySet()) {
            for (Path parcel : parcels(each.getValue().folder())) {
                JsonNode note = JSON.readTree(Files.readAllBytes(parcel))
                        .path("evidence")
                        .path("checkpoint");
                assertThat(note.isString()).as("checkpoint in " + parcel).isTrue();
                seen.put(note.asString(), each.getKey() + " " + parcel.getFileName());
            }
        }
        Set<String> stored = new TreeSet<>(
                jdbc.sql("select note from checkpoint").query(String.class).list());
        assertThat(seen).as("checkpoints seen").isNotEmpty();
        seen.keySet().removeAll(stored);
        assertThat(seen).as("checkpoints that the ledger does not have").isEmpty();
    }

    private static List<Path> parcels(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".parcel.json"))
                    .toList();
        }
    }
}
