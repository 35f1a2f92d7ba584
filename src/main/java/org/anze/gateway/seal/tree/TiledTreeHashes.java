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
    private static final byte[] NOTHING = {};
    private static final int TILE_WIDTH = 1 << TreeFrontier.TILE_HEIGHT;

    private final Suite suite;
    private final TileReader reader;
    private final CompleteTiles shared;
    private final Map<CompleteTiles.Key, Tile> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CompleteTiles.Key, Tile> eldest) {
            return size() > MAX_TILES;
        }
    };

    /** Reads through the given storage. */
    public TiledTreeHashes(Suite suite, TileReader reader) {
        this(suite, reader, new CompleteTiles());
    }

    /**
     * Reads through the given storage what others have not read already.
     *
     * @param shared of this storage and suite
     */
    public TiledTreeHashes(Suite suite, TileReader reader, CompleteTiles shared) {
        this.suite = suite;
        this.reader = reader;
        this.shared = shared;
    }

    /** @throws IllegalStateException when the storage holds less than a tree of this size must have */
    @Override
    public byte[] subtree(int level, long index) {
        int tileLevel = level / TreeFrontier.TILE_HEIGHT;
        int height = level % TreeFrontier.TILE_HEIGHT;
        long tileIndex = index << height >> TreeFrontier.TILE_HEIGHT;
        CompleteTiles.Key key = new CompleteTiles.Key(tileLevel, tileIndex);
        Tile tile = tiles.get(key);
        if (tile == null) {
            tile = tile(key);
            tiles.put(key, tile);
        }
        return tile.node(height, (int) (index - (tileIndex << TreeFrontier.TILE_HEIGHT - height)));
    }

    private Tile tile(CompleteTiles.Key key) {
        byte[] @Nullable [] complete = shared.find(key);
        if (complete != null) {
            return new Tile(NOTHING, complete);
        }
        Tile read = new Tile(reader.tile(key.level(), key.index()), new byte[2 * TILE_WIDTH][]);
        if (read.isComplete()) {
            shared.keep(key, read.complete());
        }
        return read;
    }

    /** The nodes of one tile as a heap: node 1 is its root, node 256 its first stored hash. For one thread until complete. */
    private final class Tile {

        private final byte[] stored;
        private final byte[] @Nullable [] nodes;

        Tile(byte[] stored, byte[] @Nullable [] nodes) {
            this.stored = stored;
            this.nodes = nodes;
        }

        boolean isComplete() {
            return stored.length == TILE_WIDTH * Suite.HASH_LENGTH;
        }

        byte[][] complete() {
            node(TreeFrontier.TILE_HEIGHT, 0);
            return nodes;
        }

        byte[] node(int height, int index) {
            int position = (TILE_WIDTH >> height) + index;
            byte[] hash = nodes[position];
            if (hash == null) {
                hash = height == 0
                        ? stored(index)
                        : TreeHasher.node(suite, node(height - 1, 2 * index), node(height - 1, 2 * index + 1));
                nodes[position] = hash;
            }
            return hash;
        }

        private byte[] stored(int index) {
            int from = index * Suite.HASH_LENGTH;
            if (from + Suite.HASH_LENGTH > stored.length) {
                throw new IllegalStateException("the stored tree is smaller than its size");
            }
            return Arrays.copyOfRange(stored, from, from + Suite.HASH_LENGTH);
        }
    }
}
