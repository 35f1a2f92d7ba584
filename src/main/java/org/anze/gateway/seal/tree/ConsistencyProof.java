package org.anze.gateway.seal.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;

/** That a larger tree only appended to a smaller one (RFC 9162 §2.1.4). */
public final class ConsistencyProof {

    private ConsistencyProof() {}

    /**
     * The proof between two sizes; empty when they are equal or the first is 0.
     *
     * @throws IllegalArgumentException unless 0 ≤ first ≤ second
     */
    public static List<byte[]> create(Suite suite, TreeHashes hashes, long first, long second) {
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("no consistency proof from " + first + " to " + second);
        }
        List<byte[]> proof = new ArrayList<>();
        if (first == 0 || first == second) {
            return proof;
        }
        Subtrees tree = new Subtrees(suite, hashes);
        long from = 0;
        long to = second;
        while (to > first) {
            long middle = from + TreeHasher.split(to - from);
            if (first <= middle) {
                proof.add(0, tree.hash(middle, to));
                to = middle;
            } else {
                proof.add(0, tree.hash(from, middle));
                from = middle;
            }
        }
        // The verifier knows the old root itself, so it is sent only when it is not a whole subtree at the left edge.
        if (from > 0) {
            proof.add(0, tree.hash(from, to));
        }
        return proof;
    }

    /**
     * Checks a proof by the algorithm of RFC 9162 §2.1.4.2. From size 0 everything is consistent and the proof is
     * empty.
     *
     * @throws FlawException naming what is wrong with it
     */
    public static void verify(
            Suite suite, long first, long second, byte[] firstRoot, byte[] secondRoot, List<byte[]> proof)
            throws FlawException {
        if (first < 0 || first > second) {
            throw new FlawException(Flaw.CHECKPOINT_SHRANK, "consistency");
        }
        if (first == 0 || first == second) {
            if (!proof.isEmpty()) {
                throw new FlawException(Flaw.PROOF_TOO_LONG, "consistency");
            }
            require(Arrays.equals(firstRoot, first == second ? secondRoot : suite.hash()));
            return;
        }
        boolean wholeSubtree = Long.bitCount(first) == 1;
        if (!wholeSubtree && proof.isEmpty()) {
            throw new FlawException(Flaw.PROOF_TOO_SHORT, "consistency");
        }
        long node = first - 1;
        long last = second - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        byte[] old = wholeSubtree ? firstRoot : proof.get(0);
        byte[] grown = old;
        for (byte[] sibling : wholeSubtree ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                throw new FlawException(Flaw.PROOF_TOO_LONG, "consistency");
            }
            if ((node & 1) == 1 || node == last) {
                old = TreeHasher.node(suite, sibling, old);
                grown = TreeHasher.node(suite, sibling, grown);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                grown = TreeHasher.node(suite, grown, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw new FlawException(Flaw.PROOF_TOO_SHORT, "consistency");
        }
        require(Arrays.equals(old, firstRoot) && Arrays.equals(grown, secondRoot));
    }

    private static void require(boolean sameRoot) throws FlawException {
        if (!sameRoot) {
            throw new FlawException(Flaw.ROOT_WRONG, "consistency");
        }
    }
}
