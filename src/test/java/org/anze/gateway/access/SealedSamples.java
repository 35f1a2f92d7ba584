package org.anze.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;

/** Sealed records without a ledger, whose units write down who opened them. */
public final class SealedSamples {

    public static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();

    private SealedSamples() {}

    /** Remembers which units were opened. */
    public static final class SpyUnits implements SealedRecord.Units {
        private final RecordDefinition definition;
        private final Map<String, Object> values;
        public final List<String> opened = new ArrayList<>();

        SpyUnits(RecordDefinition definition, Map<String, Object> values) {
            this.definition = definition;
            this.values = values;
        }

        @Override
        public byte[] hash(int position) {
            return ("hash of " + definition.units().get(position)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public SealedRecord.OpenUnit open(int position) {
            String unit = definition.units().get(position);
            opened.add(unit);
            return new SealedRecord.OpenUnit(new byte[16], CanonicalJson.write(values.get(unit)));
        }
    }

    /**
     * A record of the newest version whose fields are put into their units.
     *
     * @param fields canonical field name → value; of the key, what is missing is filled in
     */
    public static SealedRecord record(RecordType type, long index, Scope scope, Map<String, Object> fields) {
        return record(DEFINITIONS.of(type), index, scope, fields);
    }

    /** The same for a given version. */
    public static SealedRecord record(
            RecordDefinition definition, long index, Scope scope, Map<String, Object> fields) {
        Map<String, Object> units = new HashMap<>();
        Map<String, Object> key = new HashMap<>(Map.of("version", 1L, "op", "CREATE"));
        for (String part : definition.key()) {
            key.put(part, sample(definition.field(part).orElseThrow(), index));
        }
        units.put(RecordDefinition.KEY_UNIT, key);
        Map<String, Object> scopeUnit = new HashMap<>(Map.of("insurer", scope.insurer()));
        if (scope.riskRegion() != null) {
            scopeUnit.put("riskRegion", scope.riskRegion());
        }
        if (scope.sector() != null) {
            scopeUnit.put("sector", scope.sector());
        }
        units.put(RecordDefinition.SCOPE_UNIT, scopeUnit);
        fields.forEach((name, value) -> {
            String unit = definition
                    .field(name)
                    .orElseThrow(() -> new IllegalArgumentException(name))
                    .unit();
            unit(units, unit).put(name, value);
        });
        return new SealedRecord(
                index,
                definition.type(),
                definition.version(),
                "insurer-jia",
                "S1",
                definition.businessKey(key::get),
                1,
                Operation.CREATE,
                scope,
                new byte[0],
                new SpyUnits(definition, units));
    }

    private static Object sample(FieldDefinition keyField, long index) {
        return switch (keyField.type()) {
            case INTEGER -> index;
            case DATE -> "2026-01-01";
            default -> "KEY-" + index;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> unit(Map<String, Object> units, String unit) {
        return (Map<String, Object>) units.computeIfAbsent(unit, name -> new HashMap<String, Object>());
    }

    public static SpyUnits spy(SealedRecord record) {
        return (SpyUnits) record.units();
    }
}
