package org.anze.gateway.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The public face of the ledger's Merkle tree: checkpoints and hashes, nothing of what the records say. Layout and encoding
 * follow C2SP tlog-checkpoint and tlog-tiles. Safe for many threads.
 */
public interface PublicLog {

    /** The newest signed checkpoint as a C2SP note, UTF-8, with its final newline. */
    byte[] checkpoint();

    /**
     * The hashes of one tile, one after the other.
     *
     * @param level tile level from 0; a tile of level L holds hashes of complete subtrees of 256^L leaves
     * @param index tile index within its level, from 0
     * @param width hashes wanted, 1 to 256; less than 256 names a partial tile
     * @return empty when the newest checkpoint's tree has no such tile or not that many hashes in it
     */
    Optional<byte[]> tile(int level, long index, int width);

    /**
     * The consistency proof of RFC 9162 §2.1.4.1 between the trees of two sizes.
     *
     * @return the hashes in the order of the RFC; empty list when the sizes are equal
     * @throws IllegalArgumentException unless {@code 0 < from <= to <=} size of the newest checkpoint
     */
    List<byte[]> consistency(long from, long to);
}
