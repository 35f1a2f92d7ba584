package org.anze.gateway.query.statistics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;

/**
 * Numbers of records and sums of every measure in every finest cell, in memory. One thread writes, several read: a reader sees
 * the state between two commits of the writer.
 */
class Cube {

    /** Records that count and their sum. */
    record Total(long records, long sum) {
        Total plus(Total other) {
            return new Total(records + other.records, Math.addExact(sum, other.sum));
        }
    }

    /** A cell that holds something. */
    record Cell(CellKey key, Total total) {}

    /** A record's part in the figures. */
    record Part(Measure measure, CellKey key, long value) {}

    /** A head whose content is gone with its data key. It adds to nothing, and who asks about its scope is told that some are missing. */
    record Unreadable(RecordType type, Scope scope, boolean apart) {}

    /** What some heads add to the figures. */
    record Contribution(List<Part> parts, List<Unreadable> unreadable) {}

    private final int mostCells;
    private final Map<Measure, Map<CellKey, Total>> cells = new EnumMap<>(Measure.class);
    /** Number of such heads. */
    private final Map<Unreadable, Long> unreadable = new HashMap<>();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long position;
    /** How often everything was forgotten. */
    private long beginnings;

    private int size;

    Cube(int mostCells) {
        this.mostCells = mostCells;
        for (Measure measure : Measure.values()) {
            cells.put(measure, new HashMap<>());
        }
    }

    /** Takes new heads in and those they replaced out, and moves to a position of the ledger. */
    void move(Contribution in, Contribution out, long to) {
        lock.writeLock().lock();
        try {
            add(in, 1);
            add(out, -1);
            position = to;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Forgets everything: the ledger is to be followed from its first entry again. */
    void clear() {
        lock.writeLock().lock();
        try {
            cells.values().forEach(Map::clear);
            unreadable.clear();
            size = 0;
            position = 0;
            beginnings++;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void add(Contribution contribution, int sign) {
        contribution.parts().forEach(part -> add(part, sign));
        for (Unreadable head : contribution.unreadable()) {
            // As many as there are places, sectors and insurers at most.
            unreadable.merge(head, (long) sign, Long::sum);
            unreadable.remove(head, 0L);
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

    /** How often the figures were begun again: what is of an earlier beginning must not be told any more. */
    long beginnings() {
        lock.readLock().lock();
        try {
            return beginnings;
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * What cells are of.
     *
     * @param position entries of the ledger that they know
     * @param beginnings as {@link Cube#beginnings}
     * @param incomplete whether records of the scopes are missing because their content is gone
     */
    record State(long position, long beginnings, boolean incomplete) {}

    /** Cells of a measure. */
    record Slice(List<Cell> cells, State state) {}

    /** The same of several measures at one moment, in their order. */
    List<Slice> slices(List<Measure> measures, Predicate<CellKey> wanted, Predicate<Unreadable> missing) {
        lock.readLock().lock();
        try {
            return measures.stream()
                    .map(measure -> slice(measure, wanted, missing))
                    .toList();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * @param wanted cells of one insurer
     * @param missing which of what is gone the question is about
     * @throws TryAgainLater when there are more cells than memory was given for
     */
    Slice slice(Measure measure, Predicate<CellKey> wanted, Predicate<Unreadable> missing) {
        lock.readLock().lock();
        try {
            if (size == Integer.MAX_VALUE) {
                throw new TryAgainLater(QueryProblem.TOO_MANY_CELLS, null, mostCells);
            }
            Map<CellKey, Total> found = new HashMap<>();
            cells.get(measure).forEach((key, total) -> {
                CellKey part = key.only(wanted);
                if (part != null) {
                    found.merge(part, total, Total::plus);
                }
            });
            boolean incomplete =
                    unreadable.keySet().stream().anyMatch(head -> head.type() == measure.type() && missing.test(head));
            return new Slice(
                    found.entrySet().stream()
                            .map(cell -> new Cell(cell.getKey(), cell.getValue()))
                            .toList(),
                    new State(position, beginnings, incomplete));
        } finally {
            lock.readLock().unlock();
        }
    }
}
