package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** Splits, salts, hashes and encrypts the accepted records of batches, and encrypts those that wait. Safe for several threads. */
public final class Seal {

    private final RecordSealer sealer;

    /** With the ledger's sealer. */
    public Seal(RecordSealer sealer) {
        this.sealer = sealer;
    }

    /** The step. */
    public List<Append> apply(List<CheckedBatch> batches) {
        return batches.stream().map(this::seal).toList();
    }

    private Append seal(CheckedBatch batch) {
        RawBatch raw = batch.raw();
        List<PreparedRecord> prepared = new ArrayList<>(batch.accepted().size());
        for (CheckedBatch.Accepted accepted : batch.accepted()) {
            prepared.add(sealer.prepare(raw.submission(), accepted.record(), accepted.part()));
        }
        List<Append.ParkedRecord> parked = new ArrayList<>(batch.parked().size());
        for (CheckedBatch.Parked waiting : batch.parked()) {
            parked.add(sealer.park(
                    raw.submission(),
                    waiting.record(),
                    waiting.part(),
                    waiting.findings(),
                    waiting.awaited(),
                    waiting.until(),
                    batch.basis().position()));
        }
        return new Append(
                raw.submission(),
                raw.number(),
                raw.isRelease() ? 0 : raw.records().size(),
                prepared,
                batch.rejected(),
                parked,
                raw.last(),
                raw.refusal(),
                raw.isRelease(),
                batch.skipped(),
                readTo(raw),
                batch.basis());
    }

    /** By the raw records, because the last of them may have given no result. */
    private static Append.@Nullable ReadTo readTo(RawBatch raw) {
        if (raw.isRelease() || raw.records().isEmpty()) {
            return null;
        }
        RawRecord end = raw.records().get(raw.records().size() - 1);
        return new Append.ReadTo(end.ordinal(), end.location().line());
    }
}
