package org.anze.gateway.task;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.record.text.PersonalNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the lists of tasks, in bounded time and bounded numbers, few at a time: each holds a database connection that everything
 * else has to share. Safe for many threads and several nodes.
 */
final class TaskPlanning {

    /** Tasks of more than one item that may be open at the same time. */
    static final int MOST_OPEN = 200;

    /** Tasks of one item that may be open at the same time: what waits in long lists does not stop a single resend. */
    static final int MOST_SINGLE = 1000;

    /** Lists that are made at the same time, on each node. */
    static final int TOGETHER = 2;

    private static final String CANCELED = "57014";

    private static final int LONGEST_REASON = 500;

    private final TaskRows rows;
    private final Map<TaskKind, TaskAct> acts;
    /** May take long. */
    private final TransactionTemplate transaction;

    private final TaskAudit audit;
    private final TaskSettings settings;
    private final Clock clock;
    private final Semaphore together = new Semaphore(TOGETHER);

    TaskPlanning(
            TaskRows rows,
            Map<TaskKind, TaskAct> acts,
            PlatformTransactionManager transactions,
            TaskAudit audit,
            TaskSettings settings,
            Clock clock) {
        this.rows = rows;
        this.acts = acts;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(Math.toIntExact(settings.longestPlan().toSeconds()));
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** See {@link TaskDesk#plan}; within {@link #inTime}. */
    long plan(Actor who, String person, TaskOrder order) {
        String reason = reason(order.reason());
        TaskAct act = TaskAct.of(order.kind(), acts);
        TaskAct.Candidates candidates = act.candidates(order);
        int rate = order.rate() == null ? settings.rate() : order.rate();
        if (rate < 1 || rate > settings.fastest()) {
            throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "rate 1…" + settings.fastest());
        }
        Instant now = clock.instant();
        long id = rows.insert(order, reason, rate, person, now);
        long items = rows.items().freeze(id, candidates, subjects -> act.select(order, subjects), settings.most());
        if (items == 0) {
            throw new SenderMustCorrect(TaskProblem.NOTHING, Location.WHOLE);
        }
        if (items > settings.most()) {
            throw new SenderMustCorrect(TaskProblem.TOO_MANY, Location.WHOLE, settings.most());
        }
        // Not before: whoever makes a long list does not keep others from ordering meanwhile.
        rows.lock();
        audit.lapsed(rows.lapse(now.minus(TaskRows.COUNTS), now));
        requireRoom(items == 1);
        audit.note(who, rows.find(id).orElseThrow(), "planned", reason);
        return id;
    }

    /** The task that asks is among those that are open. */
    private void requireRoom(boolean single) {
        int most = single ? MOST_SINGLE : MOST_OPEN;
        if (rows.open(single) > most) {
            throw new SenderMustCorrect(TaskProblem.TOO_MANY_OPEN, Location.WHOLE, most);
        }
    }

    /**
     * In one transaction, no longer than a plan may take.
     *
     * @throws TryAgainLater when as many are under way as may be
     */
    <T> T inTime(Supplier<T> work) {
        if (!together.tryAcquire()) {
            throw new TryAgainLater(QueryProblem.ALL_BUSY, null);
        }
        try {
            return limited(work);
        } finally {
            together.release();
        }
    }

    private <T> T limited(Supplier<T> work) {
        try {
            return required(transaction.execute(status -> {
                rows.limit(settings.longestPlan());
                return work.get();
            }));
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && CANCELED.equals(cause.getSQLState())) {
                throw tooLong();
            }
            throw e;
        } catch (TransactionTimedOutException e) {
            throw tooLong();
        }
    }

    private SenderMustCorrect tooLong() {
        return new SenderMustCorrect(
                TaskProblem.TOO_LONG, Location.WHOLE, settings.longestPlan().toSeconds());
    }

    private static String reason(String text) {
        String reason = PersonalNumbers.hide(text.replaceAll("\\p{Cntrl}", " ").strip());
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw new SenderMustCorrect(TaskProblem.REASON_NEEDED, Location.WHOLE);
        }
        return reason;
    }

    static <T> T required(@Nullable T result) {
        if (result == null) {
            throw new IllegalStateException("an order without a result");
        }
        return result;
    }
}
