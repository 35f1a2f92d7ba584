package org.anze.gateway.ledger;

import java.time.Instant;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** The counters of one submission inside one transaction of the writer. For one thread. */
final class SubmissionProgress {

    private final long seq;
    private final boolean finished;
    private long batches;
    private long records;
    private long accepted;
    private long warned;
    private long rejected;
    private long duplicate;
    private @Nullable Long firstEntry;
    private @Nullable Long lastEntry;
    private long lastLine;
    private byte @Nullable [] receipt;
    private @Nullable Instant finishedAt;
    private @Nullable Finding refusal;

    SubmissionProgress(
            long seq,
            boolean finished,
            long batches,
            long records,
            long accepted,
            long warned,
            long rejected,
            long duplicate,
            @Nullable Long firstEntry,
            @Nullable Long lastEntry,
            long lastLine) {
        this.seq = seq;
        this.finished = finished;
        this.batches = batches;
        this.records = records;
        this.accepted = accepted;
        this.warned = warned;
        this.rejected = rejected;
        this.duplicate = duplicate;
        this.firstEntry = firstEntry;
        this.lastEntry = lastEntry;
        this.lastLine = lastLine;
    }

    void add(int rawRecords, int acceptedNow, int warnedNow, int rejectedNow, int duplicateNow) {
        batches++;
        records += rawRecords;
        accepted += acceptedNow;
        warned += warnedNow;
        rejected += rejectedNow;
        duplicate += duplicateNow;
    }

    /** Where the last raw record of the batch begins. */
    void readTo(long line) {
        lastLine = Math.max(lastLine, line);
    }

    void entry(long index) {
        if (firstEntry == null) {
            firstEntry = index;
        }
        lastEntry = index;
    }

    void finish(byte[] signedReceipt, Instant at, @Nullable Finding why) {
        receipt = signedReceipt;
        finishedAt = at;
        refusal = why;
    }

    long seq() {
        return seq;
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

    /** Canonical records: accepted, rejected and duplicate. */
    long received() {
        return accepted + rejected + duplicate;
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

    long lastLine() {
        return lastLine;
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
        return finishedAt == null ? "PROCESSING" : verdict(refusal);
    }

    /**
     * The state it ends in.
     *
     * @param why the reason for which the whole is refused. What an earlier run had appended before the reason was known
     *     stays, and then nobody may be told that nothing was taken
     */
    String verdict(@Nullable Finding why) {
        if (accepted + duplicate == 0) {
            return "REJECTED";
        }
        return rejected > 0 || why != null ? "PARTLY_ACCEPTED" : "ACCEPTED";
    }
}
