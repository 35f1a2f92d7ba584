package org.anze.gateway.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.admission.BatchTurns;
import org.anze.gateway.intake.batch.BatchCut;
import org.anze.gateway.intake.batch.EarlierBatches;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.returned.RecordSource;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one submission into batches and keeps a few of them on their way. What the ledger has already is read past. For one
 * thread and one run.
 */
final class SubmissionCutter {

    /** What became of no batch. */
    static final Appended NOTHING = new Appended(0, 0, 0, null, null);

    /** Weight of the records of one thread's small submissions; more is read on while it is sent. */
    static final long MOST_HELD = 8L << 20;

    private final LineToLedger line;
    private final @Nullable BatchTurns turns;
    private final boolean careful;
    private final SubmissionJob.@Nullable Straight straight;
    private final RawStore raw;
    private final SubmissionReading reading;
    private final int batchesAhead;
    private final SubmissionRows.Open submission;
    private final Party party;
    private final Mapping mapping;
    private final SubmissionRef reference;
    private final Deque<Sent> ahead = new ArrayDeque<>();
    private EarlierBatches earlier;
    private long number;

    private record Sent(RawBatch batch, CompletableFuture<Appended> answer) {}

    /** @param turns whose turn is waited for before each batch of a submission that does not go first */
    SubmissionCutter(
            LineToLedger line,
            BatchTurns turns,
            SubmissionJob job,
            RawStore raw,
            SubmissionReading reading,
            int batchesAhead,
            SubmissionRows.Open submission,
            Party party,
            Mapping mapping) {
        this.line = line;
        this.turns = job.goesFirst() ? null : turns;
        this.careful = job.careful();
        this.straight = job.straight();
        this.raw = raw;
        this.reading = reading;
        this.batchesAhead = batchesAhead;
        this.submission = submission;
        this.party = party;
        this.mapping = mapping;
        this.number = submission.batches();
        this.earlier = new EarlierBatches(batchesAhead);
        this.reference = new SubmissionRef(
                submission.seq(),
                submission.id(),
                submission.party(),
                submission.messageId(),
                submission.digest(),
                submission.salt(),
                submission.origin(),
                submission.receivedAt(),
                job.goesFirst(),
                straight == null ? null : straight.unstored());
    }

    /**
     * What was read of a small submission.
     *
     * @param batches one at least
     * @param weight of all its records
     */
    record Held(List<List<RawRecord>> batches, long weight) {}

    /**
     * Reads a small submission to its end: it is held until its end was seen to be sound. Nothing is sent.
     *
     * @return empty when there is more in it than may be held: a workbook or an archive may be small and have much in it
     * @throws SenderMustCorrect when the submission cannot be read to its end
     */
    Optional<Held> readAll() throws IOException {
        try (RecordSource reader = open()) {
            List<List<RawRecord>> batches = new ArrayList<>(1);
            BatchCut cut = new BatchCut(mapping);
            for (RawRecord next = reader.next(); next != null; next = reader.next()) {
                if (cut.isFull()) {
                    batches.add(cut.take());
                }
                cut.add(next);
                if (cut.total() > MOST_HELD) {
                    return Optional.empty();
                }
            }
            batches.add(cut.take());
            return Optional.of(new Held(batches, cut.total()));
        }
    }

    /** What was read as the one batch that it is, to be sent by the caller; empty when there are others. */
    Optional<RawBatch> whole(List<List<RawRecord>> batches) {
        if (batches.size() > 1 || careful) {
            return Optional.empty();
        }
        FaultPoints.before(Step.BATCH_SEND, IllegalStateException::new);
        return Optional.of(new RawBatch(reference, party, mapping, 0, batches.get(0), true, null));
    }

    /**
     * Sends what was read; nobody waits here for what was sent last.
     *
     * @return as {@link #cut}
     */
    CompletableFuture<Appended> sendAll(List<List<RawRecord>> batches) {
        for (int i = 0; i < batches.size(); i++) {
            send(batches.get(i), i == batches.size() - 1);
        }
        return answered();
    }

