package org.anze.gateway.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.anze.gateway.intake.admission.FairQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A few threads for the work of many parties, who share them by what their work costs; a party never has all of several
 * threads. Work of one party begins in its order. Small pieces that wait are given to a thread together. What waits here is
 * bounded by whoever hands it in. Safe for many threads.
 *
 * @param <W> a piece of work
 */
final class PartyTurns<W> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartyTurns.class);

    /** What a party of weight 1 may use in a round, in bytes. */
    static final long QUANTUM = 64 * 1024;
    /** A submission of a few bytes costs its statements and its signature all the same. */
    private static final long LEAST_COST = 4 * 1024;
    /** Small pieces that a thread is given together. */
    private static final int MOST_TOGETHER = 32;

    private final ExecutorService threads;
    private final int share;
    private final Predicate<W> small;
    private final Consumer<List<W>> work;
    private final FairQueue<Turn<W>> waiting = new FairQueue<>(QUANTUM);

    /** Party id → threads that work for it, perhaps among others. */
    private final Map<String, Integer> running = new HashMap<>();

    /**
     * @param count of threads
     * @param share threads that one party may have at a time; 1 at least
     * @param small which pieces may be done together with others like them
     * @param work does pieces: one, or several small ones
     */
    PartyTurns(String name, int count, int share, Predicate<W> small, Consumer<List<W>> work) {
        this.threads = Executors.newFixedThreadPool(count, new CustomizableThreadFactory(name + "-"));
        this.share = Math.max(1, share);
        this.small = small;
        this.work = work;
    }

    /**
     * Queues work; it is forgotten when this was closed.
     *
     * @param weight the party's share compared with others
     * @param bytes of the submission
     */
    void execute(String party, int weight, long bytes, W piece) {
        synchronized (this) {
            // Beyond a chunk the thread is not what is shared: the batches are.
            long cost = Math.max(LEAST_COST, Math.min(RawStore.CHUNK, bytes));
            waiting.add(party, weight, cost, new Turn<>(party, piece));
        }
        try {
            threads.execute(this::serve);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed; what is stored is taken up at the next start");
        }
    }

    private void serve() {
        Turns<W> turns = next();
        while (!turns.pieces.isEmpty()) {
            try {
                work.accept(turns.pieces);
            } catch (RuntimeException | Error e) {
                // The thread must live: others may have found every thread of this party busy and count on this one.
                LOG.error("work of {} failed", turns.parties, e);
            } finally {
                done(turns.parties);
            }
            // Whoever came while every thread it may have was busy is served by the thread that becomes free.
            turns = next();
        }
    }

    private record Turn<W>(String party, W piece) {}

    /** What one thread does next, and for whom. */
    private record Turns<W>(List<W> pieces, Set<String> parties) {}

    private synchronized Turns<W> next() {
        Turns<W> turns = new Turns<>(new ArrayList<>(), new HashSet<>());
        Turn<W> turn = waiting.poll(this::mayHaveAnother);
        boolean together = turn != null && small.test(turn.piece);
        while (turn != null) {
            turns.pieces.add(turn.piece);
            if (turns.parties.add(turn.party)) {
                running.merge(turn.party, 1, Integer::sum);
            }
            turn = together && turns.pieces.size() < MOST_TOGETHER ? nextSmall(turns.parties) : null;
        }
        return turns;
    }

    private @Nullable Turn<W> nextSmall(Set<String> served) {
        return waiting.poll(party -> served.contains(party) || mayHaveAnother(party), turn -> small.test(turn.piece));
    }

    private boolean mayHaveAnother(String party) {
        return running.getOrDefault(party, 0) < share;
    }

    private synchronized void done(Set<String> parties) {
        parties.forEach(party -> running.computeIfPresent(party, (id, count) -> count == 1 ? null : count - 1));
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
