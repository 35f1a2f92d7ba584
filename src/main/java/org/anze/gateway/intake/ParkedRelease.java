package org.anze.gateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.LedgerEvents;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.ledger.ParkedRecords.Due;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SignedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Leads parked records to their end: when what they refer to was appended, or when they have waited long enough, they go down
 * the line of batches once more. What is due stands in the store; this only looks there, at once when the ledger's writer
 * says so and from time to time anyhow, so that a crash or a lost answer delays and never loses.
 *
 * <p>Has one thread of its own.
 */
final class ParkedRelease implements LedgerEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedRelease.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int PAGE = 200;
    /** After so many failures the records of a submission are tried one by one. */
    private static final int TRIED_TOGETHER = 3;

    private final ParkedRecords parked;
    private final LineToLedger line;
    private final Supplier<Parties> parties;
    private final Runnable supplementMade;
    private final Lease lease;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("intake-parked-"));
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean rung = new AtomicBoolean();
    /** Submissions whose release failed, until it works again; for the thread. As many as there are parked submissions. */
    private final Map<Long, Failure> failures = new HashMap<>();

    private record Failure(int attempts, Instant notBefore) {}

    ParkedRelease(
            ParkedRecords parked,
            LineToLedger line,
            Supplier<Parties> parties,
            Runnable supplementMade,
            Lease lease,
            Clock clock) {
        this.parked = parked;
        this.line = line;
        this.parties = parties;
        this.supplementMade = supplementMade;
        this.lease = lease;
        this.clock = clock;
    }

    /** Begins to look, at first for what an earlier run of the gateway left. */
    void start() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint) {
        // Whether any of them was awaited is said by parkedDue.
    }

    @Override
    public void parkedDue() {
        if (rung.compareAndSet(false, true)) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed; what is due is looked for at the next start");
            }
        }
    }

    private void look() {
        rung.set(false);
        if (!lease.isHeld()) {
            return;
        }
        try {
            Instant now = clock.instant();
            long after = -1;
            List<Long> page = parked.dueSubmissions(after, now, PAGE);
            while (!page.isEmpty()) {
                for (Long submission : page) {
                    release(submission, now);
                }
                after = page.get(page.size() - 1);
                page = parked.dueSubmissions(after, now, PAGE);
            }
        } catch (RuntimeException | Error e) {
            // Also an Error: a periodic task that throws is never run again.
            LOG.atWarn().addKeyValue("error", e.toString()).log("parked records cannot be looked for");
        }
    }

    private void release(long submission, Instant now) {
        Failure earlier = failures.get(submission);
        if (earlier != null && earlier.notBefore.isAfter(now)) {
            return;
        }
        try {
            releaseAll(submission, now, earlier != null && earlier.attempts >= TRIED_TOGETHER ? 1 : RawBatch.SIZE);
            failures.remove(submission);
        } catch (RuntimeException e) {
            int attempts = earlier == null ? 1 : earlier.attempts + 1;
            Duration pause = Duration.ofSeconds(1L << Math.min(attempts, 20));
            failures.put(
                    submission,
                    new Failure(attempts, now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)));
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            boolean expected = cause instanceof GatewayProblem || cause instanceof DataAccessException;
            LOG.atLevel(expected ? Level.WARN : Level.ERROR)
                    .setCause(expected ? null : cause)
                    .addKeyValue("submission", submission)
                    .addKeyValue("attempts", attempts)
                    .addKeyValue("error", cause.toString())
                    .log("parked records of a submission could not be validated again; they stay parked");
        }
    }

    /**
     * Each that is due now is tried once; what is marked again meanwhile rings again.
     *
     * @param size how many at a time; one by one, a record that cannot be written does not hold up those behind it
     */
    private void releaseAll(long submission, Instant now, int size) {
        SubmissionRef reference = parked.submission(submission)
                .orElseThrow(() -> new IllegalStateException("parked records without their submission"));
        Party party = parties.get()
                .find(reference.party())
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.CHANNEL_CLOSED, null));
        RuntimeException failure = null;
        List<Due> page = parked.due(submission, -1, 0, now, size);
        while (!page.isEmpty()) {
            try {
                Appended appended = line.sendAlone(RawBatch.release(reference, party, page));
                if (appended.receipt() != null) {
                    supplementMade.run();
                }
            } catch (RuntimeException e) {
                if (size > 1) {
                    throw e;
                }
                failure = e;
            }
            Due last = page.get(page.size() - 1);
            page = parked.due(submission, last.raw().ordinal(), last.part(), now, size);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Stops; what is due stays so. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
