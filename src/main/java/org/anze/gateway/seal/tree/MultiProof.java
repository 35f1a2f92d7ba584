package org.anze.gateway.seal.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;

/**
 * That many leaves are in one tree, without saying any hash twice. The recursion of RFC 9162 §2.1.1 is walked left to
 * right; a range that holds none of the leaves is one hash of the proof. For one leaf this has the hashes of its
 * inclusion proof, in another order; for no leaf at all it is empty and proves nothing.
 */
public final class MultiProof {

    private MultiProof() {}

    /**
     * The hashes to hand over with the leaves.
     *
     * @param indexes strictly increasing
     * @throws IllegalArgumentException when they are not, or the tree has no such leaf
     */
    public static List<byte[]> create(Suite suite, TreeHashes hashes, long[] indexes, long size) {
        if (!ordered(indexes) || indexes.length > 0 && (indexes[0] < 0 || indexes[indexes.length - 1] >= size)) {
            throw new IllegalArgumentException("leaf indexes are not in order or not in a tree of " + size);
        }
        List<byte[]> proof = new ArrayList<>();
        if (indexes.length > 0) {
            collect(new Subtrees(suite, hashes), indexes, 0, indexes.length, 0, size, proof);
        }
        return proof;
    }

    private static void collect(
            Subtrees tree, long[] indexes, int first, int end, long from, long to, List<byte[]> proof) {
        if (first == end) {
            proof.add(tree.hash(from, to));
        } else if (to - from > 1) {
            long middle = from + TreeHasher.split(to - from);
            int border = border(indexes, first, end, middle);
            collect(tree, indexes, first, border, from, middle, proof);
            collect(tree, indexes, border, end, middle, to, proof);
        }
    }

    /**
     * The root that leaves and proof lead to; the caller compares it with the one it trusts.
     *
     * @param indexes strictly increasing, at least one
     * @param leafHashes one for each index
     * @throws FlawException when the indexes are out of order or beyond the size, or the proof is too short or too long
     */
    public static byte[] root(Suite suite, long size, long[] indexes, List<byte[]> leafHashes, List<byte[]> proof)
            throws FlawException {
        if (indexes.length != leafHashes.size() || indexes.length == 0) {
            throw new IllegalArgumentException("one hash for each index, and at least one");
        }
        if (!ordered(indexes)) {
            throw new FlawException(Flaw.INDEX_ORDER, "inclusion");
        }
        if (indexes[0] < 0 || indexes[indexes.length - 1] >= size) {
            throw new FlawException(Flaw.INDEX_BEYOND_SIZE, "inclusion");
        }
        Walk walk = new Walk(suite, indexes, leafHashes, proof);
        byte[] root = walk.hash(0, indexes.length, 0, size);
        if (walk.taken != proof.size()) {
            throw new FlawException(Flaw.PROOF_TOO_LONG, "inclusion");
        }
        return root;
    }

    private static final class Walk {

        private final Suite suite;
        private final long[] indexes;
        private final List<byte[]> leafHashes;
        private final List<byte[]> proof;
        private int taken;

        Walk(Suite suite, long[] indexes, List<byte[]> leafHashes, List<byte[]> proof) {
            this.suite = suite;
            this.indexes = indexes;
            this.leafHashes = leafHashes;
            this.proof = proof;
        }

        byte[] hash(int first, int end, long from, long to) throws FlawException {
            if (first == end) {
                if (taken == proof.size()) {
                    throw new FlawException(Flaw.PROOF_TOO_SHORT, "inclusion");
                }
                return proof.get(taken++);
            }
            if (to - from == 1) {
                return leafHashes.get(first);
            }
            long middle = from + TreeHasher.split(to - from);
            int border = border(indexes, first, end, middle);
            byte[] left = hash(first, border, from, middle);
            return TreeHasher.node(suite, left, hash(border, end, middle, to));
        }
    }

    /** Where the indexes from middle on begin. */
    private static int border(long[] indexes, int first, int end, long middle) {
        int at = Arrays.binarySearch(indexes, first, end, middle);
        return at < 0 ? -at - 1 : at;
    }

    private static boolean ordered(long[] indexes) {
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i - 1] >= indexes[i]) {
                return false;
            }
        }
        return true;
    }
}
