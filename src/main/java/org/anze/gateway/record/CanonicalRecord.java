package org.anze.gateway.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/** A record in the canonical model, typed but not yet checked. Immutable. */
public final class CanonicalRecord {

    private final RecordDefinition definition;
    private final Scope scope;
    private final long version;
    private final Operation operation;
    private final @Nullable Object[] values;
    private final RawRecord raw;
    private final Function<String, Location> locator;

    private CanonicalRecord(Builder builder) {
        this.definition = builder.definition;
        this.scope = builder.scope;
        this.version = builder.version;
        this.operation = builder.operation;
        this.values = builder.values.clone();
        this.raw = builder.raw;
        this.locator = builder.locator;
    }

    /** Starts a record that came from {@code raw}; {@code locator} tells where a canonical field stands in it. */
    public static Builder of(
            RecordDefinition definition, Scope scope, RawRecord raw, Function<String, Location> locator) {
        return new Builder(definition, scope, raw, locator);
    }

    /** Of its own type and version. */
    public RecordDefinition definition() {
        return definition;
    }

    /** What kind of record it is. */
    public RecordType type() {
        return definition.type();
    }

    /** As the source gave it; validation may complete it from the policy the record refers to. */
    public Scope scope() {
        return scope;
    }

    /** From 1, growing with every correction of the same business key. */
    public long version() {
        return version;
    }

    /** What is done with the record of this key. */
    public Operation operation() {
        return operation;
    }

    /** The sender's own record that it was made of. */
    public RawRecord raw() {
        return raw;
    }

    /** The business key; empty text when a key field is missing, which validation rejects. */
    public String businessKey() {
        return definition.businessKey(this::value);
    }

    /** The value of a field, typed as its {@link FieldType} says; null when absent or when the type has no such field. */
    public @Nullable Object value(String field) {
        int position = definition.position(field);
        return position < 0 ? null : values[position];
    }

    /** A text, code, date or instant. */
    public @Nullable String text(String field) {
        return (String) value(field);
    }

    /** An integer, money in fen, or a percentage in ten-thousandths of a per cent. */
    public @Nullable Long number(String field) {
        return (Long) value(field);
    }

    /** A boolean. */
    public @Nullable Boolean flag(String field) {
        return (Boolean) value(field);
    }

    /** A list of objects; empty when absent. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> objects(String field) {
        Object value = value(field);
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }

    /** A list of texts; empty when absent. */
    @SuppressWarnings("unchecked")
    public List<String> texts(String field) {
        Object value = value(field);
        return value == null ? List.of() : (List<String>) value;
    }

    /** Where a field stands in what the sender sent. */
    public Location locate(String field) {
        return locator.apply(field);
    }

    /**
     * The content of one disclosure unit, ready for canonical JSON; null when none of its fields is present.
     *
     * @param scope the scope that validation settled on
     */
    public @Nullable Map<String, Object> unit(String unit, Scope scope) {
        Map<String, Object> content = new HashMap<>();
        if (unit.equals(RecordDefinition.SCOPE_UNIT)) {
            content.put("insurer", scope.insurer());
            if (scope.riskRegion() != null) {
                content.put("riskRegion", scope.riskRegion());
            }
            if (scope.sector() != null) {
                content.put("sector", scope.sector());
            }
            return content;
        }
        for (FieldDefinition field : definition.fieldsOf(unit)) {
            Object value = values[definition.position(field.name())];
            if (value != null) {
                content.put(field.name(), value);
            }
        }
        if (unit.equals(RecordDefinition.KEY_UNIT)) {
            content.put("op", operation.name());
            content.put("version", version);
        }
        return content.isEmpty() ? null : content;
    }

    /** Collects the values of one record; not for sharing between threads. */
    public static final class Builder {
        private final RecordDefinition definition;
        private final Scope scope;
        private final RawRecord raw;
        private final Function<String, Location> locator;
        private final @Nullable Object[] values;
        private long version = 1;
        private Operation operation = Operation.CREATE;

        private Builder(RecordDefinition definition, Scope scope, RawRecord raw, Function<String, Location> locator) {
            this.definition = definition;
            this.scope = scope;
            this.raw = raw;
            this.locator = locator;
            this.values = new Object[definition.fields().size()];
        }

        /** Sets a field; the value must have the Java type of its {@link FieldType}. */
        public Builder set(String field, @Nullable Object value) {
            int position = definition.position(field);
            if (position < 0) {
                throw new IllegalArgumentException(definition.type().code() + " has no field " + field);
            }
            values[position] = value;
            return this;
        }

        /** Sets the version, from 1. */
        public Builder version(long version) {
            this.version = version;
            return this;
        }

        /** Sets the operation. */
        public Builder operation(Operation operation) {
            this.operation = operation;
            return this;
        }

        /** The finished record. */
        public CanonicalRecord build() {
            return new CanonicalRecord(this);
        }
    }
}
