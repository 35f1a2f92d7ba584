package org.anze.gateway.ledger;

import java.time.Instant;
import org.anze.gateway.ledger.LedgerWriter.Ending;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** The counters of one submission inside one transaction of the writer. For one thread. */
final class SubmissionProgress {

    private final long seq;
    private final boolean stored;
    private final boolean finished;
    private long batches;
    private long records;
    private long accepted;
    private long warned;
    private long rejected;
    private long duplicate;
    private long parked;
    private @Nullable Long firstEntry;
    private @Nullable Long lastEntry;
    private long skipped;
    private Append.@Nullable ReadTo readTo;
    private byte @Nullable [] receipt;
    private @Nullable Instant finishedAt;
    private @Nullable Finding refusal;
    private boolean moved;
    private boolean ending;
    private byte @Nullable [] supplement;

    /** Of a submission that the same transaction brings into the store. */
    SubmissionProgress(long seq) {
        this.seq = seq;
        this.stored = false;
        this.finished = false;
    }

    SubmissionProgress(
            long seq,
            boolean finished,
            long batches,
            long records,
            long accepted,
            long warned,
            long rejected,
            long duplicate,
            long parked,
            @Nullable Long firstEntry,
            @Nullable Long lastEntry,
            long skipped,
            @Nullable Finding refusal) {
        this.seq = seq;
        this.stored = true;
        this.finished = finished;
        this.batches = batches;
        this.records = records;
        this.accepted = accepted;
        this.warned = warned;
        this.rejected = rejected;
        this.duplicate = duplicate;
        this.parked = parked;
        this.firstEntry = firstEntry;
        this.lastEntry = lastEntry;
        this.skipped = skipped;
        this.refusal = refusal;
    }

    /**
     * Whether a batch can be what its number says: one that was counted before is not the last one of what has not ended, and the
     * first raw record of the next one is the one behind all that were counted.
     */
    boolean isFollowedBy(Append batch) {
        if (batch.number() < batches) {
            return finished || ending || !batch.last();
        }
        return batch.readTo() == null || batch.readTo().ordinal() + 1 == records + batch.rawRecords();
    }

    /** A batch of the submission. */
    void add(Append batch, Tally tally) {
        batches++;
        records += batch.rawRecords();
        skipped += batch.skipped();
        if (batch.readTo() != null) {
            readTo = batch.readTo();
        }
        count(tally);
        parked += tally.parked();
    }

    /** Some of its parked records, after another validation. */
    void release(Tally tally) {
        if (tally.settled() > 0) {
            count(tally);
            parked -= tally.settled();
        }
    }

    private void count(Tally tally) {
        moved = true;
        accepted += tally.accepted();
        warned += tally.warned();
        rejected += tally.rejected();
        duplicate += tally.duplicate();
    }

    /** What became of the records of one batch. For one thread. */
    static final class Tally {
        private int accepted;
        private int warned;
        private int rejected;
        private int duplicate;
        private int conflicting;
        private int parked;

        void accept(boolean withWarnings) {
            accepted++;
            warned += withWarnings ? 1 : 0;
        }

        void reject(int records) {
            rejected += records;
        }

        void repeat() {
            duplicate++;
        }

        void conflict() {
            rejected++;
            conflicting++;
        }

        void park() {
            parked++;
        }

        int accepted() {
            return accepted;
        }

        int warned() {
            return warned;
        }

        int rejected() {
            return rejected;
        }

        int duplicate() {
            return duplicate;
        }

        int conflicting() {
            return conflicting;
        }

        int parked() {
            return parked;
        }

        /** Those that have come to their end. */
        int settled() {
            return accepted + rejected + duplicate;
        }
    }

    void entry(long index) {
        if (firstEntry == null) {
            firstEntry = index;
        }
        lastEntry = index;
    }

    /** The submission ends in this transaction. */
    void end(@Nullable Finding why) {
        ending = true;
        refusal = why;
    }

    /** Whether it ends in this transaction. */
    boolean isEnding() {
        return ending;
    }

    void finish(byte[] signedReceipt, Instant at) {
        receipt = signedReceipt;
        finishedAt = at;
    }

    /** What it has come to. */
    Ending ending() {
        return new Ending(state(), records, received(), accepted, warned, duplicate, skipped);
    }

    /** Whether this transaction settled the last parked record of a submission that has its receipt already. */
    boolean isFullySettled() {
        return finished && moved && parked == 0;
    }

    /** The second receipt, made when the last parked record was settled after the first one. */
    void supplement(byte[] signedReceipt) {
        supplement = signedReceipt;
    }

    byte @Nullable [] supplement() {
        return supplement;
    }

    /** Whether this transaction changed it. */
    boolean moved() {
        return moved;
    }

    long seq() {
        return seq;
    }

    /** Whether it was in the store before this transaction. */
    boolean stored() {
        return stored;
    }

    /** Whether it was final before this transaction. */
    boolean finished() {
        return finished;
    }

    long batches() {
        return batches;
    }

    long records() {
        return records;
    }

    /** Canonical records: accepted, rejected, duplicate and parked. */
    long received() {
        return accepted + rejected + duplicate + parked;
    }

    long parked() {
        return parked;
    }

    long accepted() {
        return accepted;
    }

    long warned() {
        return warned;
    }

    long rejected() {
        return rejected;
    }

    long duplicate() {
        return duplicate;
    }

    @Nullable
    Long firstEntry() {
        return firstEntry;
    }

    @Nullable
    Long lastEntry() {
        return lastEntry;
    }

    /** Left out by the mapping on purpose; not among the received ones. */
    long skipped() {
        return skipped;
    }

    /** The last raw record of the batches that this transaction adds; null when it adds none. */
    Append.@Nullable ReadTo readTo() {
        return readTo;
    }

    byte @Nullable [] receipt() {
        return receipt;
    }

    @Nullable
    Instant finishedAt() {
        return finishedAt;
    }

    @Nullable
    Finding refusal() {
        return refusal;
    }

    /** The state of the submission that these counters mean; the words of {@code intake.SubmissionStatus.State}. */
    String state() {
        return finishedAt == null && !finished ? "PROCESSING" : verdict();
    }

    /**
     * The state it ends in; while records of it are parked, that of a submission of which not all was accepted. What an earlier
     * run had appended before the reason was known for which the whole is refused stays, and then nobody may be told that nothing
     * was taken.
     */
    String verdict() {
        if (parked > 0) {
            return "PARTLY_ACCEPTED";
        }
        if (rejected == 0 && refusal == null) {
            return "ACCEPTED";
        }
        return accepted + duplicate == 0 ? "REJECTED" : "PARTLY_ACCEPTED";
    }
}
