package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which cells of a set of tables may be shown when none of fewer than so many records may be told (DOMAIN.md B4, small-cell rule
 * with complementary suppression).
 *
 * <p>What is shown is a set of sums over known sets of records; what somebody can work out of it by adding and subtracting is
 * exactly what lies in the linear span of those sets. So a cell is shown only if thereby no small cell, and no small remainder
 * of a row, comes to lie in the span of all that is shown. Sets are represented by random vectors over a prime field: a
 * dependence that is there is always seen, one that is not there is seen with probability below 1 in 10^6. For one use, by one
 * thread.
 */
final class Suppression {

    /** 2^31 − 1. */
    private static final long PRIME = 2_147_483_647L;
    /** Above the cells there can be, this makes chance dependences improbable. */
    private static final int SPARE = 8;

    private static final int MOST_ROUNDS = 60;

    /**
     * A cell of one of the tables.
     *
     * @param members numbers of the elements (finest cells) it is made of
     * @param depth number of dimensions of its table, more for what may give way first; cells of little depth are shown first
     */
    record Cell(int[] members, int depth) {}

    /** A cell and the cells into which one of the tables divides it. */
    record Line(int parent, List<Integer> children) {}

    private final long[] records;
    private final List<Cell> cells;
    private final List<Line> lines;
    private final int smallest;
    private final long[] counts;
    private final BitSet[] sets;
    private final long[][] vectors;

    private Suppression(long[] records, List<Cell> cells, List<Line> lines, int smallest) {
        this.records = records;
        this.cells = cells;
        this.lines = lines;
        this.smallest = smallest;
        this.counts = new long[cells.size()];
        this.sets = new BitSet[cells.size()];
        for (int i = 0; i < counts.length; i++) {
            sets[i] = new BitSet(records.length);
            for (int member : cells.get(i).members()) {
                counts[i] += records[member];
                sets[i].set(member);
            }
        }
        this.vectors = vectors();
    }

    /**
     * Decides.
     *
     * @param records number of records in each element
     * @param smallest cells of fewer records are not shown
     * @return which cells are shown
     */
    static BitSet shown(long[] records, List<Cell> cells, List<Line> lines, int smallest) {
        return new Suppression(records, cells, lines, smallest).decide();
    }

    private long[][] vectors() {
        int width = Math.min(cells.size(), records.length) + SPARE;
        List<List<Integer>> of = new ArrayList<>();
        for (int i = 0; i < records.length; i++) {
            of.add(new ArrayList<>());
        }
        for (int cell = 0; cell < cells.size(); cell++) {
            for (int member : cells.get(cell).members()) {
                of.get(member).add(cell);
            }
        }
        long[][] made = new long[cells.size()][width];
        SplittableRandom random = new SplittableRandom();
        for (List<Integer> within : of) {
            for (int i = 0; i < width; i++) {
                long value = random.nextLong(PRIME);
                for (int cell : within) {
                    made[cell][i] = (made[cell][i] + value) % PRIME;
                }
            }
        }
        return made;
    }

    private BitSet decide() {
        List<long[]> secret = new ArrayList<>();
        for (int cell = 0; cell < counts.length; cell++) {
            if (isSmall(counts[cell])) {
                secret.add(vectors[cell]);
            }
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            BitSet shown = show(secret);
            List<long[]> remainders = smallRemainders(shown);
            if (remainders.isEmpty()) {
                return shown;
            }
            secret.addAll(remainders);
        }
        // Never seen; and nothing shown is always right.
        return new BitSet();
    }

    private boolean isSmall(long count) {
        return count > 0 && count < smallest;
    }

