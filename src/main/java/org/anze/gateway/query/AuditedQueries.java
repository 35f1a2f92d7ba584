package org.anze.gateway.query;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What every query has around it: a bounded number at a time per party and of all parties, one read-only snapshot of the
 * database with a limit of time, agreements that are the same from the question to the answer, and the audit event, durable before the answer or the
 * refusal leaves. Safe for many threads.
 */
public final class AuditedQueries {

    private static final String CANCELED = "57014";

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;
    private final AuditLog audit;
    private final QuerySettings settings;
    private final Supplier<Agreements> agreements;
    private final SharedPlaces together;
    /** Party id → free places; as many as there are parties. */
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /**
     * Over the gateway's database.
     *
     * @param agreements those in force at the moment it is asked
     * @param together places of all parties, for what reads the database; may be shared with others
     */
    public AuditedQueries(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditLog audit,
            QuerySettings settings,
            Supplier<Agreements> agreements,
            SharedPlaces together) {
        this.agreements = agreements;
        this.together = together;
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        // Of the answer as a whole; the database itself ends a single statement.
        this.snapshot.setTimeout(
                Math.toIntExact(settings.longestStatement().plusMillis(999).toSeconds()));
        this.audit = audit;
        this.settings = settings;
    }

    /**
     * Answers a query from one snapshot of the database.
     *
     * @param subject what it is about, without personal values
     */
    public Answer answer(AuditKind kind, Asker asker, String subject, Function<Trail, Answer> query) {
        return answerFromMemory(kind, asker, subject, trail -> together.use(() -> fromSnapshot(trail, query)));
    }

    /** Does a part of a query {@linkplain #answerFromMemory from memory} in one of the places that all parties share. */
    public <T> T inPlace(Supplier<T> part) {
        return together.use(part);
    }

    /** Answers a query that needs no snapshot of the database, and takes no place of those that all parties share. */
    public Answer answerFromMemory(AuditKind kind, Asker asker, String subject, Function<Trail, Answer> query) {
        Trail trail = new Trail();
        Semaphore place = places.computeIfAbsent(asker.party().id(), id -> new Semaphore(settings.simultaneous()));
        try {
            if (!place.tryAcquire()) {
                throw new TryAgainLater(QueryProblem.TOO_MANY_QUERIES, null);
            }
            Answer answer;
            try {
                answer = answered(asker, trail, query);
            } finally {
                place.release();
            }
            write(kind, asker, subject, trail, trail.outcome());
            return answer;
        } catch (GatewayProblem refusal) {
            write(kind, asker, subject, trail, trail.refusal(refusal.finding().code()));
            throw refusal;
        }
    }

    /** What was revoked in the meantime does not leave any more: no answer is made under agreements that are gone. */
    private Answer answered(Asker asker, Trail trail, Function<Trail, Answer> query) {
        Agreements asked = agreements.get();
        Answer answer = query.apply(trail);
        if (!agreements.get().saysTheSame(asker.party().id(), asked)) {
            throw new TryAgainLater(QueryProblem.AGREEMENT_CHANGED, null);
        }
        return answer;
    }

    private Answer fromSnapshot(Trail trail, Function<Trail, Answer> query) {
        try {
            Answer answer = snapshot.execute(status -> {
                jdbc.sql("select set_config('statement_timeout', ?, true)")
                        .param(String.valueOf(settings.longestStatement().toMillis()))
                        .query(String.class)
                        .single();
                return query.apply(trail);
            });
            if (answer == null) {
                throw new IllegalStateException("a query without an answer");
            }
            return answer;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && CANCELED.equals(cause.getSQLState())) {
                throw tooCostly(e);
            }
            throw e;
        } catch (TransactionTimedOutException e) {
            throw tooCostly(e);
        }
    }

    private TryAgainLater tooCostly(RuntimeException cause) {
        return new TryAgainLater(
                QueryProblem.TOO_COSTLY, cause, settings.longestStatement().toSeconds());
    }

    private void write(AuditKind kind, Asker asker, String subject, Trail trail, String outcome) {
        AuditEvent event =
                new AuditEvent(kind, asker.actor(), asker.purpose().name(), trail.agreements(), subject, "", null);
        audit.write(event.saying(outcome));
    }
}
