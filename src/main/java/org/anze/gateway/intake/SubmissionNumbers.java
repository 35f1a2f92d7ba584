package org.anze.gateway.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Numbers for submissions that are not stored yet, fetched several at a time. They are used soon or never, so that numbers grow
 * as submissions come, but for a second. Safe for many threads.
 */
final class SubmissionNumbers {

    private static final int SEVERAL = 100;
    private static final Duration USED_WITHIN = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Deque<Long> numbers = new ArrayDeque<>();
    private long fetched;

    SubmissionNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One that nobody else has.
     *
     * @throws DataAccessException when there is none at hand and the database gives none
     */
    synchronized long next() {
        if (System.nanoTime() - fetched > USED_WITHIN.toNanos()) {
            numbers.clear();
        }
        if (numbers.isEmpty()) {
            fetch();
        }
        return numbers.removeFirst();
    }

    private void fetch() {
        // A transaction that has a number is flushed before it is answered: no crash of the database makes it give
        // these again.
        numbers.addAll(jdbc.sql("select nextval('submission_seq') from pg_current_xact_id(), generate_series(1, ?)")
                .param(SEVERAL)
                .query(Long.class)
                .list());
        fetched = System.nanoTime();
    }
}
