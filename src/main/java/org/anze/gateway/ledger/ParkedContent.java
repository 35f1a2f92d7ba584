package org.anze.gateway.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.UnreadRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/**
 * A parked record as the store keeps it: canonical JSON of everything the rules look at, so that neither the mapping nor the
 * schema version that made it has to be in force when it is validated again.
 */
final class ParkedContent {

    private ParkedContent() {}

    /** @param findings what the mapping had to say; it goes into the ledger with the record one day */
    static byte[] write(CanonicalRecord record, List<Finding> findings) {
        Map<String, @Nullable Object> values = new HashMap<>();
        Map<String, @Nullable Object> places = new HashMap<>();
        for (FieldDefinition field : record.definition().fields()) {
            Object value = record.value(field.name());
            if (value != null) {
                values.put(field.name(), value);
                places.put(field.name(), write(record.locate(field.name())));
            }
        }
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("schema", record.definition().version());
        content.put("version", record.version());
        content.put("op", record.operation().name());
        content.put(
                "scope",
                Arrays.asList(
                        record.scope().riskRegion(),
                        record.scope().sector(),
                        record.scope().insurer()));
        content.put("values", values);
        content.put("places", places);
        content.put("place", write(record.raw().location()));
        content.put("findings", FindingJson.write(findings));
        return CanonicalJson.write(content);
    }

    /** The record and what its mapping had to say. */
    record Content(CanonicalRecord record, List<Finding> findings) {}

    static Content read(byte[] bytes, RecordDefinitions definitions, RecordType type, long ordinal) {
        try {
            Map<String, @Nullable Object> content = CanonicalJson.parseObject(bytes);
            RecordDefinition definition = definitions.of(type, Math.toIntExact((Long) present(content.get("schema"))));
            List<?> scope = (List<?>) present(content.get("scope"));
            Map<?, ?> places = (Map<?, ?>) present(content.get("places"));
            Location whole = location(content.get("place"));
            CanonicalRecord.Builder builder = CanonicalRecord.of(
                            definition,
                            new Scope((String) scope.get(0), (String) scope.get(1), (String) present(scope.get(2))),
                            raw(ordinal, whole),
                            field -> places.containsKey(field) ? location(places.get(field)) : whole)
                    .version((Long) present(content.get("version")))
                    .operation(Operation.valueOf((String) present(content.get("op"))));
            ((Map<?, ?>) present(content.get("values"))).forEach((field, value) -> builder.set((String) field, value));
            return new Content(builder.build(), FindingJson.read((String) content.get("findings")));
        } catch (FlawException e) {
            throw new IllegalStateException("a parked record is damaged", e);
        }
    }

    /** The place of the store that a content belongs to; it opens nowhere else. */
    static byte[] place(long submission, long ordinal, int part) {
        return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(submission)
                .putLong(ordinal)
                .putInt(part)
                .array();
    }

    /** What is left of the sender's own record: its place. Its bytes are in the raw store. */
    static RawRecord raw(long ordinal, Location location) {
        return UnreadRecord.at(ordinal, location);
    }

    private static List<@Nullable Object> write(Location location) {
        List<@Nullable Object> place = new ArrayList<>(3);
        place.add(location.line());
        place.add(location.column());
        place.add(location.name());
        return place;
    }

    private static Location location(@Nullable Object place) {
        List<?> parts = (List<?>) present(place);
        return new Location(
                (Long) present(parts.get(0)), Math.toIntExact((Long) present(parts.get(1))), (String) parts.get(2));
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("a parked record is incomplete");
        }
        return value;
    }
}
