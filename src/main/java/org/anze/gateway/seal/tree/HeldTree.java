package org.anze.gateway.seal.tree;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.seal.Suite;

/** A tree whose leaves are all at hand; its complete subtrees are hashed once. Does not change; safe for several threads. */
public final class HeldTree implements TreeHashes {

    private final Suite suite;
    /** By level, the complete subtrees from the left. */
    private final List<List<byte[]>> levels = new ArrayList<>();

    /** Of at least one leaf hash. */
    public HeldTree(Suite suite, List<byte[]> leafHashes) {
        if (leafHashes.isEmpty()) {
            throw new IllegalArgumentException("no leaves");
        }
        this.suite = suite;
        List<byte[]> level = List.copyOf(leafHashes);
        while (!level.isEmpty()) {
            levels.add(level);
            List<byte[]> above = new ArrayList<>(level.size() / 2);
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(TreeHasher.node(suite, level.get(i), level.get(i + 1)));
            }
            level = above;
        }
    }

    /** Number of leaves. */
    public int size() {
        return levels.get(0).size();
    }

    /** The hash of the whole tree (RFC 9162 §2.1.1). */
    public byte[] root() {
        return new Subtrees(suite, this).hash(0, size()).clone();
    }

    @Override
    public byte[] subtree(int level, long index) {
        return levels.get(level).get(Math.toIntExact(index));
    }
}
