package org.anze.gateway.seal.tree;

/**
 * The hash of a complete subtree whose height is a multiple of 8, as it stands in the tiles of C2SP tlog-tiles.
 *
 * @param level 8, 16, …; tile level is level/8
 * @param index position among the subtrees of this height, from 0
 * @param hash 32 bytes
 */
public record TileNode(int level, long index, byte[] hash) {}
