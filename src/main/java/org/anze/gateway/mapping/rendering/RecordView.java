package org.anze.gateway.mapping.rendering;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.text.CanonicalColumn;
import org.jspecify.annotations.Nullable;

/**
 * What a rendering may know of one record. Immutable.
 *
 * @param definition of the record's own version
 * @param index ledger index; negative when the record is not from the ledger
 * @param envelope {@code version}, {@code op}, {@code riskRegion}, {@code sector} and {@code insurer}, the party
 *     whose business it is, as far as they are known; a type can have fields of these names as well
 * @param values canonical field → value; of masked units the words that masking made
 * @param masked units whose values are masked, and {@code unit.field} where only that field of a unit is
 * @param withheld units that are not shown
 */
public record RecordView(
        RecordDefinition definition,
        long index,
        Map<String, Object> envelope,
        Map<String, Object> values,
        Set<String> masked,
        Set<String> withheld) {

    /** Keeps copies. */
    public RecordView {
        envelope = Map.copyOf(envelope);
        Map<String, Object> copy = new HashMap<>(values);
        copy.replaceAll((name, value) -> inOrder(definition, name, value));
        values = Collections.unmodifiableMap(copy);
        masked = Collections.unmodifiableSet(new TreeSet<>(masked));
        withheld = Collections.unmodifiableSet(new TreeSet<>(withheld));
    }

    /** The properties of an object come in the order of the definition, so that equal records give equal bytes. */
    private static Object inOrder(RecordDefinition definition, String name, Object value) {
        FieldDefinition field = definition.field(name).orElse(null);
        if (field == null || field.type() != FieldType.OBJECTS || !(value instanceof List<?> list)) {
            return value;
        }
        return list.stream()
                .map(item -> item instanceof Map<?, ?> map ? inOrder(field, map) : item)
                .toList();
    }

    private static Map<Object, Object> inOrder(FieldDefinition field, Map<?, ?> object) {
        Map<Object, Object> rest = new TreeMap<>(object);
        Map<Object, Object> ordered = new LinkedHashMap<>();
        for (FieldDefinition entry : field.entries()) {
            Object value = rest.remove(entry.name());
            if (value != null) {
                ordered.put(entry.name(), value);
            }
        }
        ordered.putAll(rest);
        return ordered;
    }

    /** Everything of a record, as for its own sender. */
    public static RecordView of(CanonicalRecord record) {
        Map<String, Object> values = new HashMap<>();
        for (FieldDefinition field : record.definition().fields()) {
            Object value = record.value(field.name());
            if (value != null) {
                values.put(field.name(), value);
            }
        }
        Map<String, Object> envelope = new HashMap<>();
        envelope.put("version", record.version());
        envelope.put("op", record.operation().name());
        if (record.scope().riskRegion() != null) {
            envelope.put("riskRegion", record.scope().riskRegion());
        }
        if (record.scope().sector() != null) {
            envelope.put("sector", record.scope().sector());
        }
        envelope.put("insurer", record.scope().insurer());
        return new RecordView(record.definition(), -1, envelope, values, Set.of(), Set.of());
    }

    /** The value of a field; null when absent or withheld. */
    public @Nullable Object value(String field) {
        return values.get(field);
    }

    /** The value in a canonical column; null when absent or withheld. */
    @Nullable
    Object value(CanonicalColumn column) {
        return column.field() == null ? envelope.get(column.name()) : values.get(column.name());
    }

    /** Whether a field is masked, so that its value is words. */
    boolean isMasked(String field) {
        return !masked.isEmpty()
                && definition.field(field).filter(this::isMasked).isPresent();
    }

    /** Whether a field is not shown, so that nothing may be said of its value, not even that there is none. */
    boolean isWithheld(String field) {
        return !withheld.isEmpty()
                && definition
                        .field(field)
                        .filter(known -> isIn(withheld, known))
                        .isPresent();
    }

    /** Whether a field, of any version, is masked. */
    boolean isMasked(FieldDefinition field) {
        return isIn(masked, field);
    }

    /** Chinese names of the fields that are in these units or named by themselves, in the order of the definition. */
    List<String> fieldsIn(Set<String> names) {
        return definition.fields().stream()
                .filter(field -> isIn(names, field))
                .map(FieldDefinition::zh)
                .toList();
    }

    private static boolean isIn(Set<String> names, FieldDefinition field) {
        return names.contains(field.unit()) || names.contains(nameOf(field));
    }

    /** How {@link #masked} names a single field, as agreements do: {@code unit.field}. */
    public static String nameOf(FieldDefinition field) {
        return field.unit() + "." + field.name();
    }
}
