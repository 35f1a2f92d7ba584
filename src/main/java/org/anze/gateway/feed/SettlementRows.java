package org.anze.gateway.feed;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.Settlement.RefusedRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What recipients said of their parcels, and what they refused. What one method changes, it changes in one transaction. Safe for
 * several threads.
 */
final class SettlementRows {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ParcelRows parcels;

    SettlementRows(JdbcClient jdbc, TransactionTemplate transactions, ParcelRows parcels) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.parcels = parcels;
    }

    /**
     * Settles a parcel and parks what was refused.
     *
     * @param mark of the bytes that the receipt is about; null when that is not known
     * @return false when no such parcel has left, or others have taken the place of those bytes
     */
    boolean settle(String recipient, long number, byte @Nullable [] mark, List<RefusedRecord> refused, Instant now) {
        FaultPoints.before(Step.SETTLE_COMMIT, DataAccessResourceFailureException::new);
        Boolean found = transactions.execute(status -> {
            ParcelState state = refused.isEmpty() ? ParcelState.ACKNOWLEDGED : ParcelState.REFUSED;
            // A receipt with a wrong number must not pass for one of a parcel that is still to be sent.
            Optional<Boolean> wasOpen = jdbc.sql(
                            "select settled_at is null from parcel where recipient = ? and number = ?"
                                    + " and left_at is not null and coalesce(substring(document for ?) = ?, true) for update")
                    .params(recipient, number, ParcelsAtHand.MARK, mark)
                    .query(Boolean.class)
                    .optional();
            if (wasOpen.isPresent()) {
                jdbc.sql("update parcel set state = ?, settled_at = coalesce(settled_at, ?), last_error = null,"
                                + " former_state = null where recipient = ? and number = ?")
                        .params(state.name(), utc(now), recipient, number)
                        .update();
                if (wasOpen.get()) {
                    // The answer to this sending counts, not to an earlier one; a receipt that came twice does not.
                    takeUp(recipient, number);
                }
                if (!refused.isEmpty()) {
                    park(recipient, number, refused, now);
                }
            }
            return wasOpen.isPresent();
        });
        FaultPoints.after(Step.SETTLE_COMMIT, DataAccessResourceFailureException::new);
        parcels.atHand().drop(recipient, number);
        return Boolean.TRUE.equals(found);
    }

    /** What an earlier receipt of a parcel refused no longer counts, unless it went into a later parcel meanwhile. */
    private void takeUp(String recipient, long number) {
        jdbc.sql("delete from parked_record where recipient = ? and number = ? and released_at is null")
                .params(recipient, number)
                .update();
    }

    /**
     * Parks the records that are named, and all when the whole is refused or nothing that is named was in the parcel: what
     * a recipient did not take must not count as delivered.
     */
    private void park(String recipient, long number, List<RefusedRecord> refused, Instant now) {
        Map<Long, String> reasons = new HashMap<>();
        refused.forEach(record -> reasons.putIfAbsent(record.index(), ParcelRows.words(record.reason())));
        List<Long> held = parcels.entriesOf(recipient, number);
        List<Long> named = held.stream().filter(reasons::containsKey).toList();
        String whole = reasons.get(RefusedRecord.WHOLE);
        boolean all = whole != null || named.isEmpty();
        List<Long> parked = all ? held : named;
        String otherwise = whole == null ? refused.get(0).reason() : whole;
        jdbc.sql("insert into parked_record (recipient, number, entry, reason, parked_at)"
                        + " select ?, ?, entry, reason, ? from unnest(?::bigint[], ?::text[]) as refused (entry, reason)"
                        + " on conflict (recipient, number, entry) do nothing")
                .params(
                        recipient,
                        number,
                        utc(now),
                        parked.toArray(Long[]::new),
                        parked.stream()
                                .map(entry -> reasons.getOrDefault(entry, ParcelRows.words(otherwise)))
                                .toArray(String[]::new))
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
