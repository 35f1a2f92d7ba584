package org.anze.gateway.seal.tree;

/** Storage of a tree in the tiles of C2SP tlog-tiles. */
@FunctionalInterface
public interface TileReader {

    /**
     * The stored hashes of one tile, concatenated: up to 256 of 32 bytes each, at least as many as the tree of the
     * wanted size has there.
     *
     * @param tileLevel 0 for leaf hashes, 1 for nodes of height 8, …
     * @param tileIndex position of the tile on its level, from 0
     */
    byte[] tile(int tileLevel, long tileIndex);
}
