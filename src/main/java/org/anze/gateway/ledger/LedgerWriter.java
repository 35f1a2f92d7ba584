package org.anze.gateway.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's single writer: takes the batches that wait, seals and commits them together (group commit), one signature
 * for all. {@link #append} may be called by many threads.
 */
public final class LedgerWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int MOST_RECORDS_PER_COMMIT = 4_000;
    /** Two full commits: a record that waits takes some ten thousand bytes, and a gateway may have to do with 512 MB. */
    private static final int MOST_RECORDS_WAITING = 2 * MOST_RECORDS_PER_COMMIT;

    /** Beside what is urgent a commit takes a little of the rest: that goes on, and the urgent receipt is soon there. */
    private static final int MOST_OTHERS_BESIDE_URGENT = MOST_RECORDS_PER_COMMIT / 4;

    private static final int MOST_URGENT_WAITING = 1_000;
    /** Records for which a commit of their own is cheap enough. */
    private static final int FEW = 100;

    /** How often a commit is tried when other nodes register what it brings. */
    private static final int MOST_OVERTAKEN = 3;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);
    /** How long a commit waits for company when the one before had some. */
    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(2);

    private final LedgerTransaction transaction;
    private final LedgerEvents events;
    private final Clock clock;
    private final UrgentFirst<Pending> queue;
    private final Semaphore room = new Semaphore(MOST_RECORDS_WAITING, true);
    /** What is urgent does not queue for room behind the rest. */
    private final Semaphore urgentRoom = new Semaphore(MOST_URGENT_WAITING, true);

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread thread;
    /** Who has the turn. */
    private volatile @Nullable Thread undisturbed;
    /** Whether the database may hold more than the listeners were told; for the writer's thread. */
    private boolean doubtful;
    /** Batches of the last commit; for the writer's thread. */
    private int together = 1;

    /** Starts the writer's thread. */
    public LedgerWriter(LedgerTransaction transaction, LedgerEvents events, Clock clock, int queueCapacity) {
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.queue = new UrgentFirst<>(queueCapacity);
        this.thread = new Thread(this::run, "ledger-writer");
        this.thread.start();
    }

    /**
     * Queues a batch; one of an urgent submission before all that are not.
     *
     * @param patience how long to wait for room in the queue
     * @return completes after the commit, or exceptionally when nothing of the batch was kept; then the submission is
     *     processed again from what the database says. With {@link LedgerProblem#OUTDATED} when somebody else changed
     *     what the batch was judged by: it is to be judged anew, and with it those of its submission behind it
     * @throws TryAgainLater when the queue stays full or the writer is closed
     */
    public CompletableFuture<Appended> append(Append append, Duration patience) {
        Pending pending = new Pending(append, new CompletableFuture<>());
        boolean urgent = append.submission().urgent();
        Semaphore own = urgent ? urgentRoom : room;
        int most = urgent ? MOST_URGENT_WAITING : MOST_RECORDS_WAITING;
        // Who has the turn has all the room.
        int weight = Thread.currentThread() == undisturbed ? 0 : Math.min(most, append.size());
        long end = System.nanoTime() + patience.toNanos();
        try {
            takeRoom(own, weight, patience);
            // Every batch is answered in the end, and then its records no longer wait.
            pending.result.whenComplete((appended, failure) -> own.release(weight));
            if (!queue.offer(pending, urgent, Duration.ofNanos(end - System.nanoTime()))) {
                throw refused(pending, new TryAgainLater(LedgerProblem.BUSY, null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(pending, new TryAgainLater(LedgerProblem.BUSY, e));
        }
        if (!open.get() && queue.remove(pending)) {
            throw refused(pending, new TryAgainLater(LedgerProblem.UNAVAILABLE, null));
        }
        return pending.result;
    }

    private void takeRoom(Semaphore room, int weight, Duration patience) throws InterruptedException {
        // Without a need for room nobody queues for it: behind who waits for the turn it would be a wait for nothing.
        if (!open.get() || weight > 0 && !room.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TryAgainLater(LedgerProblem.BUSY, null);
        }
    }

    /** The right of one thread to be the only one that appends. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until nothing is queued, and keeps all others from appending until the turn is given back. What is looked up and
     * appended by this thread meanwhile is judged by the ledger as it is. The last resort of who was overtaken several times.
     *
     * @param patience how long to wait for it
     * @throws TryAgainLater when it is not to be had in that time, or the writer is closed
     */
    public Turn turn(Duration patience) {
        try {
            takeRoom(room, MOST_RECORDS_WAITING, patience);
            try {
                takeRoom(urgentRoom, MOST_URGENT_WAITING, patience);
            } catch (InterruptedException | RuntimeException e) {
                room.release(MOST_RECORDS_WAITING);
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryAgainLater(LedgerProblem.BUSY, e);
        }
        undisturbed = Thread.currentThread();
        return () -> {
            undisturbed = null;
            urgentRoom.release(MOST_URGENT_WAITING);
            room.release(MOST_RECORDS_WAITING);
        };
    }

    private static TryAgainLater refused(Pending pending, TryAgainLater why) {
        pending.result.completeExceptionally(why);
        return why;
    }

    /** Batches that wait. */
    public int queued() {
        return queue.size();
    }

    private void run() {
        while (open.get() || queue.size() > 0) {
            List<Pending> group = new ArrayList<>();
            try {
                take(group);
                if (!group.isEmpty()) {
                    commit(group);
                }
                lookAgain();
            } catch (InterruptedException e) {
                // Only close() interrupts; what is still queued was never promised to anybody.
                fail(group, new TryAgainLater(LedgerProblem.UNAVAILABLE, e));
                break;
            } catch (RuntimeException | Error e) {
                // Also an Error, wherever it comes from: without its thread the whole gateway would stand still.
                doubtful = true;
                fail(group, new TryAgainLater(LedgerProblem.UNAVAILABLE, e));
                LOG.atError().setCause(e).log("a turn of the ledger's writer failed by a fault of ours");
            }
        }
        fail(queue.drain(), new TryAgainLater(LedgerProblem.UNAVAILABLE, null));
    }

    private void take(List<Pending> group) throws InterruptedException {
        Pending next = queue.poll(100, TimeUnit.MILLISECONDS);
        while (next != null && next.append.submission().urgent()) {
            group.add(next);
            next = queue.poll(true);
        }
        int most = group.isEmpty() ? MOST_RECORDS_PER_COMMIT : MOST_OTHERS_BESIDE_URGENT;
        int others = 0;
        next = next == null && !group.isEmpty() ? queue.poll(false) : next;
        long end = System.nanoTime() + GATHER;
        while (next != null) {
            group.add(next);
            others += next.append.records().size();
            next = others < most ? queue.poll(false) : null;
            // A lonely sender waits for his receipt before he goes on: nobody would come. Many small ones come
            // together, and
            // what a commit costs they share.
            if (next == null && most == MOST_RECORDS_PER_COMMIT && others < FEW && group.size() < together) {
                next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
        together = Math.max(group.size(), together - 1);
    }

    private void commit(List<Pending> group) throws InterruptedException {
        commit(group, 1);
    }

    private void commit(List<Pending> group, int tries) throws InterruptedException {
        List<Append> appends = new ArrayList<>(group.size());
        group.forEach(pending -> appends.add(pending.append));
        LedgerTransaction.Outcome kept;
        try {
            kept = transaction.append(appends, clock.instant());
        } catch (SQLException e) {
            doubtful = true;
            if (NewSubmissions.isOvertaken(e) && tries < MOST_OVERTAKEN) {
                commit(group, tries + 1);
            } else if (RefusedData.isCauseOf(e)) {
                isolate(group, e);
            } else {
                LOG.atWarn().setCause(e).addKeyValue("batches", group.size()).log("ledger commit failed");
                fail(group, new TryAgainLater(LedgerProblem.UNAVAILABLE, e));
                TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
            }
            return;
        } catch (TryAgainLater e) {
            // Another node writes now: no batch is at fault.
            fail(group, e);
            return;
        } catch (RuntimeException | Error e) {
            // Also an Error: without its thread the whole gateway would stand still.
            doubtful = true;
            isolate(group, e);
            return;
        }
        LedgerTransaction.Outcome outcome = kept;
        tell(() -> events.appended(outcome.entries(), outcome.checkpoint()));
        if (outcome.parkedDue()) {
            tell(events::parkedDue);
        }
        for (int i = 0; i < group.size(); i++) {
            Pending pending = group.get(i);
            Appended appended = outcome.appended().get(i);
            if (appended == null) {
                LedgerProblem why = outcome.outdated().contains(i) ? LedgerProblem.OUTDATED : LedgerProblem.UNAVAILABLE;
                fail(List.of(pending), new TryAgainLater(why, null));
            } else {
                pending.result.complete(appended);
            }
        }
    }

    /** One batch cannot be written: the others of its group must not suffer for it, so each goes alone. */
    private void isolate(List<Pending> group, Throwable failure) throws InterruptedException {
        if (group.size() > 1) {
            for (Pending pending : group) {
                commit(List.of(pending));
            }
            return;
        }
        for (Pending pending : group) {
            LOG.atError()
                    .setCause(failure)
                    .addKeyValue("submission", pending.append.submission().id())
                    .addKeyValue("batch", pending.append.number())
                    .log("a batch cannot be written to the ledger by a fault of ours");
        }
        fail(group, new TryAgainLater(LedgerProblem.UNAVAILABLE, failure));
    }

    private static void tell(Runnable listeners) {
        try {
            listeners.run();
        } catch (RuntimeException | Error e) {
            // The entries are durable whatever a listener makes of them.
            LOG.atError().setCause(e).log("a listener of the ledger failed");
        }
    }

    /** After a failure the database may have kept more than we were told; who follows the ledger has to learn of it. */
    private void lookAgain() {
        if (!doubtful) {
            return;
        }
        try {
            transaction.newest().ifPresent(checkpoint -> tell(() -> events.appended(List.of(), checkpoint)));
            doubtful = false;
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("the ledger cannot be read yet");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the ledger cannot be read");
        }
    }

    private static void fail(List<Pending> group, TryAgainLater why) {
        group.forEach(pending -> pending.result.completeExceptionally(why));
    }

    /** Commits what is queued, for at most 20 seconds, and refuses the rest. */
    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Pending(Append append, CompletableFuture<Appended> result) {}

    /**
     * What became of a batch.
     *
     * @param accepted records appended now; 0 when an earlier run had appended the batch already
     * @param duplicate records the ledger already had
     * @param conflicting records refused because the ledger has other content under their key and version
     * @param receipt the signed receipt when the batch was the last one
     * @param ending what the whole submission came to when this batch ended it; null otherwise
     */
    public record Appended(
            int accepted,
            int duplicate,
            int conflicting,
            byte @Nullable [] receipt,
            @Nullable Ending ending) {}

    /**
     * How a submission ended; {@code state} is one of the words of the column.
     *
     * @param records raw records
     * @param skipped left out by the mapping on purpose; not among the received ones
     */
    public record Ending(
            String state, long records, long received, long accepted, long warned, long duplicate, long skipped) {}
}