    /** Shows cell after cell, the coarse and large ones first, as long as no secret comes within reach. */
    private BitSet show(List<long[]> secret) {
        Span span = new Span(secret);
        BitSet shown = new BitSet();
        List<Integer> order = IntStream.range(0, counts.length)
                .boxed()
                .filter(cell -> counts[cell] >= smallest)
                .sorted(Comparator.<Integer>comparingInt(cell -> cells.get(cell).depth())
                        .thenComparing(cell -> -counts[cell])
                        .thenComparing(cell -> cell))
                .toList();
        for (int cell : order) {
            if (!leavesSmallDifference(cell, shown) && span.extend(vectors[cell])) {
                shown.set(cell);
            }
        }
        return shown;
    }

    /** Whether a cell that is shown already and this one differ by a few records of which only one of them has any. */
    private boolean leavesSmallDifference(int cell, BitSet shown) {
        for (int other = shown.nextSetBit(0); other >= 0; other = shown.nextSetBit(other + 1)) {
            long difference = counts[cell] - counts[other];
            if (difference != 0 && Math.abs(difference) < smallest) {
                BitSet rest = (BitSet) (difference > 0 ? sets[other] : sets[cell]).clone();
                rest.andNot(difference > 0 ? sets[cell] : sets[other]);
                if (rest.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Of the lines whose whole is shown: what is left over when all that is shown is taken away, where that is small. */
    private List<long[]> smallRemainders(BitSet shown) {
        List<long[]> remainders = new ArrayList<>();
        for (Line line : lines) {
            if (!shown.get(line.parent())) {
                continue;
            }
            long left = 0;
            long[] vector = new long[vectors[0].length];
            for (int child : line.children()) {
                if (!shown.get(child)) {
                    left += counts[child];
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] = (vector[i] + vectors[child][i]) % PRIME;
                    }
                }
            }
            if (isSmall(left)) {
                remainders.add(vector);
            }
        }
        return remainders;
    }

    /** What can be worked out of what is shown, and what is left of the secrets beyond it. */
    private static final class Span {
        private final List<long[]> basis = new ArrayList<>();
        private final List<Integer> pivots = new ArrayList<>();
        private final List<long[]> secrets = new ArrayList<>();

        Span(List<long[]> secrets) {
            secrets.forEach(secret -> this.secrets.add(secret.clone()));
        }

        /** Adds a vector unless a secret would then be within the span. */
        boolean extend(long[] vector) {
            long[] rest = vector.clone();
            for (int i = 0; i < basis.size(); i++) {
                subtract(rest, basis.get(i), rest[pivots.get(i)]);
            }
            int pivot = firstOf(rest);
            if (pivot < 0) {
                return true;
            }
            long inverse = power(rest[pivot], PRIME - 2);
            for (int i = pivot; i < rest.length; i++) {
                rest[i] = rest[i] * inverse % PRIME;
            }
            for (long[] secret : secrets) {
                if (secret[pivot] != 0 && isMultiple(secret, rest, secret[pivot])) {
                    return false;
                }
            }
            basis.add(rest);
            pivots.add(pivot);
            for (long[] secret : secrets) {
                subtract(secret, rest, secret[pivot]);
            }
            return true;
        }

        private static void subtract(long[] from, long[] row, long factor) {
            if (factor == 0) {
                return;
            }
            long negative = PRIME - factor;
            for (int i = 0; i < from.length; i++) {
                from[i] = (from[i] + negative * row[i]) % PRIME;
            }
        }

        private static boolean isMultiple(long[] secret, long[] row, long factor) {
            for (int i = 0; i < row.length; i++) {
                if (secret[i] != factor * row[i] % PRIME) {
                    return false;
                }
            }
            return true;
        }

        private static int firstOf(long[] vector) {
            return IntStream.range(0, vector.length)
                    .filter(i -> vector[i] != 0)
                    .findFirst()
                    .orElse(-1);
        }

        private static long power(long base, long exponent) {
            long result = 1;
            long square = base;
            for (long left = exponent; left > 0; left >>= 1) {
                if ((left & 1) == 1) {
                    result = result * square % PRIME;
                }
                square = square * square % PRIME;
            }
            return result;
        }
    }
}
