package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.RecordSealer;

/** Splits, salts, hashes and encrypts the accepted records of a batch. Safe for several threads. */
public final class Seal {

    private final RecordSealer sealer;

    /** With the ledger's sealer. */
    public Seal(RecordSealer sealer) {
        this.sealer = sealer;
    }

    /** The step. */
    public Append apply(CheckedBatch batch) {
        List<PreparedRecord> prepared = new ArrayList<>(batch.accepted().size());
        for (CheckedBatch.Accepted accepted : batch.accepted()) {
            prepared.add(sealer.prepare(accepted.record(), accepted.part()));
        }
        RawBatch raw = batch.raw();
        return new Append(
                raw.submission(),
                raw.number(),
                raw.records().size(),
                prepared,
                batch.rejected(),
                raw.last(),
                raw.refusal());
    }
}
