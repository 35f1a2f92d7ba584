package org.anze.gateway.query.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.anze.gateway.ledger.LedgerEvents;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SignedCheckpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the figures up with the ledger, from its first entry on after every start, a batch at a time on a thread of its own. After
 * a data key was destroyed it begins at the first entry again: figures must not go on telling what may not be known any more.
 * So it does after a month was archived or restored: a correction takes out what its record adds, and has to find the same again.
 * Safe for several threads.
 */
final class CubeFollower implements LedgerEvents, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CubeFollower.class);
    private static final int STEP = 500;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    /** Also without being rung: another process may be the writer. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    /** Longer than any process remembers a key that was destroyed. */
    private static final Duration KEYS_FORGOTTEN = Duration.ofSeconds(3);

    private final LedgerReader ledger;
    private final JdbcClient jdbc;
    private final Heads heads;
    private final Parts parts;
    private final Cube cube;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Condition moved = lock.newCondition();
    private volatile boolean running;
    private Thread thread;
    /** Of the thread alone: destroyed keys and archived months that the figures take account of; null before the first look. */
    private @Nullable String gone;

    private @Nullable Instant beginAgain;

    CubeFollower(LedgerReader ledger, JdbcClient jdbc, Parts parts, Cube cube) {
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.heads = new Heads(jdbc);
        this.parts = parts;
        this.cube = cube;
    }

    @Override
    public void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint) {
        signal(news);
    }

    @Override
    public void appendedElsewhere() {
        signal(news);
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            thread = new Thread(this::follow, "statistics");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        signal(news);
        signal(moved);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void follow() {
        while (running) {
            try {
                lookForGoneContent();
                long end = ledger.size();
                if (cube.position() < end) {
                    step(end);
                } else {
                    await(news, LOOK_AGAIN);
                }
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("the figures stand at entry {}; they go on in a moment", cube.position());
                await(news, AFTER_FAILURE);
            }
        }
    }

    private void lookForGoneContent() {
        String now = jdbc.sql("select (select count(*) from data_key where destroyed_at is not null) || ' '"
                        + " || (select coalesce(string_agg(month || '@' || taken_out_at, ' ' order by month), '')"
                        + " from archive_bundle where taken_out_at is not null)")
                .query(String.class)
                .single();
        if (gone != null && !now.equals(gone)) {
            beginAgain = Instant.now().plus(KEYS_FORGOTTEN);
        }
        gone = now;
        if (beginAgain != null && !Instant.now().isBefore(beginAgain)) {
            beginAgain = null;
            cube.clear();
        }
    }

    /** Takes the next entries in. Only the thread of the follower, or a test in its place, calls it. */
    void step(long end) {
        long from = cube.position();
        List<SealedRecord> entries = ledger.read(from, (int) Math.min(STEP, end - from));
        if (entries.isEmpty()) {
            return;
        }
        long to = from + entries.size();
        Map<Long, SealedRecord> known = new HashMap<>();
        Set<Heads.Key> keys = new HashSet<>();
        for (SealedRecord entry : entries) {
            known.put(entry.index(), entry);
            if (!Measure.of(entry.type()).isEmpty()) {
                keys.add(new Heads.Key(entry.type(), entry.businessKey()));
            }
        }
        Set<Heads.Standing> before = heads.at(keys, from);
        Set<Heads.Standing> after = heads.at(keys, to);
        cube.move(contribution(after, before, known), contribution(before, after, known), to);
        signal(moved);
    }

    /** What stands now and did not there. */
    private Cube.Contribution contribution(
            Set<Heads.Standing> here, Set<Heads.Standing> there, Map<Long, SealedRecord> known) {
        List<Heads.Standing> changed =
                here.stream().filter(one -> !there.contains(one)).toList();
        List<Long> unknown = changed.stream()
                .map(Heads.Standing::entry)
                .filter(entry -> !known.containsKey(entry))
                .toList();
        if (!unknown.isEmpty()) {
            ledger.read(unknown).forEach(entry -> known.put(entry.index(), entry));
        }
        return parts.of(changed, known);
    }

    /** Waits until the figures know so many entries, but not for longer. */
    boolean reached(long position, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (cube.position() < position && left > 0 && running) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return cube.position() >= position;
    }

    private void await(Condition condition, Duration longest) {
        lock.lock();
        try {
            condition.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void signal(Condition condition) {
        lock.lock();
        try {
            condition.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
