package org.anze.gateway.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One version of one record type: its fields in order and the disclosure units they form, in tree order.
 *
 * <p>The first two units are always {@code key} (business key, version, operation) and {@code scope} (place of risk,
 * sector, insurer); the others hold the fields.
 */
public final class RecordDefinition {

    /** The unit that holds business key, version and operation. */
    public static final String KEY_UNIT = "key";
    /** The unit that holds place of risk, sector and insurer. */
    public static final String SCOPE_UNIT = "scope";

    private final RecordType type;
    private final int version;
    private final List<String> key;
    private final List<FieldDefinition> fields;
    private final List<String> units;
    private final @Nullable String eventField;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, List<FieldDefinition>> fieldsOfUnit = new HashMap<>();

    /** Checks that names are unique and that every field belongs to a unit. */
    public RecordDefinition(
            RecordType type,
            int version,
            List<String> key,
            List<FieldDefinition> fields,
            List<String> units,
            @Nullable String eventField) {
        this.type = type;
        this.version = version;
        this.key = List.copyOf(key);
        this.fields = List.copyOf(fields);
        this.units = List.copyOf(units);
        this.eventField = eventField;
        if (units.size() < 3 || !units.get(0).equals(KEY_UNIT) || !units.get(1).equals(SCOPE_UNIT)) {
            throw new IllegalArgumentException(type.code() + ": the first units must be key and scope");
        }
        for (String unit : units) {
            if (fieldsOfUnit.put(unit, new ArrayList<>()) != null) {
                throw new IllegalArgumentException(type.code() + ": unit twice: " + unit);
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            FieldDefinition field = fields.get(i);
            List<FieldDefinition> members = fieldsOfUnit.get(field.unit());
            if (members == null || field.unit().equals(SCOPE_UNIT)) {
                throw new IllegalArgumentException(type.code() + "." + field.name() + ": no unit " + field.unit());
            }
            members.add(field);
            if (positions.put(field.name(), i) != null) {
                throw new IllegalArgumentException(type.code() + ": field twice: " + field.name());
            }
        }
        if (key.isEmpty() || !positions.keySet().containsAll(key)) {
            throw new IllegalArgumentException(type.code() + ": key field missing: " + key);
        }
    }

    /** What kind of record it defines. */
    public RecordType type() {
        return type;
    }

    /** Schema version, from 1. */
    public int version() {
        return version;
    }

    /** The fields whose values are the business key, in their order; the same in every version of a type. */
    public List<String> key() {
        return key;
    }

    /**
     * The business key of a record with these values; empty text when a part is missing. Several parts are joined by a slash,
     * and then a slash or per cent sign within a part is written as in a URL, so that no two records share a key by accident.
     */
    public String businessKey(Function<String, @Nullable Object> values) {
        if (key.size() == 1) {
            Object value = values.apply(key.get(0));
            return value == null ? "" : value.toString();
        }
        StringBuilder joined = new StringBuilder();
        for (String field : key) {
            Object value = values.apply(field);
            if (value == null || value.toString().isEmpty()) {
                return "";
            }
            joined.append(joined.isEmpty() ? "" : "/")
                    .append(value.toString().replace("%", "%25").replace("/", "%2F"));
        }
        return joined.toString();
    }

    /** All fields in the order of DOMAIN.md C. */
    public List<FieldDefinition> fields() {
        return fields;
    }

    /** Names of the disclosure units in tree order. */
    public List<String> units() {
        return units;
    }

    /** The field whose date selects the jurisdiction parameters; empty when the day of receipt does. */
    public Optional<String> eventField() {
        return Optional.ofNullable(eventField);
    }

    /** The fields of one unit; empty for the scope unit, whose content is the envelope's. */
    public List<FieldDefinition> fieldsOf(String unit) {
        List<FieldDefinition> members = fieldsOfUnit.get(unit);
        if (members == null) {
            throw new IllegalArgumentException(type.code() + " has no unit " + unit);
        }
        return members;
    }

    /** Position of a field among the values of a record; -1 when the type has no such field. */
    public int position(String field) {
        return positions.getOrDefault(field, -1);
    }

    /** The field of that name, if the type has it. */
    public Optional<FieldDefinition> field(String name) {
        int position = position(name);
        return position < 0 ? Optional.empty() : Optional.of(fields.get(position));
    }
}
