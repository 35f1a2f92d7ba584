package org.anze.gateway.seal.tree;

import org.anze.gateway.seal.Suite;

/** Hashes of ranges as the recursion of RFC 9162 §2.1.1 meets them, from those of complete subtrees. */
record Subtrees(Suite suite, TreeHashes hashes) {

    /** The tree hash of the leaves from (included) to (excluded); the range must be one of that recursion. */
    byte[] hash(long from, long to) {
        long width = to - from;
        if (Long.bitCount(width) == 1) {
            int level = Long.numberOfTrailingZeros(width);
            return hashes.subtree(level, from >> level);
        }
        long middle = from + TreeHasher.split(width);
        return TreeHasher.node(suite, hash(from, middle), hash(middle, to));
    }
}
