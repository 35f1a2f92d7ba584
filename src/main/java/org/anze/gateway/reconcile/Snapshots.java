package org.anze.gateway.reconcile;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.query.SharedPlaces;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/** One snapshot of the database with a limit of time, in which something may also be written. Safe for several threads. */
final class Snapshots {

    private static final String CANCELED = "57014";
    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Duration longest;
    private final SharedPlaces together;

    /** @param together places of all; each work holds a database connection that everything else has to share */
    Snapshots(JdbcClient jdbc, PlatformTransactionManager manager, Duration longest, SharedPlaces together) {
        this.jdbc = jdbc;
        this.together = together;
        this.longest = longest;
        this.transactions = new TransactionTemplate(manager);
        this.transactions.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.transactions.setTimeout(Math.toIntExact(longest.toSeconds()));
    }

    /**
     * Does some work in one snapshot; anew from the beginning when somebody else wrote the same rows meanwhile.
     *
     * @throws TryAgainLater when it takes too long, or no place is free; then nothing was written
     */
    <T> T write(Supplier<T> work) {
        return together.use(() -> repeatedly(work));
    }

    private <T> T repeatedly(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (ConcurrencyFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Supplier<T> work) {
        try {
            T done = transactions.execute(status -> {
                jdbc.sql("select set_config('statement_timeout', ?, true)")
                        .param(String.valueOf(longest.toMillis()))
                        .query(String.class)
                        .single();
                return work.get();
            });
            if (done == null) {
                throw new IllegalStateException("work without a result");
            }
            return done;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && CANCELED.equals(cause.getSQLState())) {
                throw new TryAgainLater(QueryProblem.TOO_COSTLY, e, longest.toSeconds());
            }
            throw e;
        } catch (TransactionTimedOutException e) {
            throw new TryAgainLater(QueryProblem.TOO_COSTLY, e, longest.toSeconds());
        }
    }
}
