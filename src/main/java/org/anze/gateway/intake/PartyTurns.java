package org.anze.gateway.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A few threads for the work of many parties, who take turns; one of several threads is always left to the others. Work of
 * one party begins in its order. What waits here is bounded by whoever hands it in. Safe for many threads.
 */
final class PartyTurns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartyTurns.class);

    private final ExecutorService threads;
    private final int share;
    /** Parties with work that waits; whose turn it was goes to the end. */
    private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private final Map<String, Integer> running = new HashMap<>();

    PartyTurns(String name, int count) {
        this.threads = Executors.newFixedThreadPool(count, new CustomizableThreadFactory(name + "-"));
        this.share = Math.max(1, count - 1);
    }

    /** Queues work; it is forgotten when this was closed. */
    void execute(String party, Runnable work) {
        synchronized (this) {
            waiting.computeIfAbsent(party, id -> new ArrayDeque<>()).add(work);
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
        for (Iterator<Map.Entry<String, Deque<Runnable>>> parties =
                        waiting.entrySet().iterator();
                parties.hasNext(); ) {
            Map.Entry<String, Deque<Runnable>> entry = parties.next();
            String party = entry.getKey();
            if (running.getOrDefault(party, 0) < share) {
                Deque<Runnable> queue = entry.getValue();
                Runnable work = queue.remove();
                parties.remove();
                if (!queue.isEmpty()) {
                    waiting.put(party, queue);
                }
                running.merge(party, 1, Integer::sum);
                return new Turn(party, work);
            }
        }
        return null;
    }

    private synchronized void done(String party) {
        running.computeIfPresent(party, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Ends the threads; what waits is forgotten. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
