package org.anze.gateway.ledger;

import java.time.Instant;
import org.anze.gateway.origin.EvidenceCipher;

/** Origin evidence closed under the ledger's data key. Safe for many threads. */
public final class ClosedEvidence implements EvidenceCipher {

    private final UnitCipher cipher;

    /** With the cipher of the ledger's units. */
    public ClosedEvidence(UnitCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public byte[] close(String party, Instant at, byte[] evidence, byte[] place) {
        return cipher.close(evidence, place);
    }

    @Override
    public byte[] open(byte[] closed, byte[] place) {
        return cipher.open(closed, place);
    }
}
