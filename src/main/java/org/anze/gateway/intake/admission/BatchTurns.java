package org.anze.gateway.intake.admission;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the records that are between their file and the ledger, and shares that room between parties by records. Safe for
 * many threads.
 */
public final class BatchTurns {

    /** A batch of one record costs a commit's share, a signature check, a statement: more than a record of a full batch. */
    private static final int LEAST_COST = 20;

    private static final int QUANTUM = 500;

    private final int capacity;
    private final FairQueue<Waiting> queue = new FairQueue<>(QUANTUM);
    private int free;
    /** Whose turn it is, but there is not room enough yet. */
    private @Nullable Waiting next;

    /** @param records that may be under way; at least a batch */
    public BatchTurns(int records) {
        this.capacity = Math.max(QUANTUM, records);
        this.free = capacity;
    }

    private static final class Waiting {
        private final int cost;
        private final CountDownLatch granted = new CountDownLatch(1);

        private Waiting(int cost) {
            this.cost = cost;
        }
    }

    /** The room of one batch. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        /** Gives it back; to be called once. */
        @Override
        void close();
    }

    /**
     * Waits for the turn of a batch.
     *
     * @param busy what is said when this thread is to end
     */
    public Turn enter(String party, int weight, int records, ProblemKind busy) {
        Waiting waiting = new Waiting(Math.min(capacity, Math.max(LEAST_COST, records)));
        synchronized (this) {
            queue.add(party, weight, waiting.cost, waiting);
            grant();
        }
        try {
            waiting.granted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(party, waiting);
            throw new TryAgainLater(busy, e);
        }
        return () -> free(waiting.cost);
    }

    /** The turn of a batch, if there is room for it now and nobody waits; who has other turns must not wait for one. */
    public synchronized Optional<Turn> tryEnter(int records) {
        int cost = Math.min(capacity, Math.max(LEAST_COST, records));
        if (next != null || cost > free) {
            return Optional.empty();
        }
        free -= cost;
        return Optional.of(() -> free(cost));
    }

    private synchronized void leave(String party, Waiting waiting) {
        if (waiting.granted.getCount() == 0) {
            free(waiting.cost);
        } else if (next == waiting) {
            next = null;
            grant();
        } else {
            queue.remove(party, waiting);
        }
    }

    private synchronized void free(int cost) {
        free += cost;
        grant();
    }

    private void grant() {
        while (true) {
            if (next == null) {
                next = queue.poll(party -> true);
            }
            Waiting waiting = next;
            if (waiting == null || waiting.cost > free) {
                return;
            }
            free -= waiting.cost;
            next = null;
            waiting.granted.countDown();
        }
    }

    /** Room that is taken, in records. */
    public synchronized int underWay() {
        return capacity - free;
    }
}
