package org.anze.gateway.ledger;

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
import java.util.function.Function;
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

    /** Removes what is settled. */
    static void remove(Connection connection, List<Place> settled) throws SQLException {
        if (settled.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from parked_intake p using unnest(?, ?, ?) as q (submission, ordinal, part)"
                        + " where p.submission = q.submission and p.ordinal = q.ordinal and p.part = q.part")) {
            bind(connection, delete, 1, settled);
            if (delete.executeUpdate() != settled.size()) {
                throw new SQLException("a parked record was settled by somebody else");
            }
        }
    }

    /** Lets records that found one thing and miss another wait for that. */
    static void waitAgain(Connection connection, Map<Place, ParkedRecord> waiting) throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        List<ParkedRecord> records = List.copyOf(waiting.values());
        try (PreparedStatement update = connection.prepareStatement("update parked_intake p set due = false,"
                + " awaited_type = q.awaited_type, awaited_key = q.awaited_key, looked_at = q.looked_at"
                + " from unnest(?, ?, ?, ?, ?, ?)"
                + " as q (submission, ordinal, part, awaited_type, awaited_key, looked_at)"
                + " where p.submission = q.submission and p.ordinal = q.ordinal and p.part = q.part")) {
            bind(connection, update, 1, List.copyOf(waiting.keySet()));
            update.setArray(
                    4,
                    array(
                            connection,
                            "int2",
                            records,
                            record -> TypeNumber.of(record.awaited().type())));
            update.setArray(5, array(connection, "text", records, record -> record.awaited()
                    .businessKey()));
            update.setArray(6, array(connection, "int8", records, ParkedRecord::lookedAt));
            update.executeUpdate();
        }
    }

    /** Marks what awaits one of these keys; returns how many. */
    static int markArrived(Connection connection, Set<RecordHeads.Key> arrived) throws SQLException {
        if (arrived.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = connection.prepareStatement("update parked_intake p set due = true"
                + " from unnest(?, ?) as q (business_key, record_type)"
                + " where p.awaited_key = q.business_key and p.awaited_type = q.record_type and not p.due")) {
            update.setArray(1, array(connection, "text", arrived, RecordHeads.Key::businessKey));
            update.setArray(2, array(connection, "int2", arrived, RecordHeads.Key::type));
            return update.executeUpdate();
        }
    }

    /**
     * Marks what was parked in vain: its reference was appended between the look and this commit. Returns how many.
     */
    static int markOvertaken(Connection connection, List<Range> parked) throws SQLException {
        if (parked.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = connection.prepareStatement("update parked_intake p set due = true"
                + " from unnest(?, ?, ?) as q (submission, first, last)"
                + " where p.submission = q.submission and p.ordinal between q.first and q.last and not p.due"
                + " and exists (select 1 from record_head h where h.business_key = p.awaited_key"
                + " and h.record_type = p.awaited_type and h.entry >= p.looked_at)")) {
            update.setArray(1, array(connection, "int8", parked, Range::submission));
            update.setArray(2, array(connection, "int8", parked, Range::first));
            update.setArray(3, array(connection, "int8", parked, Range::last));
            return update.executeUpdate();
        }
    }

    /** How many records of each of these parties are parked. */
    static Map<String, Long> counts(Connection connection, Set<String> parties) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        if (parties.isEmpty()) {
            return counts;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select party, sum(parked) from submission where party = any(?) and parked > 0 group by party")) {
            select.setArray(1, array(connection, "text", parties, party -> party));
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
        statement.setArray(first, array(connection, "int8", places, Place::submission));
        statement.setArray(first + 1, array(connection, "int8", places, Place::ordinal));
        statement.setArray(first + 2, array(connection, "int4", places, Place::part));
    }

    private static <T> java.sql.Array array(
            Connection connection, String type, Collection<T> rows, Function<T, Object> column) throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }
}
