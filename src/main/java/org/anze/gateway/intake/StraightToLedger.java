package org.anze.gateway.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.ledger.Append.Unstored;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Small submissions of senders who wait for the receipt: the ledger's commit stores bytes and row together with what becomes of
 * the records, instead of two commits one after the other. Until then nothing was promised. Whatever does not go straight to
 * its end is to be registered as any other submission; the message id decides in the store whether it is there already.
 *
 * <p>Safe for many threads.
 */
final class StraightToLedger {

    private static final Logger LOG = LoggerFactory.getLogger(StraightToLedger.class);

    /** When more wait, they are stored first: then they can be answered with "accepted". */
    private static final int MOST_AT_ONCE = 64;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final SubmissionProcessor processor;
    private final SubmissionNumbers numbers;
    private final RawStore raw;
    private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE);

    StraightToLedger(SubmissionProcessor processor, SubmissionNumbers numbers, RawStore raw) {
        this.processor = processor;
        this.numbers = numbers;
        this.raw = raw;
    }

    /** A submission that is stored and final. */
    record Done(SubmissionRows.Open submission, Appended last) {}

    /**
     * Tries it once.
     *
     * @param place the caller's in the processor, kept meanwhile
     * @param patience of the sender
     * @return empty when it has to be registered: as a rule nothing was kept then, but that is not certain
     */
    Optional<Done> send(
            Arrival arrival, Mapping mapping, byte[] body, Instant now, Bulkhead.Place place, Duration patience) {
        boolean waits = !patience.isZero() && arrival.fileName() == null;
        if (!waits || !processor.isHere() || !atOnce.tryAcquire()) {
            return Optional.empty();
        }
        CompletableFuture<Appended> end = new CompletableFuture<>();
        try {
            SubmissionRows.Open submission = submission(arrival, mapping, body, now);
            DataKey key = raw.key(submission.party(), now);
            Unstored unstored = new Unstored(
                    arrival.channel().name(),
                    submission.mapping(),
                    body.length,
                    key.close(body, RawStore.place(submission.seq(), 0)));
            processor.goStraight(submission, new SubmissionJob.Straight(unstored, body, end), place);
            return Optional.of(new Done(
                    submission,
                    end.get(Math.min(LONGEST_WAIT.toMillis(), patience.toMillis()), TimeUnit.MILLISECONDS)));
        } catch (DataAccessException | ExecutionException | TimeoutException e) {
            LOG.atDebug().addKeyValue("error", e.toString()).log("a submission does not go straight to the ledger");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            end.cancel(false);
            atOnce.release();
        }
    }

    private SubmissionRows.Open submission(Arrival arrival, Mapping mapping, byte[] body, Instant now) {
        byte[] digest = raw.digest(body);
        return new SubmissionRows.Open(
                numbers.next(),
                SubmissionId.next(now),
                arrival.party().id(),
                SubmissionRows.identity(arrival, digest),
                mapping.name(),
                digest,
                SubmissionSalt.draw(),
                null,
                now,
                body.length,
                0,
                0,
                -1);
    }
}
