package org.anze.gateway.seal.tree;

/** Where proofs find the hashes of a stored tree. */
@FunctionalInterface
public interface TreeHashes {

    /**
     * The hash of the complete subtree of 2^level leaves that begins at leaf index·2^level. Asked only for subtrees
     * that lie wholly inside the tree of the size the proof is for.
     *
     * @param level 0 for a leaf hash
     */
    byte[] subtree(int level, long index);
}
