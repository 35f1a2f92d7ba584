package org.anze.gateway.intake.batch;

import java.util.List;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * At most 500 raw records of one submission.
 *
 * @param number of the batch in the submission, from 0
 * @param last whether the submission ends with it
 * @param refusal why the whole submission is refused; then there are no records and the batch is the last
 */
public record RawBatch(
        SubmissionRef submission,
        Party party,
        Mapping mapping,
        long number,
        List<RawRecord> records,
        boolean last,
        @Nullable Finding refusal) {

    /** Most raw records in a batch. */
    public static final int SIZE = 500;
}
