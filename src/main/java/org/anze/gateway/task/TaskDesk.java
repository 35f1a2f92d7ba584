package org.anze.gateway.task;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.audit.TwoPeople;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.text.PersonalNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do with tasks. Every change is in the audit log with the transaction that makes it, and what is refused for want
 * of a second person as well. Whether somebody may order, or approve, by his role is for the caller to know. Safe for many
 * threads and several nodes.
 */
public final class TaskDesk {

    /** Tasks of more than one item that may be open at the same time. */
    static final int MOST_OPEN = 200;

    /** Tasks of one item that may be open at the same time: what waits in long lists does not stop a single resend. */
    static final int MOST_SINGLE = 1000;

    private static final String CANCELED = "57014";

    private static final int LONGEST_REASON = 500;

    private final TaskRows rows;
    private final Map<TaskKind, TaskAct> acts;
    private final TransactionTemplate transaction;
    /** For making lists, which may take long. */
    private final TransactionTemplate planning;

    private final AuditLog audit;
    private final TaskSettings settings;
    private final Clock clock;
    private final TwoPeople two = new TwoPeople(person -> false);

    TaskDesk(
            TaskRows rows,
            List<TaskAct> acts,
            PlatformTransactionManager transactions,
            AuditLog audit,
            TaskSettings settings,
            Clock clock) {
        this.rows = rows;
        this.acts = byKind(acts);
        this.transaction = new TransactionTemplate(transactions);
        this.planning = new TransactionTemplate(transactions);
        this.planning.setTimeout(Math.toIntExact(settings.longestPlan().toSeconds()));
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    static Map<TaskKind, TaskAct> byKind(List<TaskAct> acts) {
        Map<TaskKind, TaskAct> byKind = new EnumMap<>(TaskKind.class);
        acts.forEach(act -> act.kinds().forEach(kind -> byKind.put(kind, act)));
        return byKind;
    }

    /** Who may be one of two people; nobody until this is called. */
    public void confirmedBy(Predicate<String> people) {
        two.confirmedBy(people);
    }

    /** What is set. */
    public TaskSettings settings() {
        return settings;
    }

    /**
     * Makes the list of a task, as things stand now, and nothing else.
     *
     * @return its number
     * @throws SenderMustCorrect when the order is incomplete, nothing or too much is of that kind, looking takes too long, or
     *     too many tasks are open
     */
    public long plan(Actor who, TaskOrder order) {
        String person = person(who);
        String reason = reason(order.reason());
        TaskAct act = act(order.kind());
        TaskAct.Candidates candidates = act.candidates(order);
        int rate = order.rate() == null ? settings.rate() : order.rate();
        if (rate < 1 || rate > settings.fastest()) {
            throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "rate 1…" + settings.fastest());
        }
        return inTime(() -> {
            Instant now = clock.instant();
            long id = rows.insert(order, reason, rate, person, now);
            long items = rows.freeze(id, candidates, subjects -> act.select(order, subjects), settings.most());
            if (items == 0) {
                throw new SenderMustCorrect(TaskProblem.NOTHING, Location.WHOLE);
            }
            if (items > settings.most()) {
                throw new SenderMustCorrect(TaskProblem.TOO_MANY, Location.WHOLE, settings.most());
            }
            // Not before: whoever makes a long list does not keep others from ordering meanwhile.
            rows.lock();
            rows.lapse(now.minus(TaskRows.COUNTS), now);
            requireRoom(items == 1);
            note(who, task(id), "planned", reason);
            return id;
        });
    }

    /** The task that asks is among those that are open. */
    private void requireRoom(boolean single) {
        int most = single ? MOST_SINGLE : MOST_OPEN;
        if (rows.open(single) > most) {
            throw new SenderMustCorrect(TaskProblem.TOO_MANY_OPEN, Location.WHOLE, most);
        }
    }

