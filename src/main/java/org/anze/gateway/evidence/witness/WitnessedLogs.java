package org.anze.gateway.evidence.witness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.note.NoteKey;

/**
 * The logs a witness watches: origin → the key that signs its checkpoints. Immutable.
 *
 * @param keys by origin
 */
public record WitnessedLogs(Map<String, NoteKey> keys) {

    /** @throws IllegalArgumentException when there is none, or a key is a witness's */
    public WitnessedLogs {
        keys = Map.copyOf(keys);
        boolean logs = keys.values().stream().noneMatch(key -> key.kind().isWitness());
        if (keys.isEmpty() || !logs) {
            throw new IllegalArgumentException("a witness needs at least one log, with a log's key");
        }
    }

    /**
     * Reads lines {@code <origin> <vkey>}; empty lines and those that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static WitnessedLogs parse(List<String> lines) {
        Map<String, NoteKey> keys = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("[ \t]+");
            try {
                boolean sound = parts.length == 2
                        && Checkpoint.isName(parts[0])
                        && keys.put(parts[0], NoteKey.parse(parts[1])) == null;
                if (!sound) {
                    throw new IllegalArgumentException(
                            "line " + (i + 1) + ": expected <origin> <vkey>, each origin once");
                }
            } catch (FlawException noKey) {
                throw new IllegalArgumentException("line " + (i + 1) + ": no vkey of a log", noKey);
            }
        }
        return new WitnessedLogs(keys);
    }

    Optional<NoteKey> key(String origin) {
        return Optional.ofNullable(keys.get(origin));
    }
}
