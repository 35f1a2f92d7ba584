package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.FeedRows.Cursor;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.record.DisclosedRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Serves one recipient, on a thread of its own: sends what is open, oldest first, and prepares the next parcel when there
 * is room. Whatever happens to one recipient, the others notice nothing.
 */
final class RecipientFeed implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RecipientFeed.class);
    /** Parcels that may be on their way without a receipt. */
    private static final int MOST_OUTSTANDING = 8;

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final String ELSEWHERE = "由另一网关节点服务 / another node serves it";

    private final Party recipient;
    private final Party.Delivery delivery;
    private final FeedRows rows;
    private final Selection selection;
    private final ParcelMaker maker;
    private final StoppedParcels stoppedParcels;
    private final Supplier<Agreements> agreements;
    private final Lease lease;
    private final Duration gather;
    private final Clock clock;
    private final ParcelSending sending;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Object bell = new Object();
    private boolean rung;
    /** {@link System#nanoTime} until which records are gathered; for the feed's thread. */
    private long gathersUntil = System.nanoTime();
    /** Whether this run has looked at what an earlier one left; for the feed's thread. */
    private boolean begun;

    private @Nullable String standing;
    private volatile @Nullable String stopped;
    /** What the other nodes were told; for the feed's thread. */
    private @Nullable Standing told;
    /** Why they could not be, so that it is logged once; for the feed's thread. */
    private @Nullable String untold;

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
        this.selection = selection;
        this.maker = maker;
        this.stoppedParcels = new StoppedParcels(recipient.id(), rows, selection, maker, clock);
        this.agreements = agreements;
        this.lease = lease;
        this.gather = gather;
        this.clock = clock;
        this.sending = new ParcelSending(recipient, delivery, rows, couriers, clock);
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
        Standing here = new Standing(breakerState(), lastError(), stopped);
        return isServedHere(here) ? here : rows.standing(recipient.id()).orElse(Standing.NOT_KNOWN);
    }

    private boolean isServedHere(Standing here) {
        return lease.isHeld() && !ELSEWHERE.equals(here.stopped());
    }

    /** Tells the other nodes when something changed. Nothing is done by it, so whatever goes wrong: the next step tells. */
    private void tryTell() {
        try {
            tell();
        } catch (DataAccessException e) {
            LOG.atDebug()
                    .addKeyValue("recipient", recipient.id())
                    .addKeyValue("error", e.toString())
                    .log("how a feed stands could not be told");
        } catch (RuntimeException | Error e) {
            // As with a step: the thread must not end while the lease stays held.
            if (!e.toString().equals(untold)) {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("recipient", recipient.id())
                        .log("how a feed stands could not be told");
            }
            untold = e.toString();
        }
    }

    private void tell() {
        Standing here = new Standing(breakerState(), lastError(), stopped);
        long token = lease.token();
        if (token == Lease.NONE || !isServedHere(here)) {
            told = null;
        } else if (!here.equals(told)) {
            rows.tell(recipient.id(), token, here);
            told = here;
            untold = null;
        }
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
        tryTell();
        return more;
    }

    private boolean tryStep() {
        try {
            standing = null;
            rows.parcels().atHand().dropOld();
            boolean more = step();
            stopped = standing;
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
    }

    private void pause() {
        synchronized (bell) {
            try {
                long left = gathersLeft();
                while (left > 0 && open.get()) {
                    // Each look costs statements: whoever rings meanwhile waits for the end of it.
                    TimeUnit.NANOSECONDS.timedWait(bell, left);
                    left = gathersLeft();
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

    private long gathersLeft() {
        return gathersUntil - System.nanoTime();
    }

    /** One parcel sent or prepared; false when there is nothing to do for the moment. */
    private boolean step() {
        if (!lease.isHeld()) {
            // Whoever served it meanwhile may have left parcels on their way.
            begun = false;
            standing = ELSEWHERE;
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
        if (!begun && delivery.channel() != Party.Channel.PULL) {
            rows.parcels().sendAllAgain(recipient.id());
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
        return parcels.size() < MOST_OUTSTANDING && prepare(cursor, now);
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
                && parcel.sentAt().plus(delivery.longestRetry()).isBefore(clock.instant());
    }

    /** Replaces a parcel that may not or cannot leave any more. Also called by the threads of those who pull. */
    StoppedParcels.Fate fate(OpenParcel parcel, Agreements now) {
        return stoppedParcels.fate(parcel, now);
    }

    private boolean prepare(Cursor cursor, Agreements now) {
        if (gathersLeft() > 0 && selection.waiting(cursor.nextEntry()) < delivery.parcelSize()) {
            // It is looked again when the time is over, whether anybody rings or not.
            ring();
            return false;
        }
        Instant instant = clock.instant();
        Selection.Chosen chosen =
                selection.choose(recipient.id(), now, cursor.nextEntry(), delivery.parcelSize(), instant);
        if (chosen.full()) {
            standing = "已达到授权的每日数量上限，次日继续 / the daily volume of an agreement is reached; it goes on tomorrow";
        }
        if (!chosen.stale().isEmpty()) {
            rows.dropBacklog(lease, recipient.id(), chosen.stale());
        }
        List<DisclosedRecord> records = chosen.records();
        boolean someWere = !records.isEmpty() || chosen.nextEntry() > cursor.nextEntry();
        if (someWere && records.size() < delivery.parcelSize()) {
            gathersUntil = System.nanoTime() + gather.toNanos();
        }
        if (records.isEmpty()) {
            if (chosen.nextEntry() > cursor.nextEntry()) {
                rows.moveCursor(lease, recipient.id(), cursor.nextEntry(), chosen.nextEntry(), instant);
                return true;
            }
            return false;
        }
        ParcelMaker.Made made = maker.make(recipient, cursor.nextNumber(), records);
        List<Long> given = records.stream()
                .filter(record -> !record.withdrawal())
                .map(record -> record.sealed().index())
                .toList();
        List<Long> withdrawn = records.stream()
                .filter(DisclosedRecord::withdrawal)
                .map(record -> record.sealed().index())
                .toList();
        Optional<Map<Agreement, Long>> taken = selection.take(recipient.id(), now, records, instant);
        if (taken.isEmpty()) {
            return true;
        }
        try {
            prepare(cursor, chosen, made, given, withdrawn, records, instant);
        } catch (RuntimeException | Error e) {
            giveBackUnlessPrepared(taken.get(), cursor, instant, e);
            throw e;
        }
        return true;
    }

    /** A commit whose answer was lost may have been one: the volume is given back only when the parcel is certainly not there. */
    private void giveBackUnlessPrepared(Map<Agreement, Long> taken, Cursor before, Instant instant, Throwable failure) {
        try {
            if (rows.settledCursor(recipient.id()).filter(before::equals).isPresent()) {
                selection.giveBack(taken, instant);
            }
        } catch (DataAccessException e) {
            // Not known: rather too little that day than too much.
            failure.addSuppressed(e);
        }
    }

    private void prepare(
            Cursor cursor,
            Selection.Chosen chosen,
            ParcelMaker.Made made,
            List<Long> given,
            List<Long> withdrawn,
            List<DisclosedRecord> records,
            Instant instant) {
        FaultPoints.before(Step.PREPARE_COMMIT, DataAccessResourceFailureException::new);
        rows.prepare(
                lease,
                new PreparedParcel(
                        made.parcel(),
                        made.checkpointSize(),
                        given.isEmpty() ? cursor.nextEntry() : Math.min(given.get(0), cursor.nextEntry()),
                        chosen.nextEntry(),
                        given,
                        withdrawn,
                        chosen.backlog(),
                        ParcelMaker.agreements(records)),
                cursor,
                instant);
        FaultPoints.after(Step.PREPARE_COMMIT, DataAccessResourceFailureException::new);
    }
}
