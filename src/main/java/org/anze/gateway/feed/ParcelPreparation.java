package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.FeedRows.Cursor;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.DisclosedRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Prepares a recipient's parcels. After one that was not full, records are gathered for a while, so that a slow ledger does not
 * make a parcel of each record. For the feed's thread.
 */
final class ParcelPreparation {

    private final Party recipient;
    private final Party.Delivery delivery;
    private final FeedRows rows;
    private final Selection selection;
    private final ParcelMaker maker;
    private final Lease lease;
    private final Duration gather;
    private final Clock clock;
    /** {@link System#nanoTime} until which records are gathered. */
    private long gathersUntil = System.nanoTime();

    ParcelPreparation(
            Party recipient,
            Party.Delivery delivery,
            FeedRows rows,
            Selection selection,
            ParcelMaker maker,
            Lease lease,
            Duration gather,
            Clock clock) {
        this.recipient = recipient;
        this.delivery = delivery;
        this.rows = rows;
        this.selection = selection;
        this.maker = maker;
        this.lease = lease;
        this.gather = gather;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param more whether there may be something to do at once
     * @param reason why it does not go on although there are entries; null when nothing keeps it
     */
    record Outcome(boolean more, @Nullable String reason) {}

    /** How long records are still gathered, in nanoseconds; not positive when they are not. */
    long gathersLeft() {
        return gathersUntil - System.nanoTime();
    }

    /** Whether it is better to wait for more records. */
    boolean isGathering(Cursor cursor) {
        return gathersLeft() > 0 && selection.waiting(cursor.nextEntry()) < delivery.parcelSize();
    }

    /** Prepares the next parcel, or moves the cursor over what is not for this recipient. */
    Outcome prepare(Cursor cursor, Agreements now) {
        maker.requireSealingTime();
        Instant instant = clock.instant();
        Selection.Chosen chosen =
                selection.choose(recipient.id(), now, cursor.nextEntry(), delivery.parcelSize(), instant);
        if (!chosen.stale().isEmpty()) {
            rows.dropBacklog(lease, recipient.id(), chosen.stale());
        }
        String reason = reason(chosen);
        List<DisclosedRecord> records = chosen.records();
        boolean someWere = !records.isEmpty() || chosen.nextEntry() > cursor.nextEntry();
        if (someWere && records.size() < delivery.parcelSize()) {
            gathersUntil = System.nanoTime() + gather.toNanos();
        }
        if (records.isEmpty()) {
            if (chosen.nextEntry() > cursor.nextEntry()) {
                rows.moveCursor(lease, recipient.id(), cursor.nextEntry(), chosen.nextEntry(), instant);
                return new Outcome(true, reason);
            }
            return new Outcome(false, reason);
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
            return new Outcome(true, reason);
        }
        try {
            write(cursor, chosen, made, given, withdrawn, records, instant);
        } catch (RuntimeException | Error e) {
            giveBackUnlessPrepared(taken.get(), cursor, instant, e);
            throw e;
        }
        return new Outcome(true, reason);
    }

    private @Nullable String reason(Selection.Chosen chosen) {
        Long archived = chosen.archived();
        if (archived != null) {
            String month =
                    selection.archivedIn(archived).map(YearMonth::toString).orElse("–");
            return "第 " + archived + " 条的内容已归档（" + month + "），恢复该月后自动继续 / the content of entry " + archived
                    + " is archived: restore " + month + ", and it goes on";
        }
        return chosen.full()
                ? "已达到授权的每日数量上限，次日继续 / the daily volume of an agreement is reached; it goes on tomorrow"
                : null;
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

    private void write(
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
