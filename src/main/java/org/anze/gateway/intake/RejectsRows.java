package org.anze.gateway.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.anze.gateway.ledger.FindingJson;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads rejected records with a cursor; memory does not grow with their number. Safe for several threads. */
final class RejectsRows {

    private static final int FETCH = 500;
    /** One party's readers have half of them at most. */
    private static final int MOST_AT_ONCE = 6;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Bulkhead places = new Bulkhead(MOST_AT_ONCE, MOST_AT_ONCE / 2);

    /** Over the gateway's database; the transaction is needed for reading with a cursor. */
    RejectsRows(DataSource dataSource, TransactionTemplate transactions) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCH);
        // What is read twice has to be the same twice: parked records are rejected meanwhile, too.
        this.transactions = new TransactionTemplate(transactions.getTransactionManager());
        this.transactions.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.transactions.setReadOnly(true);
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
     * @param party whose they are
     * @throws TryAgainLater when too many do so, or too many of that party; each holds a connection for as long as its reader
     *     takes
     */
    long together(String party, Work work) throws IOException {
        try (Bulkhead.Place place =
                places.enter(party, LONGEST_WAIT).orElseThrow(() -> new TryAgainLater(IntakeProblem.BUSY, null))) {
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
