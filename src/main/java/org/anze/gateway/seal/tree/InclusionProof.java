package org.anze.gateway.seal.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;

/** That one leaf is in a tree (RFC 9162 §2.1.3). */
public final class InclusionProof {

    private InclusionProof() {}

    /**
     * The path from a leaf to the root of the tree of this size, from the leaf upwards.
     *
     * @throws IllegalArgumentException when the tree has no such leaf
     */
    public static List<byte[]> create(Suite suite, TreeHashes hashes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        Subtrees tree = new Subtrees(suite, hashes);
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + TreeHasher.split(to - from);
            if (index < middle) {
                path.add(0, tree.hash(middle, to));
                to = middle;
            } else {
                path.add(0, tree.hash(from, middle));
                from = middle;
            }
        }
        return path;
    }

    /**
     * Checks a path by the algorithm of RFC 9162 §2.1.3.2.
     *
     * @throws FlawException naming what is wrong with it
     */
    public static void verify(Suite suite, long index, long size, byte[] leafHash, List<byte[]> path, byte[] root)
            throws FlawException {
        if (index < 0 || index >= size) {
            throw new FlawException(Flaw.INDEX_BEYOND_SIZE, "inclusion");
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                throw new FlawException(Flaw.PROOF_TOO_LONG, "inclusion");
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHasher.node(suite, sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHasher.node(suite, hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw new FlawException(Flaw.PROOF_TOO_SHORT, "inclusion");
        }
        if (!Arrays.equals(hash, root)) {
            throw new FlawException(Flaw.ROOT_WRONG, "inclusion");
        }
    }
}
