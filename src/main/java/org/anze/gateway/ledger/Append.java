package org.anze.gateway.ledger;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;

/**
 * One batch of one submission, ready to be appended; or some of its parked records after another validation.
 *
 * @param submission the submission it belongs to
 * @param number number of the batch in the submission, from 0; batches are appended in this order and each only once. Of no
 *     meaning for a release
 * @param rawRecords raw records in the batch; 0 for a release
 * @param records the accepted ones, sealed
 * @param rejected the refused ones
 * @param parked those that wait for a record they refer to; of a release, those that go on waiting
 * @param last true for the batch that ends the submission; its receipt is made in the same transaction
 * @param refusal why the submission as a whole is refused; only together with {@code last}
 * @param release whether these records are parked already; each is settled once, and one that is settled is passed over
 * @param skipped results that the mapping left out on purpose; they are counted and nothing else
 * @param readTo its last raw record, whatever became of it; null when it has none, or when it is a release
 * @param basis by what its records were judged; null when nothing was looked for
 */
public record Append(
        SubmissionRef submission,
        long number,
        int rawRecords,
        List<PreparedRecord> records,
        List<RejectedRecord> rejected,
        List<ParkedRecord> parked,
        boolean last,
        @Nullable Finding refusal,
        boolean release,
        int skipped,
        @Nullable ReadTo readTo,
        @Nullable Basis basis) {

    /** A batch of which nothing waits. */
    public Append(
            SubmissionRef submission,
            long number,
            int rawRecords,
            List<PreparedRecord> records,
            List<RejectedRecord> rejected,
            boolean last,
            @Nullable Finding refusal) {
        this(submission, number, rawRecords, records, rejected, List.of(), last, refusal, false);
    }

    /** A batch for which nothing was looked up, of which nothing was skipped, and of which nobody will ask how far it read. */
    public Append(
            SubmissionRef submission,
            long number,
            int rawRecords,
            List<PreparedRecord> records,
            List<RejectedRecord> rejected,
            List<ParkedRecord> parked,
            boolean last,
            @Nullable Finding refusal,
            boolean release) {
        this(submission, number, rawRecords, records, rejected, parked, last, refusal, release, 0, null, null);
    }

    /**
     * Where a batch ends in its submission. Both are kept: lines begin anew in every entry of an archive and all are 1 in a
     * document without line breaks, and the ordinal alone does not change when an edited mapping begins a line further down.
     *
     * @param ordinal of the raw record
     * @param line physical line where the raw record begins, in its entry of the archive
     */
    public record ReadTo(long ordinal, long line) {}

    /** Records in it, whatever becomes of them. */
    int size() {
        return records.size() + rejected.size() + parked.size();
    }

    /**
     * @param seq internal number
     * @param id public id
     * @param party sender
     * @param messageId the sender's own id
     * @param rawDigest digest of the raw bytes under the ledger's suite
     * @param salt hides the digest from those who read the ledger; the sender gets it
     * @param origin the sender's own signature over the raw bytes; null when it did not sign
     * @param receivedAt ISO instant with zone, as it goes into the entries
     * @param urgent whether its batches go before those of others
     * @param unstored what of it is not in the store yet; null when it is stored
     */
    public record SubmissionRef(
            long seq,
            String id,
            String party,
            String messageId,
            byte[] rawDigest,
            byte[] salt,
            @Nullable EntryOrigin origin,
            Instant receivedAt,
            boolean urgent,
            @Nullable Unstored unstored) {

        /** One that is stored and waits its turn. */
        public SubmissionRef(
                long seq,
                String id,
                String party,
                String messageId,
                byte[] rawDigest,
                byte[] salt,
                @Nullable EntryOrigin origin,
                Instant receivedAt) {
            this(seq, id, party, messageId, rawDigest, salt, origin, receivedAt, false, null);
        }

        /** A submission that its sender did not sign. */
        public SubmissionRef(
                long seq,
                String id,
                String party,
                String messageId,
                byte[] rawDigest,
                byte[] salt,
                Instant receivedAt) {
            this(seq, id, party, messageId, rawDigest, salt, null, receivedAt);
        }
    }

    /**
     * What a submission of one batch brings along that is not in the store yet: the commit of the batch puts it there, or nothing
     * of it is kept.
     *
     * @param channel how it came; a word of the column
     * @param mapping name of the mapping in use
     * @param bytes of the body
     * @param body closed for its place in the store
     */
    public record Unstored(String channel, String mapping, long bytes, byte[] body) {}

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
            List<Finding> findings) {

        /** A record that could be read. */
        public static RejectedRecord of(CanonicalRecord record, int part, List<Finding> findings) {
            return new RejectedRecord(
                    record.raw().ordinal(),
                    part,
                    record.raw().location().line(),
                    record.type().code(),
                    record.businessKey(),
                    findings);
        }

        /** One that says something else under a version that its provider has used (V-S09). */
        public static RejectedRecord versionConflict(CanonicalRecord record, int part) {
            String keyField = record.definition().key().get(0);
            Finding finding = Finding.of(
                    LedgerProblem.VERSION_CONFLICT,
                    "V-S09",
                    keyField,
                    record.locate(keyField),
                    record.businessKey(),
                    record.version());
            return of(record, part, List.of(finding));
        }
    }

    /**
     * A record whose only flaw is that what it refers to is not known yet.
     *
     * @param ordinal of the raw record
     * @param part which of the canonical records made of it, from 0
     * @param line physical line where the raw record begins
     * @param awaited what it refers to
     * @param until when it is validated for the last time
     * @param lookedAt size of the ledger, or less, when the reference was looked for in vain
     * @param content the canonical record, encrypted for its place in the store
     */
    public record ParkedRecord(
            long ordinal,
            int part,
            long line,
            RecordType type,
            String businessKey,
            Reference awaited,
            Instant until,
            long lookedAt,
            byte[] content) {}
}
