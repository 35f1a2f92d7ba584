package org.anze.gateway.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.anze.gateway.intake.admission.BatchTurns;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/** What a thread does with submissions whose turn it is: reads the raw bytes, cuts batches, sends them. Safe for many threads. */
final class SubmissionWork {

    private final SubmissionRows rows;
    private final RawStore raw;
    private final SubmissionReading reading;
    private final LineToLedger line;
    private final Supplier<Mappings> mappings;
    private final Supplier<Parties> parties;
    private final Lease lease;
    private final int batchesAhead;
    private final BatchTurns turns;

    /** @param turns those of all but urgent submissions */
    SubmissionWork(
            SubmissionRows rows,
            RawStore raw,
            SubmissionReading reading,
            LineToLedger line,
            Supplier<Mappings> mappings,
            Supplier<Parties> parties,
            Lease lease,
            int batchesAhead,
            BatchTurns turns) {
        this.rows = rows;
        this.raw = raw;
        this.reading = reading;
        this.line = line;
        this.mappings = mappings;
        this.parties = parties;
        this.lease = lease;
        this.batchesAhead = batchesAhead;
        this.turns = turns;
    }

    /**
     * Leads a large submission to the ledger.
     *
     * @param slice records before which it does not give way
     * @param othersWait whether others need the thread
     * @return completes when the last batch is committed; empty when the thread is given up to others meanwhile
     * @throws TryAgainLater and others when it has to be begun again
     */
    Optional<CompletableFuture<Appended>> leadLarge(SubmissionJob job, int slice, BooleanSupplier othersWait) {
        Optional<SubmissionRows.Open> found = open(job);
        if (found.isEmpty()) {
            return Optional.of(CompletableFuture.completedFuture(SubmissionCutter.NOTHING));
        }
        SubmissionRows.Open submission = found.get();
        SubmissionCutter cutter = cutter(job, submission);
        try {
            if (submission.batches() == 0) {
                // Large ones are read once before anything is appended: half a file must not be half accepted.
                reading.inspect(submission.party(), mapping(submission), () -> raw.open(submission.seq()));
            }
            return cutter.cut(slice, othersWait);
        } catch (SenderMustCorrect e) {
            return Optional.of(cutter.refuse(e.finding()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Leads small submissions to the ledger; those of one batch go down the line together.
     *
     * @return for each, in their order: completes when its last batch is committed, or exceptionally when it has to be begun
     *     again
     */
    List<CompletableFuture<Appended>> leadSmall(List<SubmissionJob> jobs) {
        Group group = new Group();
        List<CompletableFuture<Appended>> ends = new ArrayList<>(jobs.size());
        for (SubmissionJob job : jobs) {
            ends.add(begin(job, group));
        }
        group.send();
        return ends;
    }

    private CompletableFuture<Appended> begin(SubmissionJob job, Group group) {
        try {
            if (job.straight() != null && job.straight().end().isCancelled()) {
                throw notStraight();
            }
            Optional<SubmissionRows.Open> found = open(job);
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(SubmissionCutter.NOTHING);
            }
            SubmissionRows.Open submission = found.get();
            SubmissionCutter cutter = cutter(job, submission);
            try {
                // Of what is half-way it is too late to see whether all of it is sound.
                Optional<SubmissionCutter.Held> held = submission.batches() > 0 ? Optional.empty() : cutter.readAll();
                Optional<RawBatch> whole = held.flatMap(all -> cutter.whole(all.batches()));
                if (whole.isPresent()) {
                    return group.add(whole.get(), held.get().weight());
                }
                if (job.straight() != null) {
                    throw notStraight();
                }
                // It may wait for room, which must not be held by those that wait here to be sent.
                group.send();
                return held.isPresent()
                        ? cutter.sendAll(held.get().batches())
                        : leadLarge(job.onward(), Integer.MAX_VALUE, () -> false)
                                .orElseThrow();
            } catch (SenderMustCorrect e) {
                return cutter.refuse(e.finding());
            }
        } catch (IOException | RuntimeException | Error e) {
            // Also an Error: the submission is durable, and nobody else would take it up.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The batches of submissions that are one batch each, on their way to be sent together. For one thread. */
    private final class Group {
        private final List<Member> members = new ArrayList<>();
        private long held;

        private record Member(RawBatch batch, BatchTurns.Turn turn, CompletableFuture<Appended> end) {}

        CompletableFuture<Appended> add(RawBatch batch, long weight) {
            if (held + weight > SubmissionCutter.MOST_HELD) {
                send();
            }
            Member member = new Member(batch, turn(batch), new CompletableFuture<>());
            members.add(member);
            held += weight;
            return member.end;
        }

        private BatchTurns.Turn turn(RawBatch batch) {
            if (batch.submission().urgent()) {
                return () -> {};
            }
            int records = batch.records().size();
            Optional<BatchTurns.Turn> now = members.isEmpty() ? Optional.empty() : turns.tryEnter(records);
            return now.orElseGet(() -> {
                // Who waits for a turn must not keep others that he has.
                send();
                return turns.enter(batch.party().id(), batch.party().weight(), records, IntakeProblem.BUSY);
            });
        }

        void send() {
            if (members.isEmpty()) {
                return;
            }
            List<Member> sent = List.copyOf(members);
            members.clear();
            held = 0;
            List<CompletableFuture<Appended>> answers;
            try {
                answers = line.send(sent.stream().map(Member::batch).toList());
            } catch (RuntimeException | Error e) {
                sent.forEach(member -> settle(member, null, e));
                return;
            }
            for (int i = 0; i < sent.size(); i++) {
                Member member = sent.get(i);
                answers.get(i).whenComplete((appended, failure) -> settle(member, appended, failure));
            }
        }

        private void settle(Member member, @Nullable Appended appended, @Nullable Throwable failure) {
            member.turn.close();
            if (failure != null) {
                member.end.completeExceptionally(failure);
            } else {
                member.end.complete(appended);
            }
        }
    }

    private Optional<SubmissionRows.Open> open(SubmissionJob job) {
        // Another node may have begun with it when the lease was elsewhere in between.
        if (job.fresh() != null && lease.token() == job.token()) {
            return Optional.of(job.fresh());
        }
        if (job.straight() != null) {
            throw notStraight();
        }
        return rows.open(job.stored().seq());
    }

    /** It has to be stored first. */
    private static TryAgainLater notStraight() {
        return new TryAgainLater(IntakeProblem.BUSY, null);
    }

    private SubmissionCutter cutter(SubmissionJob job, SubmissionRows.Open submission) {
        Party party = parties.get()
                .find(submission.party())
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.CHANNEL_CLOSED, null));
        return new SubmissionCutter(
                line, turns, job, raw, reading, batchesAhead, submission, party, mapping(submission));
    }

    private Mapping mapping(SubmissionRows.Open submission) {
        return mappings.get()
                .find(submission.party(), submission.mapping())
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.MAPPING_UNKNOWN, null, submission.mapping()));
    }
}
