package org.anze.gateway.evidence;

import java.util.List;
import java.util.Optional;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.seal.SignedCheckpoint;

/** The evidence in the database. Safe for several threads. */
final class StoredEvidence implements CheckpointEvidence {

    private final EvidenceRows rows;
    private final LedgerReader ledger;

    StoredEvidence(EvidenceRows rows, LedgerReader ledger) {
        this.rows = rows;
        this.ledger = ledger;
    }

    @Override
    public Evidence of(long size) {
        SignedCheckpoint newest = ledger.newest()
                .filter(checkpoint -> checkpoint.checkpoint().size() >= size)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has fewer than " + size + " entries"));
        return rows.firstStampedAndCosigned(size)
                .or(() -> rows.firstStamped(size))
                .map(this::at)
                .orElseGet(() -> new Evidence(
                        newest, null, rows.cosignatures(newest.checkpoint().size())));
    }

    @Override
    public Optional<Evidence> lastCosigned() {
        return rows.lastCosigned().map(this::at);
    }

    private Evidence at(long size) {
        List<String> cosignatures = rows.cosignatures(size);
        return new Evidence(ledger.checkpointOf(size), rows.stamp(size).orElse(null), cosignatures);
    }
}
