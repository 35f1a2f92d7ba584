package org.anze.gateway.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.feed.ParcelPlace;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/**
 * Who was given which units of a record, when. Read from the parcels themselves, that is from the very bytes that left, not
 * from what a rule would say today. Safe for many threads.
 */
final class Deliveries {

    /** Newest parcels that are opened for one page. */
    static final int MOST = 40;

    private final ConsoleDatabase database;
    private final DataKeys keys;

    Deliveries(ConsoleDatabase database, DataKeys keys) {
        this.keys = keys;
        this.database = database;
    }

    /** One unit as the parcel holds it. */
    record GivenUnit(String name, Manner manner) {}

    /**
     * One parcel that speaks of the record.
     *
     * @param withdrawal whether it tells the recipient to forget the record
     * @param units empty for a withdrawal
     * @param readable false when the stored document cannot be read
     * @param refusal the recipient's words when it refused the record; null otherwise
     * @param releasedAt when an operator released the refused record; null when he did not
     */
    record Delivery(
            String recipient,
            long number,
            String state,
            Instant preparedAt,
            @Nullable Instant leftAt,
            @Nullable Instant settledAt,
            boolean withdrawal,
            List<GivenUnit> units,
            boolean readable,
            @Nullable String refusal,
            @Nullable Instant releasedAt) {}

    /** By recipient, oldest first; the newest {@value #MOST} of all. */
    List<Delivery> of(long index) {
        // The entries of a parcel lie between from_entry and to_entry; a withdrawal speaks of an earlier one.
        return database.sql(
                        "select * from (select p.recipient, p.number, p.state, p.prepared_at, p.left_at, p.settled_at,"
                                + " p.document, ? = any(p.withdrawals) as withdrawal, k.reason, k.released_at"
                                + " from parcel p left join parked_record k"
                                + " on k.recipient = p.recipient and k.number = p.number and k.entry = ?"
                                + " where (p.from_entry <= ? and p.to_entry >= ? and ? = any(p.entries))"
                                + " or (p.withdrawals <> '{}' and ? = any(p.withdrawals))"
                                + " order by p.prepared_at desc limit ?) newest order by recipient, number")
                .params(index, index, index, index, index, index, MOST)
                .query((row, number) -> delivery(row, index))
                .list();
    }

    private Delivery delivery(ResultSet row, long index) throws SQLException {
        boolean withdrawal = row.getBoolean("withdrawal");
        List<GivenUnit> units = List.of();
        boolean readable = true;
        if (!withdrawal) {
            try {
                byte[] closed = row.getBytes("document");
                byte[] place = ParcelPlace.document(row.getString("recipient"), row.getLong("number"));
                // Only which units, not what is in them.
                units = keys.opens(closed) ? units(keys.open(closed, place), index) : List.of();
                readable = !units.isEmpty();
            } catch (FlawException e) {
                readable = false;
            }
        }
        String refusal = row.getString("reason");
        return new Delivery(
                row.getString("recipient"),
                row.getLong("number"),
                row.getString("state"),
                ConsoleDatabase.neededInstant(row, "prepared_at"),
                ConsoleDatabase.instant(row, "left_at"),
                ConsoleDatabase.instant(row, "settled_at"),
                withdrawal,
                units,
                readable,
                refusal == null ? null : PersonalText.hideNumbers(refusal),
                ConsoleDatabase.instant(row, "released_at"));
    }

    /** The units of the entry with this index in a parcel document (docs/spec/seal-v1.md); empty when it is not there. */
    static List<GivenUnit> units(byte[] document, long index) throws FlawException {
        Map<?, ?> parcel = CanonicalJson.parseObject(document);
        if (parcel.get("evidence") instanceof Map<?, ?> evidence
                && evidence.get("entries") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map
                        && map.get("header") instanceof Map<?, ?> header
                        && Long.valueOf(index).equals(header.get("index"))
                        && map.get("units") instanceof List<?> units) {
                    return units(units);
                }
            }
        }
        return List.of();
    }

    private static List<GivenUnit> units(List<?> units) {
        List<GivenUnit> given = new ArrayList<>();
        for (Object unit : units) {
            if (unit instanceof Map<?, ?> map) {
                Manner manner = map.containsKey("salt")
                        ? Manner.GIVEN
                        : map.containsKey("masked") ? Manner.MASKED : Manner.WITHHELD;
                given.add(new GivenUnit(String.valueOf(map.get("name")), manner));
            }
        }
        return given;
    }
}
