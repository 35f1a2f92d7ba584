package org.anze.gateway.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.audit.TwoPeople;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do with tasks. Every change is in the audit log with the transaction that makes it, and what is refused for want
 * of a second person as well. Whether somebody may order, or approve, by his role is for the caller to know. Safe for many
 * threads and several nodes.
 */
public final class TaskDesk {

    private final TaskRows rows;
    private final Map<TaskKind, TaskAct> acts;
    private final TransactionTemplate transaction;
    private final TaskPlanning planning;
    private final TaskExports exports;
    private final TaskAudit audit;
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
        this.acts = TaskAct.byKind(acts);
        this.transaction = new TransactionTemplate(transactions);
        this.audit = new TaskAudit(audit);
        this.planning = new TaskPlanning(rows, this.acts, transactions, this.audit, settings, clock);
        this.exports = new TaskExports(rows, this.acts, this.audit, settings, clock);
        this.settings = settings;
        this.clock = clock;
    }

    /** Who may be one of two people; nobody until this is called. */
    public void confirmedBy(Predicate<String> people) {
        two.confirmedBy(people);
    }

    /** What is set. */
    public TaskSettings settings() {
        return settings;
    }

    /** What exports that are done have made. */
    public TaskExports exports() {
        return exports;
    }

    /**
     * Makes the list of a task, as things stand now, and nothing else.
     *
     * @return its number
     * @throws SenderMustCorrect when the order is incomplete, nothing or too much is of that kind, looking takes too long, or
     *     too many tasks are open
     * @throws TryAgainLater when this node makes as many lists as it may
     */
    public long plan(Actor who, TaskOrder order) {
        String person = person(who);
        return planning.inTime(() -> planning.plan(who, person, order));
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
        audit.note(
                who,
                task,
                "ordered: " + task.kind().en() + (takesTwo ? ", waits for a second person" : ""),
                task.reason());
        return state;
    }

    /** Plans and starts at once; see {@link #plan} and {@link #start}. */
    public long order(Actor who, TaskOrder order) {
        // One transaction: a list that is not started because its maker may not is no use to anybody.
        String person = person(who);
        return planning.inTime(() -> {
            long id = planning.plan(who, person, order);
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
                audit.refused(who, task, TaskProblem.TWO_PEOPLE);
                throw new SenderMustCorrect(TaskProblem.TWO_PEOPLE, Location.WHOLE);
            }
            if (!two.counts(task.orderedBy()) || !two.counts(person)) {
                throw unconfirmed(who, task);
            }
            rows.decide(id, TaskState.RUNNING, person, clock.instant());
            audit.note(who, task, "approved, ordered by " + task.orderedBy(), task.reason());
            return id;
        });
    }

    /** Does not let it; the task is over. */
    public void reject(long id, Actor who) {
        String person = person(who);
        changing(() -> {
            Task task = in(id, TaskState.PROPOSED);
            rows.decide(id, TaskState.REJECTED, person, clock.instant());
            audit.note(who, task, "rejected, ordered by " + task.orderedBy(), null);
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
            audit.note(
                    who,
                    task,
                    "ordered: " + to + " after " + (task.done() + task.failed()) + " of " + task.items(),
                    null);
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
        return rows.items().page(id, after, limit);
    }

    /**
     * What the task would do with its next items, as things stand now. No effect.
     *
     * @throws SenderMustCorrect when there is no such task
     */
    public Forecast forecast(long id) {
        Task task = task(id);
        TaskAct act = TaskAct.of(task.kind(), acts);
        List<TaskItem> items = rows.items().waiting(id, act.mostForecast());
        Map<Done, Long> counts = new LinkedHashMap<>();
        if (!items.isEmpty()) {
            act.forecast(task, items).forEach(done -> counts.merge(done, 1L, Long::sum));
        }
        List<Forecast.Line> lines = new ArrayList<>();
        counts.forEach((done, count) -> lines.add(new Forecast.Line(done.outcome(), done.detail(), count)));
        lines.sort(Comparator.comparingLong(Forecast.Line::count).reversed());
        return new Forecast(items.size(), task.items(), lines);
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

    /** One person at a time on every node: for what counts the items of several tasks. */
    private <T> T inTurn(Supplier<T> work) {
        return changing(() -> {
            rows.lock();
            return work.get();
        });
    }

    private <T> T changing(Supplier<T> work) {
        return TaskPlanning.required(transaction.execute(status -> work.get()));
    }

    private SenderMustCorrect unconfirmed(Actor who, Task task) {
        audit.refused(who, task, TaskProblem.NOT_CONFIRMED);
        return new SenderMustCorrect(TaskProblem.NOT_CONFIRMED, Location.WHOLE);
    }

    private static String person(Actor who) {
        String person = who.person();
        if (person == null || person.isBlank()) {
            throw new IllegalArgumentException("a person is needed");
        }
        return person;
    }
}
