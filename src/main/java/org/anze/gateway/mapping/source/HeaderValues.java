package org.anze.gateway.mapping.source;

import java.util.HashMap;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/**
 * The values around the records, by absolute path: those of a master belong to its details until it ends. Bounded. For one
 * thread; the maps it gives do not change afterwards.
 */
final class HeaderValues {

    private static final int LIMIT = 1000;

    private final SourceSettings.Limits limits;
    private Map<String, String> values = Map.of();
    private boolean shared = true;
    private long characters;

    HeaderValues(SourceSettings.Limits limits) {
        this.limits = limits;
    }

    /** The last value under a path counts. */
    void put(String path, String text, long line, int column) {
        unshare();
        String before = values.put(path, text);
        characters += text.length() - (before == null ? 0 : before.length());
        if (values.size() > LIMIT || characters > limits.recordCharacters()) {
            throw new SenderMustCorrect(
                    SourceProblem.TOO_DEEP_OR_LARGE, new Location(line, column, null), line, column, LIMIT + " values");
        }
    }

    /** Forgets everything below a path, because the element or object there has ended. */
    void leave(String path) {
        String below = path + "/";
        boolean any = false;
        for (String known : values.keySet()) {
            any |= known.startsWith(below);
        }
        if (any) {
            unshare();
            values.entrySet().removeIf(entry -> {
                boolean gone = entry.getKey().startsWith(below);
                characters -= gone ? entry.getValue().length() : 0;
                return gone;
            });
        }
    }

    private void unshare() {
        if (shared) {
            values = new HashMap<>(values);
            shared = false;
        }
    }

    /** What is known now; records share it until something changes. */
    Map<String, String> now() {
        shared = true;
        return values;
    }
}
