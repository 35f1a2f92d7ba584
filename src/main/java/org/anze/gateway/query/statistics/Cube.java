package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.QueryProblem;

/**
 * Numbers of records and sums of every measure in every finest cell, in memory. One thread writes, several read: a reader sees
 * the state between two commits of the writer.
 */
final class Cube {

    /** Records that count and their sum. */
    record Total(long records, long sum) {}

    /** A cell that holds something. */
    record Cell(CellKey key, Total total) {}

    /** A record's part in the figures. */
    record Part(Measure measure, CellKey key, long value) {}

    private final int mostCells;
    private final Map<Measure, Map<CellKey, Total>> cells = new EnumMap<>(Measure.class);
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long position;
    private int size;

    Cube(int mostCells) {
        this.mostCells = mostCells;
        for (Measure measure : Measure.values()) {
            cells.put(measure, new HashMap<>());
        }
    }

    /** Takes the parts of new heads in and those of the heads they replaced out, and moves to a position of the ledger. */
    void move(List<Part> in, List<Part> out, long to) {
        lock.writeLock().lock();
        try {
            in.forEach(part -> add(part, 1));
            out.forEach(part -> add(part, -1));
            position = to;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void add(Part part, int sign) {
        Map<CellKey, Total> of = cells.get(part.measure());
        Total before = of.get(part.key());
        if (before == null && size >= mostCells) {
            // Dropping a cell would make every total above it wrong; whoever asks is told instead.
            size = Integer.MAX_VALUE;
        }
        long records = (before == null ? 0 : before.records()) + sign;
        long sum = Math.addExact(before == null ? 0 : before.sum(), sign * part.value());
        if (records == 0 && sum == 0) {
            of.remove(part.key());
            size -= before == null || size == Integer.MAX_VALUE ? 0 : 1;
        } else if (size != Integer.MAX_VALUE || before != null) {
            of.put(part.key(), new Total(records, sum));
            size += before == null ? 1 : 0;
        }
    }

    /** Entries of the ledger that the figures know. */
    long position() {
        lock.readLock().lock();
        try {
            return position;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Cells of a measure with the position they are of. */
    record Slice(List<Cell> cells, long position) {}

    /** @throws TryAgainLater when there are more cells than memory was given for */
    Slice slice(Measure measure, Predicate<CellKey> wanted) {
        lock.readLock().lock();
        try {
            if (size == Integer.MAX_VALUE) {
                throw new TryAgainLater(QueryProblem.TOO_MANY_CELLS, null, mostCells);
            }
            List<Cell> found = new ArrayList<>();
            cells.get(measure).forEach((key, total) -> {
                if (wanted.test(key)) {
                    found.add(new Cell(key, total));
                }
            });
            return new Slice(found, position);
        } finally {
            lock.readLock().unlock();
        }
    }
}
