package org.anze.gateway.access;

import java.util.HashMap;
import java.util.Map;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/** Opens the unit of a field when the field is asked for, and no other. For one thread. */
final class SealedFacts implements Facts {

    private final SealedRecord record;
    private final RecordDefinition definition;
    private final Map<String, Map<?, ?>> opened = new HashMap<>();

    SealedFacts(SealedRecord record, RecordDefinition definition) {
        this.record = record;
        this.definition = definition;
    }

    @Override
    public Scope scope() {
        return record.scope();
    }

    @Override
    public String provider() {
        return record.provider();
    }

    @Override
    public String businessKey() {
        return record.businessKey();
    }

    @Override
    public @Nullable Object value(String field) {
        FieldDefinition known = definition.field(field).orElse(null);
        return known == null
                ? null
                : opened.computeIfAbsent(known.unit(), this::open).get(field);
    }

    @Override
    public boolean readable() {
        return record.units().readable();
    }

    private Map<?, ?> open(String unit) {
        if (!readable()) {
            return Map.of();
        }
        try {
            Object content = CanonicalJson.parse(
                    record.units().open(definition.units().indexOf(unit)).value());
            return content instanceof Map<?, ?> members ? members : Map.of();
        } catch (FlawException e) {
            throw new IllegalStateException("a sealed unit is not canonical JSON", e);
        }
    }
}
