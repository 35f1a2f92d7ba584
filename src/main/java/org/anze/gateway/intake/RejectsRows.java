package org.anze.gateway.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.anze.gateway.ledger.FindingJson;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads rejected records with a cursor; memory does not grow with their number. Safe for several threads. */
final class RejectsRows {

    private static final int FETCH = 500;
    private static final int MOST_AT_ONCE = 6;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Over the gateway's database; the transaction is needed for reading with a cursor. */
    RejectsRows(DataSource dataSource, TransactionTemplate transactions) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCH);
        this.transactions = transactions;
    }

    /** Takes one rejected record, or a part of one. */
    @FunctionalInterface
    interface Reader {
        /** @param key empty when it is unknown */
        void read(long ordinal, long line, String key, List<Finding> findings) throws IOException;
    }

    /** Work on one consistent state of the database. */
    @FunctionalInterface
    interface Work {
        long run() throws IOException;
    }

    /**
     * Runs work that reads rejected records, some of it several times.
     *
     * @throws TryAgainLater when too many do so; each holds a connection for as long as its reader takes
     */
    long together(Work work) throws IOException {
        if (!acquire()) {
            throw new TryAgainLater(IntakeProblem.BUSY, null);
        }
        try {
            Long result = transactions.execute(status -> {
                try {
                    return work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return result == null ? 0 : result;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            places.release();
        }
    }

    private boolean acquire() {
        try {
            return places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** All rejected records of a submission in the order of the source; only inside {@link #together}. */
    void each(String submission, Reader reader) {
        jdbc.query(
                "select r.ordinal, r.source_line, r.business_key, r.findings from rejected_record r"
                        + " join submission s on s.seq = r.submission where s.id = ? order by r.ordinal, r.part",
                row -> {
                    String key = row.getString(3);
                    try {
                        reader.read(
                                row.getLong(1),
                                row.getLong(2),
                                key == null ? "" : key,
                                FindingJson.read(row.getString(4)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                submission);
    }

    /** What is needed to read a submission again. */
    record Stored(long seq, String party, String mapping, long rejected) {}

    /** The submission of that public id. */
    Optional<Stored> find(String submission) {
        return jdbc
                .query(
                        "select seq, party, mapping, rejected from submission where id = ?",
                        (row, number) -> new Stored(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)),
                        submission)
                .stream()
                .findFirst();
    }
}
