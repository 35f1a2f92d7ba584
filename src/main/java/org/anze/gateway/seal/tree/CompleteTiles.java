package org.anze.gateway.seal.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tiles that are full and therefore never change, with the hashes between the stored ones, so that the proofs of many recipients
 * compute them once. The least recently used go first. Safe for several threads.
 */
public final class CompleteTiles {

    /** About 30 KB each. */
    private static final int MAX_TILES = 128;

    private final Map<Key, byte[][]> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[][]> eldest) {
            return size() > MAX_TILES;
        }
    };

    /** Which tile of C2SP tlog-tiles. */
    record Key(int level, long index) {}

    synchronized byte @Nullable [][] find(Key key) {
        return tiles.get(key);
    }

    /** Keeps a tile. Nobody may change it from now on. */
    synchronized void keep(Key key, byte[][] nodes) {
        tiles.put(key, nodes);
    }
}