    /**
     * Reads and sends a large submission, which was inspected before.
     *
     * @param slice records before which it does not give way
     * @param othersWait whether others need the thread; asked now and then
     * @return completes with the last batch, or with what the first that failed failed with. Empty when it stopped at the
     *     end of a batch for others; everything before is in the ledger then
     * @throws SenderMustCorrect when the submission cannot be read to its end, or when its mapping, edited meanwhile, no
     *     longer reads it as it did when its first batches were appended
     */
    Optional<CompletableFuture<Appended>> cut(int slice, BooleanSupplier othersWait) throws IOException {
        try (RecordSource reader = open()) {
            BatchCut cut = new BatchCut(mapping);
            long past = readPast(reader);
            RawRecord next = reader.next();
            while (next != null) {
                cut.add(next);
                next = reader.next();
                if (cut.isFull() && next != null) {
                    send(cut.take(), false);
                    if (hasDoneItsPart(slice, cut.total(), past) && othersWait.getAsBoolean()) {
                        settleAll();
                        return Optional.empty();
                    }
                }
            }
            send(cut.take(), true);
            settleAll();
            return Optional.of(answered());
        }
    }

    /**
     * What is in the ledger is not read by another mapping than it was: its entries stand, and what the submission is told of
     * them has to stay true.
     *
     * @return the weight of it
     */
    private long readPast(RecordSource reader) throws IOException {
        long weight = 0;
        for (long i = 0; i < submission.records(); i++) {
            RawRecord end = reader.next();
            if (end == null || i == submission.records() - 1 && !isWhereItStopped(end)) {
                throw new SenderMustCorrect(
                        IntakeProblem.MAPPING_CHANGED,
                        Location.ofLine(submission.readToLine()),
                        mapping.name(),
                        submission.records());
            }
            weight += end.weight();
        }
        return weight;
    }

    /** Whether the last raw record in the ledger is this one. */
    private boolean isWhereItStopped(RawRecord end) {
        return (submission.readToLine() == 0
                        || submission.readToLine() == end.location().line())
                && (submission.readToOrdinal() < 0 || submission.readToOrdinal() == end.ordinal());
    }

    private RecordSource open() throws IOException {
        return reading.open(
                party.id(),
                mapping,
                () -> straight == null
                        ? raw.open(submission.seq(), submission.digest())
                        : new ByteArrayInputStream(straight.body()));
    }

    /**
     * At least as much as there was to be read past: however often it gives way, all of it together is read twice at most.
     */
    private boolean hasDoneItsPart(int slice, long done, long past) {
        return number - submission.batches() >= slice / mapping.batchSize() && done >= past;
    }

    private void send(List<RawRecord> records, boolean last) {
        while (ahead.size() >= batchesAhead) {
            settleOldest();
        }
        FaultPoints.before(Step.BATCH_SEND, IllegalStateException::new);
        RawBatch batch = new RawBatch(reference, party, mapping, number++, records, last, null, earlier);
        if (careful) {
            line.sendAlone(batch);
        } else {
            ahead.addLast(new Sent(batch, sendInTurn(batch)));
        }
    }

    private CompletableFuture<Appended> sendInTurn(RawBatch batch) {
        if (turns == null) {
            return line.send(batch);
        }
        BatchTurns.Turn turn =
                turns.enter(party.id(), party.weight(), batch.records().size(), IntakeProblem.BUSY);
        CompletableFuture<Appended> answer;
        try {
            answer = line.send(batch);
        } catch (RuntimeException | Error e) {
            turn.close();
            throw e;
        }
        answer.whenComplete((appended, failure) -> turn.close());
        return answer;
    }

    private void settleAll() {
        while (!ahead.isEmpty()) {
            settleOldest();
        }
    }

    /** Waits for the oldest batch on its way. */
    private void settleOldest() {
        try {
            ahead.getFirst().answer.join();
            ahead.removeFirst();
        } catch (CompletionException e) {
            if (!LineToLedger.isOutdated(e)) {
                throw e;
            }
            judgeAnew();
        }
    }

    /**
     * What the oldest batch was judged by has changed, so it was not appended, nor were those behind it, which were judged
     * with it in mind. They are all answered when they are sent again: the writer takes one after the other.
     */
    private void judgeAnew() {
        List<Sent> sent = List.copyOf(ahead);
        ahead.clear();
        earlier = new EarlierBatches(batchesAhead);
        for (Sent each : sent) {
            line.sendAlone(each.batch);
        }
    }

    /** Completes when all that is on its way is answered. */
    private CompletableFuture<Appended> answered() {
        CompletableFuture<Appended> answered = CompletableFuture.completedFuture(NOTHING);
        for (Sent each : ahead) {
            answered = answered.thenCombine(each.answer, (before, last) -> last);
        }
        return answered;
    }

    /** The whole is refused, or the rest of it; what was appended before stays and is counted. */
    CompletableFuture<Appended> refuse(Finding finding) {
        settleAll();
        return line.send(new RawBatch(reference, party, mapping, number, List.of(), true, finding));
    }
}
