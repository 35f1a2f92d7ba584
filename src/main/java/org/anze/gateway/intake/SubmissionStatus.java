package org.anze.gateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.LedgerWriter.Ending;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * How far a submission is. {@code received = accepted + rejected + duplicate + parked}.
 *
 * @param id public id of the submission
 * @param party sender
 * @param messageId the sender's own id
 * @param fileName file name for files
 * @param channel REST, SOAP, SFTP, QUEUE
 * @param mapping mapping in use
 * @param state where it stands
 * @param receivedAt when its bytes were durable
 * @param bytes raw size
 * @param records raw records read so far
 * @param received canonical records made of them
 * @param accepted in the ledger
 * @param warned accepted with warnings
 * @param rejected refused with findings
 * @param duplicate identical to what the ledger already had
 * @param refusal why the whole submission was refused; null otherwise
 * @param findings the first findings, at most 100; all are in the rejects file
 * @param findingsComplete whether {@code findings} holds all
 * @param receipt the signed receipt, canonical JSON; null until final
 * @param parked records that wait for one they refer to (V-T02); they are accepted or rejected later
 * @param awaiting the first of those, at most 100
 * @param supplement the second signed receipt, made when the last parked record was settled after the first receipt; null
 *     when there is none
 * @param skipped what the mapping left out on purpose; not among the received ones
 */
public record SubmissionStatus(
        String id,
        String party,
        String messageId,
        @Nullable String fileName,
        String channel,
        String mapping,
        State state,
        Instant receivedAt,
        long bytes,
        long records,
        long received,
        long accepted,
        long warned,
        long rejected,
        long duplicate,
        @Nullable Finding refusal,
        List<Finding> findings,
        boolean findingsComplete,
        byte @Nullable [] receipt,
        long parked,
        List<Awaiting> awaiting,
        byte @Nullable [] supplement,
        long skipped) {

    /** Of a submission that was stored a moment ago. */
    static SubmissionStatus received(Arrival arrival, SubmissionRows.Open stored) {
        return new SubmissionStatus(
                stored.id(),
                stored.party(),
                stored.messageId(),
                arrival.fileName(),
                arrival.channel().name(),
                stored.mapping(),
                State.RECEIVED,
                stored.receivedAt(),
                stored.bytes(),
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                List.of(),
                true,
                null,
                0,
                List.of(),
                null,
                0);
    }

    /** The same when it has ended well: what was rejected, refused or has to wait is in the store only. */
    Optional<SubmissionStatus> ended(Appended last) {
        Ending end = last.ending();
        if (end == null || State.valueOf(end.state()) != State.ACCEPTED) {
            return Optional.empty();
        }
        return Optional.of(new SubmissionStatus(
                id,
                party,
                messageId,
                fileName,
                channel,
                mapping,
                State.ACCEPTED,
                receivedAt,
                bytes,
                end.records(),
                end.received(),
                end.accepted(),
                end.warned(),
                0,
                end.duplicate(),
                null,
                List.of(),
                true,
                last.receipt(),
                0,
                List.of(),
                null,
                end.skipped()));
    }

    SubmissionStatus with(List<Finding> found, boolean complete, List<Awaiting> waiting) {
        return new SubmissionStatus(
                id,
                party,
                messageId,
                fileName,
                channel,
                mapping,
                state,
                receivedAt,
                bytes,
                records,
                received,
                accepted,
                warned,
                rejected,
                duplicate,
                refusal,
                found,
                complete,
                receipt,
                parked,
                waiting,
                supplement,
                skipped);
    }

    /**
     * A record that waits for another.
     *
     * @param line physical line where its raw record begins
     * @param until when it is rejected if what it refers to is still unknown
     */
    public record Awaiting(
            long line, RecordType type, String businessKey, RecordType awaitedType, String awaitedKey, Instant until) {}

    /** States of a submission. */
    public enum State {
        /** Raw bytes are durable, nothing is processed yet. */
        RECEIVED("已接收", false),
        /** Batches are being appended. */
        PROCESSING("处理中", false),
        /** Every record was accepted or is a duplicate; or the mapping leaves all of them out. */
        ACCEPTED("已接受", true),
        /** Some records were accepted, some rejected; or some still wait for a record they refer to. */
        PARTLY_ACCEPTED("部分接受", true),
        /** No record was accepted, or the whole was refused. */
        REJECTED("已拒收", true);

        private final String zh;
        private final boolean last;

        State(String zh, boolean last) {
            this.zh = zh;
            this.last = last;
        }

        /** Chinese word. */
        public String zh() {
            return zh;
        }

        /**
         * Whether the receipt is there. Nothing changes any more then, but that records which wait ({@link
         * SubmissionStatus#parked}) are settled one day, which may lead to another final state and to a second receipt.
         */
        public boolean isFinal() {
            return last;
        }
    }
}
