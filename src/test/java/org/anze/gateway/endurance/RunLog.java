package org.anze.gateway.endurance;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a gateway stands while it is under load: one line a minute, and whatever is asked for in between. Safe for many threads. */
final class RunLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final Duration MINUTE = Duration.ofSeconds(Long.getLong("anze.long.window", 60));
    private static final Pattern AFTER_GC = Pattern.compile("jvm_memory_usage_after_gc\\{[^}]*} ([0-9.eE+-]+)");
    private static final Pattern LIVE = Pattern.compile("jvm_gc_live_data_size_bytes(?:\\{[^}]*})? ([0-9.eE+-]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final EnduranceSite site;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Standing> minutes = new ArrayList<>();
    private long largest;

    /**
     * One moment.
     *
     * @param accepted records in the ledger
     * @param delivered records that all recipients together have
     * @param resident memory of the gateway's process, in bytes
     */
    record Standing(long nanos, long accepted, long delivered, long resident) {

        /** Accepted a second since an earlier moment. */
        double acceptedSince(Standing earlier) {
            return (accepted - earlier.accepted) * 1e9 / (nanos - earlier.nanos);
        }

        /** Delivered a second since an earlier moment, to all recipients together. */
        double deliveredSince(Standing earlier) {
            return (delivered - earlier.delivered) * 1e9 / (nanos - earlier.nanos);
        }
    }

    /** Begins to write. */
    RunLog(String name, EnduranceSite site) throws IOException {
        this.name = name;
        this.site = site;
        minutes.add(now());
        clock.scheduleAtFixedRate(this::write, MINUTE.toMillis(), MINUTE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The present moment. */
    synchronized Standing now() throws IOException {
        long resident = Memory.residentOf(site.gateway().pid());
        largest = Math.max(largest, resident);
        return new Standing(System.nanoTime(), site.accepted(), site.delivered(), resident);
    }

    /** The memory of the gateway, which stands still meanwhile: not between two moments whose speeds are compared. */
    Memory memory() throws IOException, InterruptedException {
        return Memory.of(site.gateway().pid());
    }

    private synchronized void write() {
        try {
            Standing before = minutes.get(minutes.size() - 1);
            Standing now = now();
            minutes.add(now);
            say(
                    "minute %d: in %.0f records/s, out %.0f records/s, RSS %s, heap after GC %s, parcels waiting %d,"
                            + " submissions waiting %d",
                    minutes.size() - 1,
                    now.acceptedSince(before),
                    now.deliveredSince(before),
                    megabytes(now.resident()),
                    heapAfterCollection(),
                    site.parcelsWaiting(),
                    site.unfinished());
        } catch (IOException | RuntimeException e) {
            // The run goes on without this line; what it asserts it asks for itself.
            LOG.warn("{}: cannot say how it stands", name, e);
        }
    }

    /** Of the pool of what lives long, as the gateway's own meter says. */
    private String heapAfterCollection() throws IOException {
        String meters = meters();
        Matcher share = AFTER_GC.matcher(meters);
        Matcher live = LIVE.matcher(meters);
        return (share.find() ? Math.round(Double.parseDouble(share.group(1)) * 100) + " %" : "unknown")
                + (live.find() ? " (live " + megabytes((long) Double.parseDouble(live.group(1))) + ")" : "");
    }

    private String meters() throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(site.gateway().console().resolve("/actuator/prometheus"))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Writes a line of the run. */
    void say(String line, Object... values) {
        LOG.info("{}: {}", name, String.format(Locale.ROOT, line, values));
    }

    /** The most memory that was seen at any of the moments asked for. */
    synchronized long largest() {
        return largest;
    }

    static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
