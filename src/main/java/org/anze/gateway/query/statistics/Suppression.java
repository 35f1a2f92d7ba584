package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** Above the cells there can be, this makes chance dependences improbable. */
    private static final int SPARE = 8;

    private static final int MOST_ROUNDS = 60;

    /**
     * A cell of one of the tables.
     *
     * @param members numbers of the elements (finest cells) it is made of, ascending
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
    private final List<Integer> order;
    /** By cell, the lines that it is in, its children without overlap. */
    private final List<List<Integer>> divisions = new ArrayList<>();

    private final int[][] vectors;

    private Suppression(long[] records, List<Cell> cells, List<Line> lines, int smallest) {
        this.records = records;
        this.cells = cells;
        this.lines = lines;
        this.smallest = smallest;
        this.counts = new long[cells.size()];
        for (int i = 0; i < counts.length; i++) {
            for (int member : cells.get(i).members()) {
                counts[i] += records[member];
            }
        }
        for (int cell = 0; cell < counts.length; cell++) {
            divisions.add(new ArrayList<>());
        }
        for (int line = 0; line < lines.size(); line++) {
            if (isDivision(lines.get(line))) {
                divisions.get(lines.get(line).parent()).add(line);
                for (int child : lines.get(line).children()) {
                    divisions.get(child).add(line);
                }
            }
        }
        this.order = order();
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

    /** Cells that are not small, the coarse and large ones first. */
    private List<Integer> order() {
        return IntStream.range(0, counts.length)
                .boxed()
                .filter(cell -> counts[cell] >= smallest)
                .sorted(Comparator.<Integer>comparingInt(cell -> cells.get(cell).depth())
                        .thenComparing(cell -> -counts[cell])
                        .thenComparing(cell -> cell))
                .toList();
    }

    /** More than all cells that are not small can span. */
    private int width() {
        Balance balance = new Balance();
        int most = 0;
        for (int cell : order) {
            most += balance.tells(cell) ? 0 : 1;
            balance.show(cell);
        }
        return Math.min(most, records.length) + SPARE;
    }

    private int[][] vectors() {
        int width = width();
        int[][] made = new int[cells.size()][width];
        int[] next = new int[cells.size()];
        SplittableRandom random = new SplittableRandom();
        for (int element = 0; element < records.length; element++) {
            int[] own = random.ints(width, 0, Span.PRIME).toArray();
            for (int cell = 0; cell < made.length; cell++) {
                int[] members = cells.get(cell).members();
                if (next[cell] < members.length && members[next[cell]] == element) {
                    Span.add(made[cell], own, 1);
                    next[cell]++;
                }
            }
        }
        return made;
    }

    private BitSet decide() {
        List<int[]> secret = new ArrayList<>();
        for (int cell = 0; cell < counts.length; cell++) {
            if (isSmall(counts[cell])) {
                secret.add(vectors[cell]);
            }
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            BitSet shown = show(secret);
            List<int[]> remainders = smallRemainders(shown);
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
    private BitSet show(List<int[]> secret) {
        Span span = new Span(secret);
        Balance balance = new Balance();
        BitSet shown = new BitSet();
        for (int cell : order) {
            if (!leavesSmallDifference(cell, shown) && (balance.tells(cell) || span.extend(vectors[cell]))) {
                shown.set(cell);
                balance.show(cell);
            }
        }
        return shown;
    }

    /** Whether a cell that is shown already and this one differ by a few records of which only one of them has any. */
    private boolean leavesSmallDifference(int cell, BitSet shown) {
        for (int other = shown.nextSetBit(0); other >= 0; other = shown.nextSetBit(other + 1)) {
            long difference = counts[cell] - counts[other];
            if (difference != 0
                    && Math.abs(difference) < smallest
                    && (difference > 0 ? contains(cell, other) : contains(other, cell))) {
                return true;
            }
        }
        return false;
    }

    private boolean contains(int whole, int part) {
        int[] all = cells.get(whole).members();
        int at = -1;
        for (int member : cells.get(part).members()) {
            at = Arrays.binarySearch(all, at + 1, all.length, member);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** Of the lines whose whole is shown: what is left over when all that is shown is taken away, where that is small. */
    private List<int[]> smallRemainders(BitSet shown) {
        List<int[]> remainders = new ArrayList<>();
        for (Line line : lines) {
            if (shown.get(line.parent())) {
                List<Integer> parts =
                        line.children().stream().filter(shown::get).toList();
                for (int[] factors : isDivision(line) ? remainder(line, parts) : overlapping(line, parts)) {
                    remainders.add(sum(line.parent(), parts, factors));
                }
            }
        }
        return remainders;
    }

    /** Whether no two of its children have records in common. */
    private boolean isDivision(Line line) {
        return line.children().stream().mapToLong(child -> counts[child]).sum() == counts[line.parent()];
    }

    private List<int[]> overlapping(Line line, List<Integer> parts) {
        List<int[]> within =
                parts.stream().map(part -> cells.get(part).members()).toList();
        return new Overlaps(cells.get(line.parent()).members(), within, records, smallest).small();
    }

    private List<int[]> remainder(Line line, List<Integer> parts) {
        long left = counts[line.parent()]
                - parts.stream().mapToLong(part -> counts[part]).sum();
        if (!isSmall(left)) {
            return List.of();
        }
        int[] factors = new int[parts.size() + 1];
        Arrays.fill(factors, Span.PRIME - 1);
        factors[0] = 1;
        return List.of(factors);
    }

    private int[] sum(int whole, List<Integer> parts, int[] factors) {
        int[] sum = new int[vectors[whole].length];
        Span.add(sum, vectors[whole], factors[0]);
        for (int i = 0; i < parts.size(); i++) {
            Span.add(sum, vectors[parts.get(i)], factors[i + 1]);
        }
        return sum;
    }

    /** Of how many cells each line that divides its whole lacks: the last one is the others' sum or difference, which costs nothing. */
    private final class Balance {
        private final int[] lacking = new int[lines.size()];

        Balance() {
            for (int line = 0; line < lacking.length; line++) {
                lacking[line] = lines.get(line).children().size() + 1;
            }
        }

        boolean tells(int cell) {
            return divisions.get(cell).stream().anyMatch(line -> lacking[line] == 1);
        }

        void show(int cell) {
            divisions.get(cell).forEach(line -> lacking[line]--);
        }
    }
}
