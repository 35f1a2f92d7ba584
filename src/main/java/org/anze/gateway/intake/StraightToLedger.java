package org.anze.gateway.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.ledger.Append.Unstored;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small submissions of senders who wait for the receipt: the ledger's commit stores bytes and row together with what becomes of
 * the records, instead of two commits one after the other. Until then nothing was promised. Whatever does not go straight to
 * its end is to be registered as any other submission; the message id decides in the store whether it is there already.
 *
 * <p>Safe for many threads.
 */
final class StraightToLedger {

    private static final Logger LOG = LoggerFactory.getLogger(StraightToLedger.class);

    /** When more are under way, the others are stored first: then they can be answered with "accepted". */
    private static final int MOST_AT_ONCE = 64;

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
     * @param goesFirst whether it has a part of its party's share of the urgent lane
     * @param patience for how long at most
     * @return empty when it has to be registered: as a rule nothing was kept then, but that is not certain
     */
    Optional<Done> send(
            Arrival arrival,
            Mapping mapping,
            byte[] body,
            Instant now,
            Bulkhead.Place place,
            boolean goesFirst,
            Duration patience) {
        if (!processor.isHere() || !atOnce.tryAcquire()) {
            return Optional.empty();
        }
        long end = System.nanoTime() + patience.toNanos();
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        boolean handedOver = false;
        try {
            OptionalLong number = numbers.next(patience);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            SubmissionRows.Open submission = SubmissionRows.Open.fresh(
                    number.getAsLong(),
                    SubmissionId.next(now),
                    arrival,
                    mapping.name(),
                    raw.digest(body),
                    SubmissionSalt.draw(),
                    now,
                    body.length);
            DataKey key = raw.key(submission.party(), now);
            Unstored unstored = new Unstored(
                    arrival.channel().name(),
                    submission.mapping(),
                    body.length,
                    key.close(body, RawStore.place(submission.seq(), 0)));
            processor.goStraight(
                    submission, new SubmissionJob.Straight(unstored, body, answer, atOnce::release), goesFirst, place);
            handedOver = true;
            return Optional.of(new Done(submission, answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS)));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atDebug().addKeyValue("error", e.toString()).log("a submission does not go straight to the ledger");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            answer.cancel(false);
            if (!handedOver) {
                atOnce.release();
            }
        }
    }
}
