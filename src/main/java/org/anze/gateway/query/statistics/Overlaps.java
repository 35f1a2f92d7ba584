package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What shown cells of one line tell together when they overlap, as those of insurers do that have enterprises in common: the
 * whole less some of them, or what two have in common, may be few records though no cell is small. For one use, by one thread.
 */
final class Overlaps {

    /** Combinations are tried up to here; beyond, whatever is made of small pieces alone counts as small. */
    private static final int MOST_FREE = 24;

    private final int smallest;
    /** Records of the pieces that no sum tells apart, the large pieces first. */
    private final long[] pieces;
    /** For the whole and every part in which pieces it is, and after the pieces which of them it is. */
    private final int[][] rows;

    /**
     * @param whole numbers of its elements
     * @param parts the shown cells of its line, each within the whole
     * @param records in each element
     */
    Overlaps(int[] whole, List<int[]> parts, long[] records, int smallest) {
        this.smallest = smallest;
        Map<Integer, BitSet> within = new HashMap<>();
        for (int member : whole) {
            BitSet in = new BitSet();
            in.set(0);
            within.put(member, in);
        }
        for (int part = 0; part < parts.size(); part++) {
            for (int member : parts.get(part)) {
                within.get(member).set(part + 1);
            }
        }
        Map<BitSet, Long> counted = new HashMap<>();
        within.forEach((member, in) -> counted.merge(in, records[member], Long::sum));
        List<Map.Entry<BitSet, Long>> ordered = new ArrayList<>(counted.entrySet());
        ordered.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        this.pieces = ordered.stream().mapToLong(Map.Entry::getValue).toArray();
        this.rows = new int[parts.size() + 1][pieces.length + parts.size() + 1];
        for (int row = 0; row < rows.length; row++) {
            for (int piece = 0; piece < pieces.length; piece++) {
                rows[row][piece] = ordered.get(piece).getKey().get(row) ? 1 : 0;
            }
            rows[row][pieces.length + row] = 1;
        }
    }

    /** Sums that make a small group of records: the factors of the whole and of the parts, in their order. */
    List<int[]> small() {
        List<int[]> small = new ArrayList<>();
        for (List<int[]> free : apart(madeOfSmallPieces())) {
            if (free.size() > MOST_FREE) {
                small.addAll(free);
            } else {
                combine(free, 0, new int[rows[0].length], 0, small);
            }
        }
        return small.stream().map(this::factors).toList();
    }

    private int[] factors(int[] row) {
        int[] factors = new int[rows.length];
        System.arraycopy(row, pieces.length, factors, 0, factors.length);
        return factors;
    }

    /** All sums that hold nothing of a large piece, as multiples of these; each has a piece that no other has. */
    private List<int[]> madeOfSmallPieces() {
        List<int[]> left = new ArrayList<>(List.of(rows));
        List<int[]> found = new ArrayList<>();
        for (int piece = 0; piece < pieces.length; piece++) {
            int pivot = piece;
            int[] row =
                    left.stream().filter(each -> each[pivot] != 0).findFirst().orElse(null);
            if (row == null) {
                continue;
            }
            left.remove(row);
            int[] one = new int[row.length];
            Span.add(one, row, Span.inverse(row[pivot]));
            left.forEach(each -> Span.subtract(each, one, pivot));
            if (pieces[piece] < smallest) {
                found.forEach(each -> Span.subtract(each, one, pivot));
                found.add(one);
            }
        }
        return found;
    }

    /** Those that have no piece in common are looked at by themselves: what they make together is small only if what each makes is. */
    private List<List<int[]>> apart(List<int[]> sums) {
        List<List<int[]>> groups = new ArrayList<>();
        List<BitSet> covered = new ArrayList<>();
        for (int[] sum : sums) {
            BitSet cover = new BitSet();
            IntStream.range(0, pieces.length).filter(piece -> sum[piece] != 0).forEach(cover::set);
            List<int[]> group = new ArrayList<>(List.of(sum));
            for (int i = groups.size() - 1; i >= 0; i--) {
                if (covered.get(i).intersects(cover)) {
                    group.addAll(groups.remove(i));
                    cover.or(covered.remove(i));
                }
            }
            groups.add(group);
            covered.add(cover);
        }
        return groups;
    }

    /** Each is one at a piece of its own, so a group of records has each once or not at all. */
    private void combine(List<int[]> free, int from, int[] sum, long least, List<int[]> small) {
        if (isSmallGroup(sum)) {
            small.add(sum);
        }
        for (int i = from; i < free.size(); i++) {
            long more = least + pieces[Span.firstOf(free.get(i))];
            if (more < smallest) {
                int[] longer = sum.clone();
                Span.add(longer, free.get(i), 1);
                combine(free, i + 1, longer, more, small);
            }
        }
    }

    private boolean isSmallGroup(int[] sum) {
        long count = 0;
        for (int piece = 0; piece < pieces.length; piece++) {
            if (sum[piece] > 1) {
                return false;
            }
            count += sum[piece] * pieces[piece];
        }
        return count > 0 && count < smallest;
    }
}
