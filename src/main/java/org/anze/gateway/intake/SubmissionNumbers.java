package org.anze.gateway.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Numbers for submissions that are not stored yet, fetched several at a time when many come. They are used within a second or
 * never, so that numbers grow as submissions come. Safe for many threads.
 */
final class SubmissionNumbers {

    private static final Logger LOG = LoggerFactory.getLogger(SubmissionNumbers.class);
    private static final int FEWEST = 2;
    private static final int MOST = 128;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final JdbcClient jdbc;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Long> numbers = new ArrayDeque<>();
    private int next = FEWEST;
    private long fetched = System.nanoTime() - SECOND;
    private long failed = System.nanoTime() - SECOND;

    SubmissionNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One that nobody else has; empty when the database gives none, or somebody waits for it for as long as the caller has time.
     *
     * @throws InterruptedException when the caller is interrupted before it is his turn
     */
    OptionalLong next(Duration patience) throws InterruptedException {
        if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return OptionalLong.empty();
        }
        try {
            long now = System.nanoTime();
            boolean stale = now - fetched > SECOND;
            if (stale || numbers.isEmpty()) {
                // Whoever waited meanwhile does not ask a database again that has just failed.
                if (now - failed < SECOND) {
                    return OptionalLong.empty();
                }
                fetch(stale);
            }
            return OptionalLong.of(numbers.removeFirst());
        } catch (DataAccessException e) {
            failed = System.nanoTime();
            LOG.atDebug().setCause(e).log("there are no numbers for submissions");
            return OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    private void fetch(boolean stale) {
        next = stale ? FEWEST : Math.min(MOST, 2 * next);
        numbers.clear();
        // Committed before one is used: the database gives none of them again, whatever happens to it.
        numbers.addAll(jdbc.sql("select nextval('submission_seq') from generate_series(1, ?)")
                .param(next)
                .query(Long.class)
                .list());
        fetched = System.nanoTime();
    }
}
