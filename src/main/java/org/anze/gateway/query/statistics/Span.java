package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be worked out of vectors over a prime field by adding and subtracting, and what is left of secrets beyond it. For one
 * thread.
 */
final class Span {

    /** 2^31 − 1; a sum of a residue and a product of two fits in a long. */
    static final int PRIME = Integer.MAX_VALUE;

    private static final int BITS = 31;

    /** Zero before their pivots, and one there. */
    private final List<int[]> basis = new ArrayList<>();

    private final List<Integer> pivots = new ArrayList<>();
    private final List<int[]> secrets = new ArrayList<>();

    Span(List<int[]> secrets) {
        secrets.forEach(secret -> this.secrets.add(secret.clone()));
    }

    /** Adds a vector unless a secret would then be within the span. */
    boolean extend(int[] vector) {
        if (secrets.isEmpty()) {
            return true;
        }
        int[] rest = vector.clone();
        for (int i = 0; i < basis.size(); i++) {
            subtract(rest, basis.get(i), pivots.get(i));
        }
        int pivot = firstOf(rest);
        if (pivot == rest.length) {
            return true;
        }
        long inverse = inverse(rest[pivot]);
        for (int i = pivot; i < rest.length; i++) {
            rest[i] = reduce(rest[i] * inverse);
        }
        for (int[] secret : secrets) {
            if (isMultiple(secret, rest, pivot)) {
                return false;
            }
        }
        basis.add(rest);
        pivots.add(pivot);
        for (int[] secret : secrets) {
            subtract(secret, rest, pivot);
        }
        return true;
    }

    /** Adds a multiple of a vector. */
    static void add(int[] to, int[] vector, long factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] = reduce(to[i] + factor * vector[i]);
        }
    }

    /** Makes a vector zero at a pivot by a row that is one there. */
    static void subtract(int[] from, int[] row, int pivot) {
        long negative = PRIME - from[pivot];
        if (negative == PRIME) {
            return;
        }
        for (int i = pivot; i < from.length; i++) {
            from[i] = reduce(from[i] + negative * row[i]);
        }
    }

    private static boolean isMultiple(int[] secret, int[] row, int pivot) {
        long factor = secret[pivot];
        if (factor == 0) {
            return false;
        }
        for (int i = pivot; i < row.length; i++) {
            if (secret[i] != reduce(factor * row[i])) {
                return false;
            }
        }
        return true;
    }

    /** Where a vector is not zero for the first time; its length if nowhere. */
    static int firstOf(int[] vector) {
        int at = 0;
        while (at < vector.length && vector[at] == 0) {
            at++;
        }
        return at;
    }

    /** The residue of what is not negative. */
    static int reduce(long value) {
        long folded = (value & PRIME) + (value >>> BITS);
        folded = (folded & PRIME) + (folded >>> BITS);
        return (int) (folded >= PRIME ? folded - PRIME : folded);
    }

    static long inverse(int of) {
        long result = 1;
        long square = of;
        for (long left = PRIME - 2; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result = reduce(result * square);
            }
            square = reduce(square * square);
        }
        return result;
    }
}
