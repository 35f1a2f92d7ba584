package org.anze.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pseudonym keys in a folder: {@code SUP.key} is the first one of its purpose, {@code SUP-2.key} the next. A new one is seen
 * within a minute. When the folder or the newest key cannot be read, nothing is pseudonymised rather than with an old key.
 */
public final class PseudonymKeyFolder implements PseudonymKeys {

    private static final Pattern NAME = Pattern.compile("([A-Z]{3})(?:-([1-9]\\d{0,3}))?\\.key");
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final int LEAST_BYTES = 16;
    private static final int MOST_FILES = 1000;

    private final Path folder;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Key key, Instant at) {}

    /** Reads the folder when a key is asked for. */
    public PseudonymKeyFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public byte[] key(String purpose) {
        return read(folder.resolve(purpose + ".key"));
    }

    @Override
    public Key current(String purpose) {
        Instant now = clock.instant();
        Seen known = seen.get(purpose);
        if (known != null && now.isBefore(known.at.plus(LOOK))) {
            return known.key;
        }
        int newest = newest(purpose);
        Key key = known != null && known.key.version() == newest
                ? known.key
                : new Key(
                        newest, read(folder.resolve(newest == 1 ? purpose + ".key" : purpose + "-" + newest + ".key")));
        seen.put(purpose, new Seen(key, now));
        return key;
    }

    private int newest(String purpose) {
        int newest = 1;
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && name.group(1).equals(purpose) && name.group(2) != null) {
                newest = Math.max(newest, Integer.parseInt(name.group(2)));
            }
        }
        return newest;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MOST_FILES).toList();
        } catch (IOException e) {
            throw new IllegalStateException("the folder of the pseudonym keys cannot be read", e);
        }
    }

    private static byte[] read(Path file) {
        byte[] secret;
        try {
            secret = HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException e) {
            // Not the cause: what stands in the file could be in its message.
            throw new IllegalStateException("pseudonym key cannot be read: " + file.getFileName() + ", "
                    + e.getClass().getSimpleName());
        }
        if (secret.length < LEAST_BYTES) {
            throw new IllegalStateException("pseudonym key is shorter than 16 bytes: " + file.getFileName());
        }
        return secret;
    }
}
