package org.anze.gateway.intake.batch;

import java.util.List;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * At most 500 raw records of one submission, fewer when its mapping can make many records of one ({@link
 * Mapping#batchSize}); or as many of its parked records, which are canonical already and go down the
 * same line once more.
 *
 * @param mapping null for parked records
 * @param number of the batch in the submission, from 0
 * @param last whether the submission ends with it
 * @param refusal why the whole submission is refused; then there are no records and the batch is the last
 * @param earlier what the batches before it had accepted
 * @param released the parked records; empty for a batch of raw ones
 */
public record RawBatch(
        SubmissionRef submission,
        Party party,
        @Nullable Mapping mapping,
        long number,
        List<RawRecord> records,
        boolean last,
        @Nullable Finding refusal,
        EarlierBatches earlier,
        List<ParkedRecords.Due> released) {

    /** Most records in a batch. */
    public static final int SIZE = Mapping.LARGEST_BATCH;

    /** A batch that knows nothing of those before it. */
    public RawBatch(
            SubmissionRef submission,
            Party party,
            Mapping mapping,
            long number,
            List<RawRecord> records,
            boolean last,
            @Nullable Finding refusal) {
        this(submission, party, mapping, number, records, last, refusal, EarlierBatches.none());
    }

    /** A batch of raw records. */
    public RawBatch(
            SubmissionRef submission,
            Party party,
            Mapping mapping,
            long number,
            List<RawRecord> records,
            boolean last,
            @Nullable Finding refusal,
            EarlierBatches earlier) {
        this(submission, party, mapping, number, records, last, refusal, earlier, List.of());
    }

    /** Parked records that are to be validated again. */
    public static RawBatch release(SubmissionRef submission, Party party, List<ParkedRecords.Due> released) {
        return new RawBatch(
                submission,
                party,
                null,
                0,
                released.stream().map(ParkedRecords.Due::raw).toList(),
                false,
                null,
                EarlierBatches.none(),
                List.copyOf(released));
    }

    /** The same when those before it are all in the ledger. */
    public RawBatch standingAlone() {
        return new RawBatch(
                submission, party, mapping, number, records, last, refusal, EarlierBatches.none(), released);
    }

    /** Whether its records were parked. */
    public boolean isRelease() {
        return !released.isEmpty();
    }
}