    private <T> T inTime(Supplier<T> work) {
        try {
            return required(planning.execute(status -> {
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

    /**
     * Starts a task that the same person planned, or, when it takes two people, asks for the second one.
     *
     * @return {@link TaskState#RUNNING} or {@link TaskState#PROPOSED}
     * @throws SenderMustCorrect when it was started already, lapsed, is somebody else's, or takes two people and this account
     *     is not confirmed
     */
    public TaskState start(long id, Actor who) {
        String person = person(who);
        return inTurn(() -> {
            Task task = in(id, TaskState.PLANNED);
            requireFresh(task);
            return begin(task, who, person, takesTwo(task));
        });
    }

    /** By its maker; runs, or waits for a second person. */
    private TaskState begin(Task task, Actor who, String person, boolean takesTwo) {
        if (!TwoPeople.isSame(task.orderedBy(), person)) {
            throw new SenderMustCorrect(TaskProblem.OTHER_PERSON, Location.WHOLE, task.id(), task.orderedBy());
        }
        if (takesTwo && !two.counts(person)) {
            throw unconfirmed(who, task);
        }
        TaskState state = takesTwo ? TaskState.PROPOSED : TaskState.RUNNING;
        rows.start(task.id(), state, clock.instant());
        note(
                who,
                task,
                "ordered: " + task.kind().en() + (takesTwo ? ", waits for a second person" : ""),
                task.reason());
        return state;
    }

    /** Plans and starts at once; see {@link #plan} and {@link #start}. */
    public long order(Actor who, TaskOrder order) {
        // One transaction: a list that is not started because its maker may not is no use to anybody.
        return inTime(() -> {
            long id = plan(who, order);
            start(id, who);
            return id;
        });
    }

    /** Whether one person is not enough: also not for many short lists one after the other. */
    private boolean takesTwo(Task task) {
        return task.kind().alwaysTwo()
                || rows.alone(task.orderedBy(), clock.instant().minus(TaskRows.COUNTS)) + task.items()
                        > settings.alone();
    }

    /**
     * The second person's word; the task runs.
     *
     * @throws SenderMustCorrect when this is the person who ordered it, one of the two is not confirmed, it does not wait for
     *     this, or it lapsed
     */
    public void approve(long id, Actor who) {
        String person = person(who);
        inTurn(() -> {
            Task task = in(id, TaskState.PROPOSED);
            requireFresh(task);
            if (TwoPeople.isSame(task.orderedBy(), person)) {
                refused(who, task, TaskProblem.TWO_PEOPLE);
                throw new SenderMustCorrect(TaskProblem.TWO_PEOPLE, Location.WHOLE);
            }
            if (!two.counts(task.orderedBy()) || !two.counts(person)) {
                throw unconfirmed(who, task);
            }
            rows.decide(id, TaskState.RUNNING, person, clock.instant());
            note(who, task, "approved, ordered by " + task.orderedBy(), task.reason());
            return id;
        });
    }

    /** Does not let it; the task is over. */
    public void reject(long id, Actor who) {
        String person = person(who);
        changing(() -> {
            Task task = in(id, TaskState.PROPOSED);
            rows.decide(id, TaskState.REJECTED, person, clock.instant());
            note(who, task, "rejected, ordered by " + task.orderedBy(), null);
            return id;
        });
    }

    /** Holds it; what is under way is finished, at most one step. */
    public void pause(long id, Actor who) {
        move(id, who, TaskState.PAUSED, TaskState.RUNNING);
    }

    /**
     * Goes on with what has no outcome yet. When its approval has lapsed its maker starts it anew, and a second person is asked
     * for where one was.
     *
     * @throws SenderMustCorrect when it is not paused, or its approval has lapsed and this is not its maker
     */
    public void resume(long id, Actor who) {
        if (!hasLapsed(task(id))) {
            move(id, who, TaskState.RUNNING, TaskState.PAUSED);
            return;
        }
        String person = person(who);
        inTurn(() -> {
            Task task = in(id, TaskState.PAUSED);
            return begin(task, who, person, task.decidedBy() != null || takesTwo(task));
        });
    }

    private boolean hasLapsed(Task task) {
        return task.wasApprovedBefore(clock.instant().minus(settings.approval()));
    }

    /** Ends it; what was done stays, what has no outcome keeps none. */
    public void cancel(long id, Actor who) {
        move(id, who, TaskState.CANCELLED, TaskState.PLANNED, TaskState.PROPOSED, TaskState.RUNNING, TaskState.PAUSED);
    }

    private void move(long id, Actor who, TaskState to, TaskState... from) {
        changing(() -> {
            Task task = in(id, from);
            rows.state(id, to, clock.instant());
            note(who, task, "ordered: " + to + " after " + (task.done() + task.failed()) + " of " + task.items(), null);
            return id;
        });
    }

    /** A task. */
    public Optional<Task> find(long id) {
        return rows.find(id);
    }

    /** The newest tasks, the newest first. */
    public List<Task> newest(int limit) {
        return rows.newest(limit);
    }

    /** A page of a list. */
    public List<TaskItem> items(long id, long after, int limit) {
        return rows.items(id, after, limit);
    }

    /**
     * What the task would do with its next items, as things stand now. No effect.
     *
     * @throws SenderMustCorrect when there is no such task
     */
    public Forecast forecast(long id) {
        Task task = task(id);
        TaskAct act = act(task.kind());
        List<TaskItem> items = rows.waiting(id, act.mostForecast());
        Map<Done, Long> counts = new LinkedHashMap<>();
        if (!items.isEmpty()) {
            act.forecast(task, items).forEach(done -> counts.merge(done, 1L, Long::sum));
        }
        List<Forecast.Line> lines = new ArrayList<>();
        counts.forEach((done, count) -> lines.add(new Forecast.Line(done.outcome(), done.detail(), count)));
        lines.sort(Comparator.comparingLong(Forecast.Line::count).reversed());
        return new Forecast(items.size(), task.items(), lines);
    }

    /**
     * Writes an export that is done as a zip: a proof bundle per record and {@code list.csv}. What the agreements in force now do
     * not give any more is left out, and listed in {@code left-out.csv}. That it is taken is in the audit log before its first byte.
     *
     * @throws SenderMustCorrect when there is none
     */
    public void writeExport(long id, Actor who, OutputStream out) throws IOException {
        Task task = requireExport(id);
        audit.write(new AuditEvent(
                AuditKind.EXPORT,
                who,
                task.purpose() == null ? null : task.purpose().name(),
                null,
                subject(task),
                "taken, " + task.done() + " records for " + task.party(),
                task.reason()));
        long leftOut = new ExportFile(rows, task, entries -> act(task.kind()).withheld(task, entries)).write(out);
        if (leftOut > 0) {
            audit.write(event(who, task, "taken without " + leftOut + " that may not be given any more", null));
        }
    }

    /** @throws SenderMustCorrect when it is no export that is done, or its time is over */
    public Task requireExport(long id) {
        return rows.find(id)
                .filter(task -> task.kind() == TaskKind.EXPORT && task.state() == TaskState.DONE)
                .filter(task -> task.outputDroppedAt() == null
                        && task.endedAt() != null
                        && task.endedAt().isAfter(clock.instant().minus(settings.exportKept())))
                .orElseThrow(() -> new SenderMustCorrect(TaskProblem.NO_EXPORT, Location.WHOLE, id));
    }

    private Task task(long id) {
        return rows.find(id).orElseThrow(() -> new SenderMustCorrect(TaskProblem.OTHER_STATE, Location.WHOLE, id, "–"));
    }

    private Task in(long id, TaskState... states) {
        Task task = rows.lock(id)
                .orElseThrow(() -> new SenderMustCorrect(TaskProblem.OTHER_STATE, Location.WHOLE, id, "–"));
        if (!Set.of(states).contains(task.state())) {
            throw new SenderMustCorrect(TaskProblem.OTHER_STATE, Location.WHOLE, id, task.state());
        }
        return task;
    }

    private void requireFresh(Task task) {
        Instant asked = task.proposedAt() == null ? task.orderedAt() : task.proposedAt();
        if (asked.isBefore(clock.instant().minus(TaskRows.COUNTS))) {
            throw new SenderMustCorrect(TaskProblem.LAPSED, Location.WHOLE, task.id());
        }
    }

    private TaskAct act(TaskKind kind) {
        TaskAct act = acts.get(kind);
        if (act == null) {
            throw new IllegalStateException("nobody does " + kind);
        }
        return act;
    }

    /** One person at a time on every node: for what counts the items of several tasks. */
    private <T> T inTurn(Supplier<T> work) {
        return changing(() -> {
            rows.lock();
            return work.get();
        });
    }

    private <T> T changing(Supplier<T> work) {
        return required(transaction.execute(status -> work.get()));
    }

    private static <T> T required(@Nullable T result) {
        if (result == null) {
            throw new IllegalStateException("an order without a result");
        }
        return result;
    }

    private SenderMustCorrect unconfirmed(Actor who, Task task) {
        refused(who, task, TaskProblem.NOT_CONFIRMED);
        return new SenderMustCorrect(TaskProblem.NOT_CONFIRMED, Location.WHOLE);
    }

    /** At once: the transaction is rolled back, but it was tried. */
    private void refused(Actor who, Task task, TaskProblem problem) {
        audit.write(event(who, task, "refused: " + problem.text().code(), task.reason()));
    }

    private void note(Actor who, Task task, String outcome, @Nullable String reason) {
        audit.writeAtCommit(event(who, task, outcome, reason));
    }

    static AuditEvent event(Actor who, Task task, String outcome, @Nullable String reason) {
        return new AuditEvent(
                task.kind() == TaskKind.EXPORT ? AuditKind.EXPORT : AuditKind.OPERATION,
                who,
                task.purpose() == null ? null : task.purpose().name(),
                null,
                subject(task),
                outcome,
                reason);
    }

    private static String subject(Task task) {
        return "task " + task.id() + " " + task.kind().en() + " " + task.party() + " " + task.chosen() + ", "
                + task.items() + " items";
    }

    private static String reason(String text) {
        String reason = PersonalNumbers.hide(text.replaceAll("\\p{Cntrl}", " ").strip());
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw new SenderMustCorrect(TaskProblem.REASON_NEEDED, Location.WHOLE);
        }
        return reason;
    }

    private static String person(Actor who) {
        String person = who.person();
        if (person == null || person.isBlank()) {
            throw new IllegalArgumentException("a person is needed");
        }
        return person;
    }
}
