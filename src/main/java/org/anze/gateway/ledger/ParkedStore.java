package org.anze.gateway.ledger;

import static org.anze.gateway.ledger.Pipeline.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.ledger.Append.ParkedRecord;
import org.anze.gateway.record.RecordType;

/** The writer's statements about parked records. All run inside the caller's transaction. */
final class ParkedStore {

    private ParkedStore() {}

    /** One parked record. */
    record Place(long submission, long ordinal, int part) {}

    /** Parked records of one submission that are next to one another. */
    record Range(long submission, long first, long last) {}

    /** Which of the records of these releases are still parked. */
    static Set<Place> present(Connection connection, Collection<Place> released) throws SQLException {
        Set<Place> present = new HashSet<>();
        if (released.isEmpty()) {
            return present;
        }
        try (PreparedStatement select = connection.prepareStatement("select submission, ordinal, part"
                + " from parked_intake join unnest(?, ?, ?) as q (submission, ordinal, part)"
                + " using (submission, ordinal, part)")) {
            bind(connection, select, 1, released);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    present.add(new Place(row.getLong(1), row.getLong(2), row.getInt(3)));
                }
            }
        }
        return present;
    }

    /** Has what is settled removed; all of it must be there. Returns the place of its count, or -1 when nothing is settled. */
    static int remove(Pipeline pipeline, List<Place> settled) {
        return settled.isEmpty()
                ? -1
                : pipeline.add(
                        "delete from parked_intake p using unnest(?::int8[], ?::int8[], ?::int4[])"
                                + " as q (submission, ordinal, part)"
                                + " where p.submission = q.submission and p.ordinal = q.ordinal and p.part = q.part",
                        column("int8", settled, Place::submission),
                        column("int8", settled, Place::ordinal),
                        column("int4", settled, Place::part));
    }

    /** Lets records that found one thing and miss another wait for that. */
    static void waitAgain(Pipeline pipeline, Map<Place, ParkedRecord> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        Set<Place> places = waiting.keySet();
        Collection<ParkedRecord> records = waiting.values();
        pipeline.add(
                "update parked_intake p set due = false,"
                        + " awaited_type = q.awaited_type, awaited_key = q.awaited_key, looked_at = q.looked_at"
                        + " from unnest(?::int8[], ?::int8[], ?::int4[], ?::int2[], ?::text[], ?::int8[])"
                        + " as q (submission, ordinal, part, awaited_type, awaited_key, looked_at)"
                        + " where p.submission = q.submission and p.ordinal = q.ordinal and p.part = q.part",
                column("int8", places, Place::submission),
                column("int8", places, Place::ordinal),
                column("int4", places, Place::part),
                column("int2", records, record -> TypeNumber.of(record.awaited().type())),
                column("text", records, record -> record.awaited().businessKey()),
                column("int8", records, ParkedRecord::lookedAt));
    }

    /** Marks what awaits one of these keys; returns the place of its count, or -1 when there are none. */
    static int markArrived(Pipeline pipeline, Set<RecordHeads.Key> arrived) {
        return arrived.isEmpty()
                ? -1
                : pipeline.add(
                        "update parked_intake p set due = true"
                                + " from unnest(?::text[], ?::int2[]) as q (business_key, record_type)"
                                + " where p.awaited_key = q.business_key and p.awaited_type = q.record_type"
                                + " and not p.due",
                        column("text", arrived, RecordHeads.Key::businessKey),
                        column("int2", arrived, RecordHeads.Key::type));
    }

    /**
     * Marks what was parked in vain: its reference was appended between the look and this commit. Returns the place of its
     * count, or -1 when nothing was parked.
     */
    static int markOvertaken(Pipeline pipeline, List<Range> parked) {
        return parked.isEmpty()
                ? -1
                : pipeline.add(
                        "update parked_intake p set due = true"
                                + " from unnest(?::int8[], ?::int8[], ?::int8[]) as q (submission, first, last)"
                                + " where p.submission = q.submission and p.ordinal between q.first and q.last"
                                + " and not p.due and exists (select 1 from record_head h"
                                + " where h.business_key = p.awaited_key and h.record_type = p.awaited_type"
                                + " and h.entry >= p.looked_at)",
                        column("int8", parked, Range::submission),
                        column("int8", parked, Range::first),
                        column("int8", parked, Range::last));
    }

    /** How many records of each of these parties are parked. */
    static Map<String, Long> counts(Connection connection, Set<String> parties) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        if (parties.isEmpty()) {
            return counts;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select party, sum(parked) from submission where party = any(?) and parked > 0 group by party")) {
            Pipeline.column("text", parties, party -> party).set(select, 1);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return counts;
    }

    /** A parked record as its sender is told of it. */
    record Awaiting(
            long line, RecordType type, String businessKey, RecordType awaitedType, String awaitedKey, Instant until) {}

    /** The first parked records of a submission, in the order of the source. */
    static List<Awaiting> awaiting(Connection connection, long submission, int limit) throws SQLException {
        List<Awaiting> awaiting = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select source_line, record_type, business_key,"
                + " awaited_type, awaited_key, wait_until from parked_intake where submission = ?"
                + " order by ordinal, part limit ?")) {
            select.setLong(1, submission);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    awaiting.add(new Awaiting(
                            row.getLong(1),
                            TypeNumber.type(row.getShort(2)),
                            row.getString(3),
                            TypeNumber.type(row.getShort(4)),
                            row.getString(5),
                            row.getObject(6, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return awaiting;
    }

    private static void bind(Connection connection, PreparedStatement statement, int first, Collection<Place> places)
            throws SQLException {
        Pipeline.column("int8", places, Place::submission).set(statement, first);
        Pipeline.column("int8", places, Place::ordinal).set(statement, first + 1);
        Pipeline.column("int4", places, Place::part).set(statement, first + 2);
    }
}
