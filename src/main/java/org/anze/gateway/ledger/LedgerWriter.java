package org.anze.gateway.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
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
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private final LedgerTransaction transaction;
    private final LedgerEvents events;
    private final Clock clock;
    private final BlockingQueue<Pending> queue;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread thread;

    /** Starts the writer's thread. */
    public LedgerWriter(LedgerTransaction transaction, LedgerEvents events, Clock clock, int queueCapacity) {
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(queueCapacity);
        this.thread = new Thread(this::run, "ledger-writer");
        this.thread.start();
    }

    /**
     * Queues a batch.
     *
     * @param patience how long to wait for room in the queue
     * @return completes after the commit, or exceptionally when nothing of the batch was kept; then the submission is
     *     processed again from what the database says
     * @throws TryAgainLater when the queue stays full or the writer is closed
     */
    public CompletableFuture<Appended> append(Append append, Duration patience) {
        Pending pending = new Pending(append, new CompletableFuture<>());
        try {
            if (!open.get() || !queue.offer(pending, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TryAgainLater(LedgerProblem.BUSY, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryAgainLater(LedgerProblem.BUSY, e);
        }
        if (!open.get() && queue.remove(pending)) {
            throw new TryAgainLater(LedgerProblem.UNAVAILABLE, null);
        }
        return pending.result;
    }

    /** Batches that wait. */
    public int queued() {
        return queue.size();
    }

    private void run() {
        while (open.get() || !queue.isEmpty()) {
            try {
                List<Pending> group = take();
                if (!group.isEmpty()) {
                    commit(group);
                }
            } catch (InterruptedException e) {
                // Only close() interrupts; what is still queued was never promised to anybody.
                break;
            }
        }
        List<Pending> left = new ArrayList<>();
        queue.drainTo(left);
        fail(left, new TryAgainLater(LedgerProblem.UNAVAILABLE, null));
    }

    private List<Pending> take() throws InterruptedException {
        List<Pending> group = new ArrayList<>();
        Pending next = queue.poll(100, TimeUnit.MILLISECONDS);
        int records = 0;
        while (next != null) {
            group.add(next);
            records += next.append.records().size();
            // Nobody is waited for: while one commit is being flushed the next group gathers by itself.
            next = records < MOST_RECORDS_PER_COMMIT ? queue.poll() : null;
        }
        return group;
    }

    private void commit(List<Pending> group) throws InterruptedException {
        List<Append> appends = new ArrayList<>(group.size());
        group.forEach(pending -> appends.add(pending.append));
        try {
            LedgerTransaction.Outcome outcome = transaction.append(appends, clock.instant());
            events.appended(outcome.entries(), outcome.checkpoint());
            for (int i = 0; i < group.size(); i++) {
                Pending pending = group.get(i);
                Appended appended = outcome.appended().get(i);
                if (appended == null) {
                    fail(List.of(pending), new TryAgainLater(LedgerProblem.UNAVAILABLE, null));
                } else {
                    pending.result.complete(appended);
                }
            }
        } catch (java.sql.SQLException e) {
            LOG.atWarn().setCause(e).addKeyValue("batches", group.size()).log("ledger commit failed; nothing was kept");
            fail(group, new TryAgainLater(LedgerProblem.UNAVAILABLE, e));
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("batches", group.size()).log("ledger commit failed by a bug");
            fail(group, new TryAgainLater(LedgerProblem.UNAVAILABLE, e));
        }
    }

    private static void fail(List<Pending> group, TryAgainLater why) {
        group.forEach(pending -> pending.result.completeExceptionally(why));
    }

    /** Finishes the commit under way and refuses the rest. */
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
     */
    public record Appended(int accepted, int duplicate, int conflicting, byte @Nullable [] receipt) {}
}
