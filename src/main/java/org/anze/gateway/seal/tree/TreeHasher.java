package org.anze.gateway.seal.tree;

import java.util.List;
import org.anze.gateway.seal.Suite;

/** The hashes of RFC 9162 §2.1.1 in one suite. Safe for several threads. */
public final class TreeHasher {

    /** Domain byte before a leaf. */
    public static final int LEAF = 0x00;

    /** Domain byte before two children. */
    public static final int NODE = 0x01;

    private TreeHasher() {}

    /** H(0x00 ‖ entry). */
    public static byte[] leaf(Suite suite, byte[] entry) {
        return suite.hasher().update(LEAF).update(entry).finish();
    }

    /** H(0x01 ‖ left ‖ right). */
    public static byte[] node(Suite suite, byte[] left, byte[] right) {
        return suite.hasher().update(NODE).update(left).update(right).finish();
    }

    /** The root of a tree with these leaf hashes; H() of nothing when there are none. */
    public static byte[] root(Suite suite, List<byte[]> leafHashes) {
        byte[][] level = leafHashes.toArray(new byte[0][]);
        int width = level.length;
        if (width == 0) {
            return suite.hash();
        }
        // Pairing neighbours and carrying an odd last one upwards gives the same tree as splitting at powers of two.
        while (width > 1) {
            int pairs = width / 2;
            for (int i = 0; i < pairs; i++) {
                level[i] = node(suite, level[2 * i], level[2 * i + 1]);
            }
            if ((width & 1) == 1) {
                level[pairs] = level[width - 1];
            }
            width = pairs + (width & 1);
        }
        return level[0];
    }

    /** The largest power of two smaller than n; n is at least 2. */
    static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
