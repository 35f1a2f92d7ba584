package org.anze.gateway.intake.admission;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the table of submissions. What waits is found by the index of open ones. Of a day the newest rows are read at each sum;
 * that over older ones is kept, goes on every few minutes, and is made anew now and then, because a large upload may be committed
 * long after its number was drawn. What waits may be asked for at any time, sums by one thread at a time.
 */
public final class StoredBacklog implements Backlog {

    /** A body of usual size is stored at once after its number was drawn; what commits later than this waits for a new sum. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(5);

    private static final Duration ANEW_EVERY = Duration.ofMinutes(15);
    /** Summing a long day anew takes this part of the time at most. */
    private static final int PART = 100;

    /** Numbers are drawn when storing begins, times are taken before: by so many they may be out of order at midnight. */
    private static final long DISORDER = 10_000;

    private final JdbcClient jdbc;
    private final LongSupplier nanos;
    private Map<String, Long> settled = Map.of();
    private @Nullable Instant day;
    /** The number before the day's first. */
    private long before;

    private long settledTo;
    private long settledAt;
    /** The highest number at that time; the sum goes so far next time. */
    private long newest;

    private long summedAt;
    private long pause;

    /** @param nanos a monotonic clock */
    public StoredBacklog(JdbcClient jdbc, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.nanos = nanos;
    }

    @Override
    public Map<String, Waiting> waiting() {
        Map<String, Waiting> waiting = new HashMap<>();
        jdbc.sql("select party, count(*), sum(bytes) from submission where finished_at is null group by party")
                .query(row -> {
                    waiting.put(row.getString(1), new Waiting(row.getLong(2), row.getLong(3)));
                });
        return waiting;
    }

    @Override
    public Map<String, Long> receivedSince(Instant dayBegin) {
        long now = nanos.getAsLong();
        boolean first = !dayBegin.equals(day);
        if (first) {
            before = firstNumber(dayBegin) - 1;
            settled = Map.of();
            settledTo = before;
            summedAt = now;
            pause = ANEW_EVERY.toNanos();
            day = dayBegin;
        }
        boolean settles = !first && now - settledAt >= SETTLED_AFTER.toNanos();
        if (settles) {
            settle(dayBegin, now);
        }
        Map<String, Long> all = new HashMap<>(settled);
        long seen = add(dayBegin, settledTo, Long.MAX_VALUE, all);
        if (first || settles) {
            newest = seen;
            settledAt = now;
        }
        return all;
    }

    private void settle(Instant dayBegin, long now) {
        boolean anew = now - summedAt >= pause;
        if (anew) {
            // Also when it fails: what takes too long must not be tried all the time.
            summedAt = now;
        }
        Map<String, Long> older = anew ? new HashMap<>() : new HashMap<>(settled);
        add(dayBegin, anew ? before : settledTo, newest, older);
        if (anew) {
            pause = Math.max(ANEW_EVERY.toNanos(), PART * (nanos.getAsLong() - now));
        }
        settled = older;
        settledTo = newest;
    }

    /** Adds what came after one number and up to another; the highest number among them, or the first one. */
    private long add(Instant dayBegin, long after, long to, Map<String, Long> sums) {
        long[] highest = {after};
        jdbc.sql("select party, sum(bytes), max(seq) from submission where seq > ? and seq <= ? and received_at >= ?"
                        + " group by party")
                .params(after, to, dayBegin.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    sums.merge(row.getString(1), row.getLong(2), Long::sum);
                    highest[0] = Math.max(highest[0], row.getLong(3));
                });
        return highest[0];
    }

    private record Row(long seq, OffsetDateTime receivedAt) {}

    /** A number from which on the submissions of the day begin, or a little less; found by halving, along the primary key. */
    private long firstNumber(Instant dayBegin) {
        long from = 0;
        long to = 1
                + jdbc.sql("select coalesce(max(seq), 0) from submission")
                        .query(Long.class)
                        .single();
        while (from < to) {
            long middle = from + (to - from) / 2;
            Row row = jdbc.sql("select seq, received_at from submission where seq >= ? order by seq limit 1")
                    .param(middle)
                    .query((found, number) -> new Row(found.getLong(1), found.getObject(2, OffsetDateTime.class)))
                    .optional()
                    .orElse(null);
            if (row == null || !row.receivedAt.toInstant().isBefore(dayBegin)) {
                to = middle;
            } else {
                from = row.seq + 1;
            }
        }
        return Math.max(0, from - DISORDER);
    }
}
