package org.anze.gateway.seal.tree;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * The hashes between the stored ones, computed from tiles when they are asked for. Keeps the tiles it has read (at most
 * {@value #MAX_TILES}, the least recently used go first), so one object serves one proof or many of one size. For one
 * thread.
 */
public final class TiledTreeHashes implements TreeHashes {

    private static final int MAX_TILES = 1024;
    private static final int TILE_WIDTH = 1 << TreeFrontier.TILE_HEIGHT;

    private final Suite suite;
    private final TileReader reader;
    private final Map<TileKey, Tile> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileKey, Tile> eldest) {
            return size() > MAX_TILES;
        }
    };

    /** Reads through the given storage. */
    public TiledTreeHashes(Suite suite, TileReader reader) {
        this.suite = suite;
        this.reader = reader;
    }

    /** @throws IllegalStateException when the storage holds less than a tree of this size must have */
    @Override
    public byte[] subtree(int level, long index) {
        int tileLevel = level / TreeFrontier.TILE_HEIGHT;
        int height = level % TreeFrontier.TILE_HEIGHT;
        long tileIndex = index << height >> TreeFrontier.TILE_HEIGHT;
        TileKey key = new TileKey(tileLevel, tileIndex);
        Tile tile = tiles.get(key);
        if (tile == null) {
            tile = new Tile(reader.tile(tileLevel, tileIndex));
            tiles.put(key, tile);
        }
        return tile.node(height, (int) (index - (tileIndex << TreeFrontier.TILE_HEIGHT - height)));
    }

    private record TileKey(int level, long index) {}

    /** The nodes of one tile as a heap: node 1 would be its root, node 256 its first stored hash. */
    private final class Tile {

        private final byte[] stored;
        private final byte[] @Nullable [] nodes = new byte[TILE_WIDTH][];

        Tile(byte[] stored) {
            this.stored = stored;
        }

        byte[] node(int height, int index) {
            if (height == 0) {
                int from = index * Suite.HASH_LENGTH;
                if (from + Suite.HASH_LENGTH > stored.length) {
                    throw new IllegalStateException("the stored tree is smaller than its size");
                }
                return Arrays.copyOfRange(stored, from, from + Suite.HASH_LENGTH);
            }
            int position = (TILE_WIDTH >> height) + index;
            byte[] hash = nodes[position];
            if (hash == null) {
                hash = TreeHasher.node(suite, node(height - 1, 2 * index), node(height - 1, 2 * index + 1));
                nodes[position] = hash;
            }
            return hash;
        }
    }
}
