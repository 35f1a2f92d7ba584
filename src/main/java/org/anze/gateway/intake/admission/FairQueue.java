package org.anze.gateway.intake.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Work of several parties, given out by deficit round robin: over any longer time each party that has work gets its weight's
 * share of the <em>cost</em>, not of the number of pieces, and pieces of one party keep their order. What waits is bounded by
 * whoever adds. Not safe for several threads.
 *
 * @param <T> a piece of work
 */
public final class FairQueue<T> {

    private final long quantum;
    /** Parties with work, the next one first. */
    private final Deque<Line<T>> ring = new ArrayDeque<>();

    private final Map<String, Line<T>> lines = new HashMap<>();

    /** @param quantum cost that a party of weight 1 may use in one round; a dearer piece waits for several rounds */
    public FairQueue(long quantum) {
        if (quantum < 1) {
            throw new IllegalArgumentException("the quantum must be positive");
        }
        this.quantum = quantum;
    }

    private record Piece<T>(T work, long cost) {}

    private static final class Line<T> {
        private final String party;
        private final Deque<Piece<T>> pieces = new ArrayDeque<>();
        private int weight = 1;
        private long credit;
        /** Whether it had its quantum of this round. */
        private boolean visited;

        private Line(String party) {
            this.party = party;
        }
    }

    /**
     * Puts a piece behind those of its party.
     *
     * @param weight the party's from now on
     */
    public void add(String party, int weight, long cost, T work) {
        Line<T> line = lines.get(party);
        if (line == null) {
            line = new Line<>(party);
            lines.put(party, line);
            ring.addLast(line);
        }
        line.weight = Math.max(1, weight);
        line.pieces.addLast(new Piece<>(work, Math.max(1, cost)));
    }

    /**
     * The next piece.
     *
     * @param may whether a party may be served now; the others keep their places and gain nothing by waiting
     * @return null when nobody who may has any
     */
    public @Nullable T poll(Predicate<String> may) {
        return poll(may, work -> true);
    }

    /**
     * The next piece, if it is such a one.
     *
     * @param fits which piece is wanted; another one keeps its turn
     * @return null when the next one is not wanted, or nobody who may has any
     */
    public @Nullable T poll(Predicate<String> may, Predicate<T> fits) {
        int passedOver = 0;
        while (passedOver < ring.size()) {
            Line<T> line = ring.getFirst();
            if (!may.test(line.party)) {
                next(line);
                passedOver++;
                continue;
            }
            passedOver = 0;
            if (!line.visited) {
                line.visited = true;
                line.credit += quantum * line.weight;
            }
            Piece<T> piece = line.pieces.getFirst();
            if (piece.cost <= line.credit) {
                if (!fits.test(piece.work)) {
                    return null;
                }
                line.credit -= piece.cost;
                line.pieces.removeFirst();
                if (line.pieces.isEmpty()) {
                    // Credit is not saved up: who had nothing to do has no claim on what others used meanwhile.
                    ring.removeFirst();
                    lines.remove(line.party);
                }
                return piece.work;
            }
            next(line);
        }
        return null;
    }

    private void next(Line<T> line) {
        line.visited = false;
        ring.addLast(ring.removeFirst());
    }

    /** Takes a piece out again; false when it was given out before. */
    public boolean remove(String party, T work) {
        Line<T> line = lines.get(party);
        if (line == null) {
            return false;
        }
        boolean removed = false;
        for (Iterator<Piece<T>> pieces = line.pieces.iterator(); pieces.hasNext() && !removed; ) {
            if (pieces.next().work == work) {
                pieces.remove();
                removed = true;
            }
        }
        if (line.pieces.isEmpty()) {
            lines.remove(party);
            ring.remove(line);
        }
        return removed;
    }

    /** Whether anybody but this party has work here. */
    public boolean hasOthers(String party) {
        return lines.size() > (lines.containsKey(party) ? 1 : 0);
    }
}
