package org.anze.gateway.identity.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when each source has been silent, and when it may be asked again. On disk, so that a restart does not forget it; a
 * disk that cannot be written costs only that. Safe for many threads.
 */
final class Outages {

    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int MOST = 256;

    private final Map<String, Instant> since = new TreeMap<>();
    private final Map<String, Instant> askAgain = new TreeMap<>();
    private final @Nullable Path file;
    private final Clock clock;

    /** @param folder where it is kept; null for memory only */
    Outages(@Nullable Path folder, Clock clock) {
        this.file = folder == null ? null : folder.resolve("outages");
        this.clock = clock;
        read();
    }

    /** Whether a source failed a moment ago; it is left alone for half a minute then. */
    synchronized boolean resting(String source) {
        Instant again = askAgain.get(source);
        Instant now = clock.instant();
        // Further away than the pause is only what a clock said that was ahead.
        return again != null && now.isBefore(again) && !again.isAfter(now.plus(PAUSE));
    }

    synchronized void answered(String source) {
        askAgain.remove(source);
        if (since.remove(source) != null) {
            LOG.info("revocation source answers again: {}", source);
            write();
        }
    }

    /** @return since when it has been silent */
    synchronized Instant silent(String source, String why) {
        Instant now = clock.instant();
        if (askAgain.size() < MOST || askAgain.containsKey(source)) {
            askAgain.put(source, now.plus(PAUSE));
        }
        Instant known = since.get(source);
        if (known != null) {
            return known;
        }
        LOG.warn("吊销信息来源无应答 / revocation source gives no answer that counts: {} ({})", source, why);
        if (since.size() < MOST) {
            since.put(source, now);
            write();
        }
        return now;
    }

    synchronized Optional<Instant> since(String source) {
        return Optional.ofNullable(since.get(source));
    }

    /** Source → since when it has been silent. */
    synchronized Map<String, Instant> all() {
        return Map.copyOf(since);
    }

    private void read() {
        if (file == null || Files.notExists(file)) {
            return;
        }
        Properties kept = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            kept.load(in);
            for (String source : kept.stringPropertyNames()) {
                since.put(source, Instant.parse(kept.getProperty(source)));
            }
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read; silent sources are counted anew: {}", file, e.toString());
        }
    }

    private void write() {
        if (file == null) {
            return;
        }
        Properties kept = new Properties();
        since.forEach((source, instant) -> kept.setProperty(source, instant.toString()));
        Path temporary = file.resolveSibling("outages.new");
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(temporary)) {
                kept.store(out, null);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }
}
