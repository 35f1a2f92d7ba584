package org.anze.gateway.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.anze.gateway.intake.admission.FairQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A few threads for the work of many parties, who share them by what their work costs; a party never has all of several
 * threads. Work of one party begins in its order. What waits here is bounded by whoever hands it in. Safe for many threads.
 */
final class PartyTurns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartyTurns.class);

    /** What a party of weight 1 may use in a round, in bytes. */
    static final long QUANTUM = 64 * 1024;
    /** A submission of a few bytes costs its statements and its signature all the same. */
    private static final long LEAST_COST = 4 * 1024;

    private final ExecutorService threads;
    private final int share;
    private final FairQueue<Turn> waiting = new FairQueue<>(QUANTUM);

    private final Map<String, Integer> running = new HashMap<>();

    /**
     * @param count of threads
     * @param share threads that one party may have at a time; 1 at least
     */
    PartyTurns(String name, int count, int share) {
        this.threads = Executors.newFixedThreadPool(count, new CustomizableThreadFactory(name + "-"));
        this.share = Math.max(1, share);
    }

    /**
     * Queues work; it is forgotten when this was closed.
     *
     * @param weight the party's share compared with others
     * @param bytes of the submission
     */
    void execute(String party, int weight, long bytes, Runnable work) {
        synchronized (this) {
            // Beyond a chunk the thread is not what is shared: the batches are.
            long cost = Math.max(LEAST_COST, Math.min(RawStore.CHUNK, bytes));
            waiting.add(party, weight, cost, new Turn(party, work));
        }
        try {
            threads.execute(this::serve);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed; what is stored is taken up at the next start");
        }
    }

    private void serve() {
        Turn turn = next();
        while (turn != null) {
            try {
                turn.work.run();
            } catch (RuntimeException | Error e) {
                // The thread must live: others may have found every thread of this party busy and count on this one.
                LOG.error("work of party {} failed", turn.party, e);
            } finally {
                done(turn.party);
            }
            // Whoever came while every thread it may have was busy is served by the thread that becomes free.
            turn = next();
        }
    }

    private record Turn(String party, Runnable work) {}

    private synchronized @Nullable Turn next() {
        Turn turn = waiting.poll(party -> running.getOrDefault(party, 0) < share);
        if (turn != null) {
            running.merge(turn.party, 1, Integer::sum);
        }
        return turn;
    }

    private synchronized void done(String party) {
        running.computeIfPresent(party, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Whether work of others waits for a thread. */
    synchronized boolean othersWait(String party) {
        return waiting.hasOthers(party);
    }

    /** Ends the threads; what waits is forgotten. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
