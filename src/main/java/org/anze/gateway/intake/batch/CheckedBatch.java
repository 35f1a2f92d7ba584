package org.anze.gateway.intake.batch;

import java.util.List;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.record.ValidRecord;

/** A batch after the rules: what may enter the ledger, and what may not with the reasons. */
public record CheckedBatch(RawBatch raw, List<Accepted> accepted, List<RejectedRecord> rejected) {

    /**
     * @param part which of the canonical records of its raw record it is, from 0
     */
    public record Accepted(ValidRecord record, int part) {}
}
