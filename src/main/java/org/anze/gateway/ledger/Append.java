package org.anze.gateway.ledger;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One batch of one submission, ready to be appended.
 *
 * @param submission the submission it belongs to
 * @param number number of the batch in the submission, from 0; batches are appended in this order and each only once
 * @param rawRecords raw records in the batch
 * @param records the accepted ones, sealed
 * @param rejected the refused ones
 * @param last true for the batch that ends the submission; its receipt is made in the same transaction
 * @param refusal why the submission as a whole is refused; only together with {@code last}
 */
public record Append(
        SubmissionRef submission,
        long number,
        int rawRecords,
        List<PreparedRecord> records,
        List<RejectedRecord> rejected,
        boolean last,
        @Nullable Finding refusal) {

    /** Physical line where the last of its raw records begins; 0 when it has none. */
    long lastLine() {
        long line = 0;
        for (PreparedRecord prepared : records) {
            line = Math.max(line, prepared.valid().record().raw().location().line());
        }
        for (RejectedRecord refused : rejected) {
            line = Math.max(line, refused.line());
        }
        return line;
    }

    /**
     * @param seq internal number
     * @param id public id
     * @param party sender
     * @param messageId the sender's own id
     * @param rawDigest digest of the raw bytes under the ledger's suite
     * @param receivedAt ISO instant with zone, as it goes into the entries
     */
    public record SubmissionRef(
            long seq, String id, String party, String messageId, byte[] rawDigest, Instant receivedAt) {}

    /**
     * @param ordinal of the raw record
     * @param part which of the canonical records made of it, from 0
     * @param line physical line where the raw record begins
     * @param recordType code; null when it is not even known
     * @param businessKey null when it could not be read
     */
    public record RejectedRecord(
            long ordinal,
            int part,
            long line,
            @Nullable String recordType,
            @Nullable String businessKey,
            List<Finding> findings) {}
}
