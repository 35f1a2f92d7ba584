package org.anze.gateway.origin;

import java.time.Instant;

/** Closes evidence for the store as raw bytes are closed: it repeats what is in them. Safe for many threads. */
public interface EvidenceCipher {

    /**
     * Closes evidence for one place of the store; it opens nowhere else.
     *
     * @param party whose it is
     * @param at when it was received
     */
    byte[] close(String party, Instant at, byte[] evidence, byte[] place);

    /** Opens what {@link #close} closed for the same place. */
    byte[] open(byte[] closed, byte[] place);
}
