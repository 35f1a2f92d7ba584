package org.anze.gateway.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works on running tasks, a step of each in turn, on one thread of the node that holds the lease. All it knows is in the
 * database: killed anywhere, it or another node goes on at the first item without an outcome.
 */
final class TaskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Where it is said how long it takes. */
    private static final Duration LONGEST_SAID = Duration.ofMinutes(15);

    private static final Duration CLEARED_EVERY = Duration.ofHours(1);

    private final TaskRows rows;
    private final Map<TaskKind, TaskAct> acts;
    private final DataSource dataSource;
    private final TransactionTemplate transaction;
    private final TaskAudit audit;
    private final Lease lease;
    private final TaskSettings settings;
    private final Clock clock;
    /** Task → how fast, and how long it is held up; as many as are worked on. For the thread. */
    private final Map<Long, Pace> paces = new HashMap<>();
    /** When to look again for what is to be deleted. For the thread. */
    private Instant clearedUntil = Instant.MIN;

    private final AtomicBoolean open = new AtomicBoolean();
    private final Object bell = new Object();
    private @Nullable Thread thread;

    TaskRunner(
            TaskRows rows,
            List<TaskAct> acts,
            DataSource dataSource,
            PlatformTransactionManager transactions,
            AuditLog audit,
            Lease lease,
            TaskSettings settings,
            Clock clock) {
        this.rows = rows;
        this.acts = TaskAct.byKind(acts);
        this.dataSource = dataSource;
        this.transaction = new TransactionTemplate(transactions);
        this.audit = new TaskAudit(audit);
        this.lease = lease;
        this.settings = settings;
        this.clock = clock;
    }

    private static final class Pace {
        private final Rate rate;
        private int attempts;
        private Instant notBefore = Instant.MIN;

        Pace(Rate rate) {
            this.rate = rate;
        }

        /** What is further away than the longest pause was set by a clock that was ahead. */
        boolean mayGoOn(Instant now) {
            return !notBefore.isAfter(now) || notBefore.isAfter(now.plus(LONGEST_SAID));
        }
    }

    synchronized void start() {
        if (open.compareAndSet(false, true)) {
            Thread starting = new Thread(this::run, "tasks");
            // Ending in the middle of a step does no harm; a file of many gigabytes must not hold up the end of the
            // process.
            starting.setDaemon(true);
            thread = starting;
            starting.start();
        }
    }

    /** Ends after the step under way. */
    synchronized void stop() {
        open.set(false);
        synchronized (bell) {
            bell.notifyAll();
        }
        Thread running = thread;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isRunning() {
        return open.get();
    }

    private void run() {
        while (open.get()) {
            boolean worked = false;
            try {
                worked = step() | clear();
            } catch (RuntimeException | Error e) {
                // Also an Error: nobody would work on tasks until the next start.
                LOG.atWarn().addKeyValue("error", e.toString()).log("tasks cannot be looked for");
            }
            if (!worked) {
                rest();
            }
        }
    }

    private void rest() {
        synchronized (bell) {
            if (open.get()) {
                try {
                    bell.wait(IDLE.toMillis());
                } catch (InterruptedException e) {
                    open.set(false);
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** One step of each running task that may go on now; whether anything was done. */
    boolean step() {
        if (!lease.isHeld()) {
            paces.clear();
            return false;
        }
        List<Task> tasks = rows.running(TaskPlanning.MOST_OPEN + TaskPlanning.MOST_SINGLE);
        paces.keySet().retainAll(tasks.stream().map(Task::id).collect(Collectors.toSet()));
        boolean worked = false;
        for (Task task : tasks) {
            Instant now = clock.instant();
            Pace pace = paces.computeIfAbsent(task.id(), id -> new Pace(new Rate(task.rate(), now)));
            TaskAct act = acts.get(task.kind());
            if (task.wasApprovedBefore(now.minus(settings.approval()))) {
                lapsed(task);
                continue;
            }
            if (act != null && pace.mayGoOn(now)) {
                int room = Math.min(act.atOnce(), pace.rate.room(now));
                worked |= room > 0 && attempt(task, act, room, pace);
            }
        }
        return worked;
    }

    /** It was held up, or slow, for so long that nobody can be said to have let it as things are now. */
    private void lapsed(Task task) {
        inTransaction(task, locked -> {
            if (locked.state() == TaskState.RUNNING) {
                rows.state(locked.id(), TaskState.PAUSED, clock.instant());
                audit.note(
                        Actor.GATEWAY,
                        locked,
                        "paused: its approval has lapsed, after " + (locked.done() + locked.failed()) + " of "
                                + locked.items(),
                        locked.reason());
            }
            return 0;
        });
    }

    /**
     * Deletes some of what ended tasks left behind and ends what nobody will go on with; under the lease.
     *
     * @return whether there may be more
     */
    boolean clear() {
        Instant now = clock.instant();
        // A clock that was ahead for a moment must not put it off for as long as it was ahead.
        boolean isEarly = now.isBefore(clearedUntil) && !clearedUntil.isAfter(now.plus(CLEARED_EVERY));
        if (!lease.isHeld() || isEarly) {
            return false;
        }
        // Also when it fails: it is not urgent.
        clearedUntil = now.plus(CLEARED_EVERY);
        boolean worked = Boolean.TRUE.equals(transaction.execute(status -> {
            lease.guard(dataSource);
            return clear(now);
        }));
        if (worked) {
            clearedUntil = Instant.MIN;
        }
        return worked;
    }

    private boolean clear(Instant now) {
        audit.lapsed(rows.lapse(now.minus(TaskRows.COUNTS), now));
        Optional<Task> forgotten = rows.pausedSince(now.minus(settings.listKept()));
        if (forgotten.isPresent()) {
            Task locked = rows.lock(forgotten.get().id()).orElseThrow();
            if (locked.state() == TaskState.PAUSED) {
                rows.state(locked.id(), TaskState.CANCELLED, now);
                audit.note(Actor.GATEWAY, locked, "ended: nobody went on with it", locked.reason());
            }
            return true;
        }
        Optional<Long> export = rows.withOutput(now.minus(settings.exportKept()));
        if (export.isPresent()) {
            rows.items().dropOutput(export.get(), now);
            return true;
        }
        Optional<Long> list = rows.withItems(now.minus(settings.listKept()));
        list.ifPresent(id -> rows.items().dropItems(id, now));
        return list.isPresent();
    }

    /** A step of one task, whatever comes of it. */
    private boolean attempt(Task task, TaskAct act, int room, Pace pace) {
        try {
            int did = act.isAtomic() ? atomic(task, act, room) : oneAfterTheOther(task, act, room);
            pace.rate.took(did);
            pace.attempts = 0;
            return did > 0;
        } catch (TryAgainLater | DataAccessException | TransactionException e) {
            String code =
                    e instanceof GatewayProblem problem ? problem.finding().code() : "DB";
            heldUp(task, pace, code, e);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("task", task.id()).log("a task does not go on");
            heldUp(task, pace, e.getClass().getSimpleName(), e);
        }
        return false;
    }

    private void heldUp(Task task, Pace pace, String code, RuntimeException cause) {
        long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(pace.attempts, 10));
        if (cause instanceof TryAgainLater refusal
                && refusal.retryAfterSeconds().isPresent()) {
            seconds = Math.min(
                    LONGEST_SAID.toSeconds(), refusal.retryAfterSeconds().getAsLong());
        }
        pace.attempts++;
        pace.notBefore = clock.instant().plusSeconds(seconds);
        try {
            rows.heldUp(task.id(), code);
        } catch (DataAccessException e) {
            LOG.debug("what holds task {} up could not be noted", task.id(), e);
        }
        if (pace.attempts == 1) {
            LOG.atWarn()
                    .addKeyValue("task", task.id())
                    .addKeyValue("error", cause.toString())
                    .log("a task is held up; it goes on by itself");
        }
    }

    /** Effect and outcome in one commit. */
    private int atomic(Task task, TaskAct act, int room) {
        try {
            return inTransaction(task, locked -> {
                List<TaskItem> items = rows.items().waiting(task.id(), room);
                return items.isEmpty() ? 0 : note(locked, items, act.act(locked, items));
            });
        } catch (SenderMustCorrect | IllegalArgumentException e) {
            if (room > 1) {
                // One of them is at fault; the others are not held up by it.
                return atomic(task, act, 1);
            }
            // The transaction with its effect was rolled back.
            return inTransaction(task, locked -> {
                List<TaskItem> first = rows.items().waiting(task.id(), 1);
                return first.isEmpty() ? 0 : note(locked, first, List.of(refused(e)));
            });
        }
    }

    /** The effect is durable by itself, and harmless when it comes again; then the outcome is noted. */
    private int oneAfterTheOther(Task task, TaskAct act, int room) {
        int did = 0;
        for (TaskItem item : rows.items().waiting(task.id(), room)) {
            List<TaskItem> one = List.of(item);
            List<Done> done;
            try {
                done = act.act(task, one);
            } catch (SenderMustCorrect | IllegalArgumentException e) {
                done = List.of(refused(e));
            }
            List<Done> known = done;
            did += inTransaction(task, locked -> note(locked, one, known));
        }
        return did;
    }

    private static Done refused(RuntimeException refusal) {
        if (!(refusal instanceof GatewayProblem)) {
            LOG.atError().setCause(refusal).log("an item of a task cannot be done");
        }
        return new Done(
                TaskOutcome.REFUSED,
                refusal instanceof GatewayProblem problem ? problem.finding().code() : "–");
    }

    private interface Step {
        int on(Task locked);
    }

    /** Under the lease, and while nobody else changes the task. Nothing when it no longer runs and nothing was done yet. */
    private int inTransaction(Task task, Step step) {
        Integer did = transaction.execute(status -> {
            lease.guard(dataSource);
            Task locked = rows.lock(task.id()).orElseThrow();
            TaskAct act = acts.get(task.kind());
            boolean goesOn = locked.state() == TaskState.RUNNING || act != null && !act.isAtomic();
            return goesOn ? step.on(locked) : 0;
        });
        return did == null ? 0 : did;
    }

    private int note(Task task, List<TaskItem> items, List<Done> done) {
        Instant now = clock.instant();
        int noted = rows.items().note(task, items, done, now);
        Task after = rows.lock(task.id()).orElseThrow();
        if (after.waiting() == 0 && !after.state().isFinal()) {
            rows.state(task.id(), TaskState.DONE, now);
            audit.note(
                    Actor.GATEWAY,
                    after,
                    "ended: " + after.done() + " done, " + after.failed() + " not",
                    after.reason());
        }
        return noted;
    }
}
