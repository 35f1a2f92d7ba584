package org.anze.gateway.evidence;

import java.util.List;
import java.util.Optional;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.note.NoteKey;

/**
 * The evidence in the database, as far as it can be shown under the key and by the witnesses of today: a bundle has one
 * certificate, so a checkpoint that an earlier sealing key signed is of no use in it, however well others vouched for it; and
 * a witness that was given up vouches for nothing. Safe for several threads.
 */
final class StoredEvidence implements CheckpointEvidence {

    private static final int MOST_COSIGNATURES = 16;

    private final EvidenceRows rows;
    private final LedgerReader ledger;
    private final SealVerifierKey key;
    private final String sealLine;
    private final List<String> witnessLines;
    private long firstOfKey;
    private boolean firstIsKnown;

    /**
     * @param key that seals now
     * @param witnesses that are asked now
     */
    StoredEvidence(EvidenceRows rows, LedgerReader ledger, SealVerifierKey key, List<NoteKey> witnesses) {
        this.rows = rows;
        this.ledger = ledger;
        this.key = key;
        this.sealLine = "\n" + NoteKey.ofLog(key.name(), key.publicKey()).lineStart();
        this.witnessLines = witnesses.stream().map(NoteKey::lineStart).toList();
    }

    @Override
    public Evidence of(long size) {
        SignedCheckpoint newest = ledger.newest()
                .filter(checkpoint -> checkpoint.checkpoint().size() >= size)
                .orElseThrow(() -> new IllegalArgumentException("the ledger has fewer than " + size + " entries"));
        long from = Math.max(size, firstOfKey());
        return rows.firstStampedAndCosigned(from, sealLine, witnessLines)
                .or(() -> rows.firstStamped(from, sealLine))
                .map(this::at)
                .filter(this::isOfKey)
                .orElseGet(() -> withoutStamp(newest));
    }

    /** No stamped checkpoint below it is our key's; so that a search never walks the stamps of earlier keys again. */
    private synchronized long firstOfKey() {
        if (!firstIsKnown) {
            long searched = rows.stamped();
            Optional<Long> first = rows.firstStamped(firstOfKey, sealLine);
            firstIsKnown = first.isPresent();
            firstOfKey = first.orElse(searched + 1);
        }
        return firstOfKey;
    }

    private Evidence withoutStamp(SignedCheckpoint newest) {
        Evidence evidence = new Evidence(
                newest, null, rows.cosignatures(newest.checkpoint().size(), witnessLines, MOST_COSIGNATURES));
        if (!isOfKey(evidence)) {
            throw new TryAgainLater(EvidenceProblem.SEAL_KEY_IS_NEW, null);
        }
        return evidence;
    }

    private boolean isOfKey(Evidence evidence) {
        try {
            evidence.checkpoint().verify(key);
            return true;
        } catch (FlawException another) {
            return false;
        }
    }

    @Override
    public Optional<Evidence> lastCosigned() {
        return rows.lastCosigned(witnessLines).map(this::at);
    }

    private Evidence at(long size) {
        return new Evidence(
                ledger.checkpointOf(size),
                rows.stamp(size).orElse(null),
                rows.cosignatures(size, witnessLines, MOST_COSIGNATURES));
    }
}
