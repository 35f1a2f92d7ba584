package org.anze.gateway.intake.batch;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.Basis;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.validation.Reference;

/**
 * A batch after the rules: what may enter the ledger, what may not with the reasons, and what has to wait.
 *
 * @param skipped results that the mapping left out on purpose
 * @param basis what was looked up for the batch, and when
 */
public record CheckedBatch(
        RawBatch raw,
        List<Accepted> accepted,
        List<RejectedRecord> rejected,
        List<Parked> parked,
        int skipped,
        Basis basis) {

    /**
     * @param part which of the canonical records of its raw record it is, from 0
     */
    public record Accepted(ValidRecord record, int part) {}

    /**
     * A record whose only flaw is that what it refers to is not known.
     *
     * @param part which of the canonical records of its raw record it is, from 0
     * @param findings what the mapping had to say about it
     * @param until when it is validated for the last time
     */
    public record Parked(CanonicalRecord record, int part, List<Finding> findings, Reference awaited, Instant until) {}
}
