package org.anze.gateway.ledger;

import static org.anze.gateway.ledger.NewRows.Type.INT2;
import static org.anze.gateway.ledger.NewRows.Type.INT8;
import static org.anze.gateway.ledger.NewRows.Type.TEXT;
import static org.anze.gateway.ledger.Pipeline.column;

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

    static final String STORED = "select h.business_key, h.record_type, h.provider, h.version, h.entry, h.operation"
            + " from unnest((select ?::text[]), (select ?::int2[]), (select ?::text[])) as q (business_key, record_type, provider)"
            + " cross join lateral (select h.* from record_head h where h.business_key = q.business_key"
            + " and h.record_type = q.record_type and h.provider = q.provider limit 1) h";

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
        try (PreparedStatement select = connection.prepareStatement(STORED)) {
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

    /** Has them written down. A second writer would fail on new keys as it does on the ledger's state. */
    void addTo(Pipeline pipeline) {
        NewRows fresh = new NewRows(
                "record_head (business_key, record_type, provider, version, entry, operation)",
                TEXT,
                INT2,
                TEXT,
                INT8,
                INT8,
                TEXT);
        List<Map.Entry<Key, Head>> moved = new ArrayList<>();
        for (Map.Entry<Key, Head> entry : changed.entrySet()) {
            if (stored.containsKey(entry.getKey())) {
                moved.add(entry);
            } else {
                Head head = entry.getValue();
                fresh.row(
                        entry.getKey().businessKey,
                        entry.getKey().type,
                        entry.getKey().provider,
                        head.version,
                        head.entry,
                        head.operation.name());
            }
        }
        fresh.addTo(pipeline);
        if (!moved.isEmpty()) {
            pipeline.add(
                    "update record_head h set version = q.version, entry = q.entry, operation = q.operation"
                            + " from unnest(?::text[], ?::int2[], ?::text[], ?::int8[], ?::int8[], ?::text[])"
                            + " as q (business_key, record_type, provider, version, entry, operation)"
                            + " where h.business_key = q.business_key and h.record_type = q.record_type"
                            + " and h.provider = q.provider",
                    column("text", moved, entry -> entry.getKey().businessKey),
                    column("int2", moved, entry -> entry.getKey().type),
                    column("text", moved, entry -> entry.getKey().provider),
                    column("int8", moved, entry -> entry.getValue().version),
                    column("int8", moved, entry -> entry.getValue().entry),
                    column("text", moved, entry -> entry.getValue().operation.name()));
        }
    }
}
