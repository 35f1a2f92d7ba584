package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.FeedRows.Cursor;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;

/**
 * Serves one recipient, on a thread of its own: sends what is open, oldest first, and prepares the next parcel when there
 * is room. Whatever happens to one recipient, the others notice nothing.
 */
final class RecipientFeed implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RecipientFeed.class);
    /** Parcels that may be on their way without a receipt. */
    private static final int MOST_OUTSTANDING = 8;

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);

    private final Party recipient;
    private final Party.Delivery delivery;
    private final FeedRows rows;
    private final StoppedParcels stoppedParcels;
    private final Supplier<Agreements> agreements;
    private final Lease lease;
    private final Clock clock;
    private final ParcelSending sending;
    private final ParcelPreparation preparation;
    private final ParcelMaker maker;
    private final ToldStanding told;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Object bell = new Object();
    private boolean rung;
    /** Whether this run has looked at what an earlier one left; for the feed's thread. */
    private boolean begun;
    /** Steps that failed one after the other, and {@link System#nanoTime} until which it rests; for the feed's thread. */
    private int failures;

    private long restsUntil = System.nanoTime();

    private @Nullable String standing;
    private volatile @Nullable String stopped;

    RecipientFeed(
            Party recipient,
            FeedRows rows,
            Selection selection,
            ParcelMaker maker,
            CourierLine couriers,
            Supplier<Agreements> agreements,
            Lease lease,
            Duration gather,
            Clock clock) {
        this.recipient = recipient;
        this.delivery = Optional.ofNullable(recipient.delivery()).orElseThrow();
        this.rows = rows;
        this.stoppedParcels = new StoppedParcels(recipient.id(), rows, selection, maker, clock);
        this.agreements = agreements;
        this.maker = maker;
        this.lease = lease;
        this.clock = clock;
        this.sending = new ParcelSending(recipient, delivery, rows, couriers, clock);
        this.preparation = new ParcelPreparation(recipient, delivery, rows, selection, maker, lease, gather, clock);
        this.told = new ToldStanding(recipient.id(), rows, lease);
    }

    Party recipient() {
        return recipient;
    }

    String breakerState() {
        return sending.breakerState();
    }

    /** Why it stands still; null when it works. */
    @Nullable
    String stopped() {
        return stopped;
    }

    @Nullable
    String lastError() {
        return sending.lastError();
    }

    /** How it stands, as far as this node knows: what the node that serves it told, where that is another one. */
    Standing standing() {
        return told.asFarAsKnown(here());
    }

    private Standing here() {
        return new Standing(breakerState(), lastError(), stopped);
    }

    /** There may be something to do. */
    void ring() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    /** Ends after the step under way. */
    void close() {
        open.set(false);
        ring();
    }

    @Override
    public void run() {
        while (open.get()) {
            if (!attempt()) {
                pause();
            }
        }
    }

    /** One step, whatever comes of it; false when it is better to pause. */
    boolean attempt() {
        boolean more = tryStep();
        told.tryTell(this::here);
        return more;
    }

    private boolean tryStep() {
        try {
            standing = null;
            boolean more = step();
            stopped = standing;
            failures = 0;
            return more;
        } catch (DataAccessException | GatewayProblem e) {
            stop(String.valueOf(e.getMessage()), e, Level.WARN);
        } catch (RuntimeException | Error e) {
            // Also an Error: the recipient would have no feed until the next start, and nobody would see why.
            stop(e.toString(), e, Level.ERROR);
        }
        return false;
    }

    private void stop(String reason, Throwable cause, Level level) {
        if (!reason.equals(stopped)) {
            LOG.atLevel(level)
                    .setCause(cause)
                    .addKeyValue("recipient", recipient.id())
                    .log("the feed of a recipient stands still; it will be tried again");
        }
        stopped = reason;
        long rest = Math.min(LONGEST_REST.toNanos(), FIRST_REST.toNanos() << Math.min(failures, 10));
        failures++;
        restsUntil = System.nanoTime() + rest;
    }

    /** What fails fails again at once as a rule, and reads hundreds of records for that. */
    private long restLeft() {
        return Math.max(preparation.gathersLeft(), restsUntil - System.nanoTime());
    }

    private void pause() {
        synchronized (bell) {
            try {
                long left = restLeft();
                while (left > 0 && open.get()) {
                    // Each look costs statements: whoever rings meanwhile waits for the end of it.
                    TimeUnit.NANOSECONDS.timedWait(bell, left);
                    left = restLeft();
                }
                if (!rung) {
                    bell.wait(IDLE.toMillis());
                }
                rung = false;
            } catch (InterruptedException e) {
                // Only close() ends a feed; whoever interrupts without it wakes it.
                LOG.atDebug().addKeyValue("recipient", recipient.id()).log("interrupted");
            }
        }
    }

    /** One parcel sent or prepared; false when there is nothing to do for the moment. */
    private boolean step() {
        if (!lease.isHeld()) {
            // Whoever served it meanwhile may have left parcels on their way.
            begun = false;
            standing = ToldStanding.ELSEWHERE;
            return false;
        }
        Agreements now = agreements.get();
        if (now.broken().containsKey(recipient.id())) {
            // A broken file neither opens a door nor makes records pass by: the cursor stays where it is.
            standing = now.broken().get(recipient.id()).get(0).zh();
            return false;
        }
        Optional<String> paused = rows.paused(recipient.id());
        if (paused.isPresent()) {
            standing = "已暂停：" + paused.get();
            return false;
        }
        Cursor cursor = cursor(now);
        if (cursor == null) {
            return false;
        }
        if (!begun) {
            maker.refresh();
            if (delivery.channel() != Party.Channel.PULL) {
                rows.parcels().sendAllAgain(recipient.id());
            }
        }
        begun = true;
        List<OpenParcel> parcels = rows.parcels().open(recipient.id());
        for (OpenParcel parcel : parcels) {
            if (isOverdue(parcel)) {
                rows.parcels().sendAgain(recipient.id(), parcel.number());
                return true;
            }
            if (parcel.state() == ParcelState.PREPARED) {
                if (fate(parcel, now) != StoppedParcels.Fate.UNCHANGED) {
                    return true;
                }
                if (delivery.channel() != Party.Channel.PULL) {
                    return sending.send(parcel);
                }
            }
        }
        // What an operator has reopened keeps nothing new from leaving: a recipient that pulls may never ask for it.
        List<OpenParcel> outstanding =
                parcels.stream().filter(parcel -> !parcel.wasSettled()).toList();
        if (outstanding.size() < MOST_OUTSTANDING && parcels.size() < ParcelRows.MOST_OPEN) {
            return prepare(cursor, now);
        }
        if (delivery.channel() == Party.Channel.PULL
                && outstanding.stream().anyMatch(parcel -> parcel.sentAt() != null && wasLongAgo(parcel.sentAt()))) {
            standing = "交换包已被领取而没有回执，新的不再准备 / parcels were pulled and not receipted: no more are prepared";
        }
        return false;
    }

    private @Nullable Cursor cursor(Agreements now) {
        Optional<Cursor> cursor = rows.cursor(recipient.id());
        if (cursor.isEmpty()) {
            Optional<Instant> from = now.of(recipient.id()).stream()
                    .map(agreement -> agreement.from())
                    .min(Instant::compareTo);
            if (from.isEmpty()) {
                standing = "没有生效的共享授权 / no agreement";
                return null;
            }
            rows.start(recipient.id(), from.get(), clock.instant());
            cursor = rows.cursor(recipient.id());
        }
        return cursor.orElse(null);
    }

    private boolean isOverdue(OpenParcel parcel) {
        return parcel.state() == ParcelState.SENT
                && delivery.channel() != Party.Channel.PULL
                && parcel.sentAt() != null
                && wasLongAgo(parcel.sentAt());
    }

    /** Whether a recipient that pulls is given a parcel although it asks for later ones. */
    boolean isDueAgain(OpenParcel parcel) {
        boolean isReopened = parcel.wasSettled() && parcel.state() == ParcelState.PREPARED;
        return isReopened || parcel.sentAt() == null || wasLongAgo(parcel.sentAt());
    }

    private boolean wasLongAgo(Instant sent) {
        Instant now = clock.instant();
        // Sent in the future: by a clock that was ahead, this one's or another node's. How long ago that is nobody
        // knows.
        return sent.plus(delivery.longestRetry()).isBefore(now) || sent.isAfter(now.plus(delivery.longestRetry()));
    }

    /** Replaces a parcel that may not or cannot leave any more. Also called by the threads of those who pull. */
    StoppedParcels.Fate fate(OpenParcel parcel, Agreements now) {
        return stoppedParcels.fate(parcel, now);
    }

    private boolean prepare(Cursor cursor, Agreements now) {
        if (preparation.isGathering(cursor)) {
            // It is looked again when the time is over, whether anybody rings or not.
            ring();
            return false;
        }
        ParcelPreparation.Outcome outcome = preparation.prepare(cursor, now);
        if (outcome.reason() != null) {
            standing = outcome.reason();
        }
        return outcome.more();
    }
}
