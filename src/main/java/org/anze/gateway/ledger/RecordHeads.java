package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;

/**
 * The newest versions that one commit of the ledger meets and makes. The highest version is the head, whenever it came; one
 * that comes after a higher one is late. For one thread.
 */
final class RecordHeads {

    /** A business key of one provider. */
    record Key(String businessKey, short type, String provider) {
        static Key of(CanonicalRecord record, String provider) {
            return new Key(record.businessKey(), TypeNumber.of(record.type()), provider);
        }
    }

    private record Head(long version, long entry, Operation operation) {}

    private final Map<Key, Head> stored = new HashMap<>();
    /** In the order of the ledger, so that the rows of a commit stand together. */
    private final Map<Key, Head> changed = new LinkedHashMap<>();

    private RecordHeads() {}

    /** Of nothing. */
    static RecordHeads none() {
        return new RecordHeads();
    }

    /** The heads of what the batches bring. */
    static RecordHeads load(Connection connection, List<Append> batches) throws SQLException {
        RecordHeads heads = new RecordHeads();
        int count = batches.stream().mapToInt(batch -> batch.records().size()).sum();
        if (count == 0) {
            return heads;
        }
        String[] keys = new String[count];
        Short[] types = new Short[count];
        String[] providers = new String[count];
        int i = 0;
        for (Append batch : batches) {
            for (PreparedRecord prepared : batch.records()) {
                keys[i] = prepared.valid().record().businessKey();
                types[i] = TypeNumber.of(prepared.valid().record().type());
                providers[i++] = batch.submission().party();
            }
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select h.business_key, h.record_type, h.provider, h.version, h.entry, h.operation from record_head h"
                        + " join unnest(?, ?, ?) as q (business_key, record_type, provider)"
                        + " using (business_key, record_type, provider)")) {
            select.setArray(1, connection.createArrayOf("text", keys));
            select.setArray(2, connection.createArrayOf("int2", types));
            select.setArray(3, connection.createArrayOf("text", providers));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heads.stored.put(
                            new Key(row.getString(1), row.getShort(2), row.getString(3)),
                            new Head(row.getLong(4), row.getLong(5), Operation.valueOf(row.getString(6))));
                }
            }
        }
        return heads;
    }

    /** Whether the ledger had anything under the key before this commit. */
    boolean isKnown(Key key) {
        return stored.containsKey(key);
    }

    /**
     * Takes an entry of this commit in.
     *
     * @return whether it is late
     */
    boolean append(Key key, long version, long entry, Operation operation) {
        Head head = changed.get(key);
        if (head == null) {
            head = stored.get(key);
        }
        if (head != null && head.version > version) {
            return true;
        }
        changed.put(key, new Head(version, entry, operation));
        return false;
    }

    /** The keys whose newest version is another than before. */
    Set<Key> changed() {
        return changed.keySet();
    }

    /** Writes them down. New keys are copied; a second writer would fail on them as it does on the ledger's state. */
    void save(Connection connection) throws SQLException {
        CopyRows fresh = new CopyRows("record_head (business_key, record_type, provider, version, entry, operation)");
        List<Map.Entry<Key, Head>> moved = new ArrayList<>();
        for (Map.Entry<Key, Head> entry : changed.entrySet()) {
            if (stored.containsKey(entry.getKey())) {
                moved.add(entry);
            } else {
                fresh.row(6)
                        .text(entry.getKey().businessKey)
                        .shortValue(entry.getKey().type)
                        .text(entry.getKey().provider)
                        .longValue(entry.getValue().version)
                        .longValue(entry.getValue().entry)
                        .text(entry.getValue().operation.name());
            }
        }
        fresh.send(connection);
        if (!moved.isEmpty()) {
            move(connection, moved);
        }
    }

    private static void move(Connection connection, List<Map.Entry<Key, Head>> moved) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update record_head h"
                + " set version = q.version, entry = q.entry, operation = q.operation"
                + " from unnest(?, ?, ?, ?, ?, ?)"
                + " as q (business_key, record_type, provider, version, entry, operation)"
                + " where h.business_key = q.business_key and h.record_type = q.record_type"
                + " and h.provider = q.provider")) {
            update.setArray(1, array(connection, "text", moved, entry -> entry.getKey().businessKey));
            update.setArray(2, array(connection, "int2", moved, entry -> entry.getKey().type));
            update.setArray(3, array(connection, "text", moved, entry -> entry.getKey().provider));
            update.setArray(4, array(connection, "int8", moved, entry -> entry.getValue().version));
            update.setArray(5, array(connection, "int8", moved, entry -> entry.getValue().entry));
            update.setArray(6, array(connection, "text", moved, entry -> entry.getValue()
                    .operation
                    .name()));
            update.executeUpdate();
        }
    }

    private static java.sql.Array array(
            Connection connection,
            String type,
            List<Map.Entry<Key, Head>> entries,
            java.util.function.Function<Map.Entry<Key, Head>, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, entries.stream().map(column).toArray());
    }
}
