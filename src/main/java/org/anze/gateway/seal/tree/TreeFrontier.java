package org.anze.gateway.seal.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Suite;

/**
 * The right edge of a growing tree: enough to append leaves and to know the root, in at most 53 hashes. For one thread;
 * who must be able to go back (a commit that fails) appends to a {@link #copy}.
 */
public final class TreeFrontier {

    /** Height of a tile: every node on a level divisible by this is handed out for storage. */
    public static final int TILE_HEIGHT = 8;

    private final Suite suite;
    private long size;
    /** Hashes of the complete subtrees that make up the tree, largest first: one for each bit set in size. */
    private final List<byte[]> peaks;

    private TreeFrontier(Suite suite, long size, List<byte[]> peaks) {
        this.suite = suite;
        this.size = size;
        this.peaks = peaks;
    }

    /** The tree without leaves. */
    public static TreeFrontier empty(Suite suite) {
        return new TreeFrontier(suite, 0, new ArrayList<>());
    }

    /**
     * What {@link #serialise} wrote.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static TreeFrontier restore(Suite suite, byte[] serialised) {
        ByteBuffer buffer = ByteBuffer.wrap(serialised);
        long size = serialised.length < Long.BYTES ? -1 : buffer.getLong();
        if (size < 0
                || size > CanonicalJson.MAX_INTEGER
                || buffer.remaining() != Long.bitCount(size) * Suite.HASH_LENGTH) {
            throw new IllegalArgumentException("not a serialised tree frontier");
        }
        List<byte[]> peaks = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] hash = new byte[Suite.HASH_LENGTH];
            buffer.get(hash);
            peaks.add(hash);
        }
        return new TreeFrontier(suite, size, peaks);
    }

    /**
     * The right edge that a stored tree had when it was this large.
     *
     * @param hashes of a tree that is at least as large
     */
    public static TreeFrontier at(Suite suite, TreeHashes hashes, long size) {
        List<byte[]> peaks = new ArrayList<>();
        long from = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >> level & 1) == 1) {
                peaks.add(hashes.subtree(level, from >> level));
                from += 1L << level;
            }
        }
        return new TreeFrontier(suite, size, peaks);
    }

    /** Size as eight bytes, big-endian, then the hashes of the complete subtrees, largest first. */
    public byte[] serialise() {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + peaks.size() * Suite.HASH_LENGTH);
        buffer.putLong(size);
        peaks.forEach(buffer::put);
        return buffer.array();
    }

    /** An independent copy. */
    public TreeFrontier copy() {
        return new TreeFrontier(suite, size, new ArrayList<>(peaks));
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /**
     * Appends leaf hashes in order.
     *
     * @return the nodes on levels 8, 16, … that became complete, in the order in which they did
     */
    public List<TileNode> append(List<byte[]> leafHashes) {
        List<TileNode> completed = new ArrayList<>();
        leafHashes.forEach(leaf -> append(leaf, completed));
        return completed;
    }

    private void append(byte[] leaf, List<TileNode> completed) {
        byte[] hash = leaf;
        long index = size;
        int level = 0;
        // Each trailing one bit of the index is a complete left neighbour of the same height.
        while ((index & 1) == 1) {
            hash = TreeHasher.node(suite, peaks.remove(peaks.size() - 1), hash);
            index >>= 1;
            level++;
            if (level % TILE_HEIGHT == 0) {
                completed.add(new TileNode(level, index, hash));
            }
        }
        peaks.add(hash);
        size++;
    }

    /** The root hash at the present size. */
    public byte[] root() {
        if (peaks.isEmpty()) {
            return suite.hash();
        }
        byte[] root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = TreeHasher.node(suite, peaks.get(i), root);
        }
        return Arrays.copyOf(root, root.length);
    }
}
