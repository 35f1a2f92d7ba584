package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.DisclosedRecord.Unit;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/**
 * Content Filter: makes the one view of a record that a permit allows. Withheld units are not opened, so what may not be
 * given is not even decrypted. Safe for several threads.
 *
 * <p>A given unit goes out as it was sealed, with its salt. A masked one is the gateway's own statement: a JSON object of
 * the same field names whose values may be text where the original was a number ({@code "premium":"5万-10万元"}); a field
 * that no rule of DOMAIN.md B4 knows is missing. Of a record whose data key was destroyed every unit is withheld. Where the
 * agreement masks single fields of a unit, the others stand in that statement as they are, and its member {@code @masked} names
 * the masked ones. An absent unit stays {@code null}.
 */
public final class Discloser {

    private final PseudonymKeys keys;
    private final Map<RecordDefinition, List<Map<String, FieldMask>>> masks = new ConcurrentHashMap<>();

    /** @param keys secret keys of the pseudonyms */
    public Discloser(PseudonymKeys keys) {
        this.keys = keys;
    }

    /**
     * The view of a record.
     *
     * @param definition the definition of the record's own type and schema version
     */
    public DisclosedRecord disclose(SealedRecord record, RecordDefinition definition, Decision.Permit permit) {
        if (definition.type() != record.type() || definition.version() != record.schemaVersion()) {
            throw new IllegalArgumentException("definition of another type or version: " + definition.type());
        }
        Agreement agreement = permit.agreement();
        Disguise disguise = null;
        int count = definition.units().size();
        List<Unit> units = new ArrayList<>(count);
        boolean readable = record.units().readable();
        for (int i = 0; i < count; i++) {
            String name = definition.units().get(i);
            Manner manner = permit.manner(definition, i);
            if (manner == Manner.WITHHELD || !readable) {
                units.add(new Unit(name, Manner.WITHHELD, record.units().hash(i), null, null, Set.of()));
                continue;
            }
            SealedRecord.OpenUnit open = record.units().open(i);
            if (manner == Manner.GIVEN) {
                units.add(new Unit(name, manner, null, open.salt(), open.value(), Set.of()));
                continue;
            }
            if (disguise == null) {
                disguise = new Disguise(keys, agreement.purpose(), permit.persons(), permit.showsIdentityNumberParts());
            }
            Map<String, FieldMask> rules = masks(definition).get(i);
            Set<String> fields = rules.keySet().stream()
                    .filter(field -> permit.masks(name, field))
                    .collect(Collectors.toUnmodifiableSet());
            byte[] masked = mask(open.value(), rules, fields, disguise);
            units.add(new Unit(name, manner, record.units().hash(i), null, masked, fields));
        }
        return new DisclosedRecord(record, agreement.id(), agreement.version(), false, List.copyOf(units));
    }

    /** Tells that a record the recipient was given is no longer its: key and version, no unit is opened. */
    public DisclosedRecord withdraw(SealedRecord record, String agreement, int agreementVersion) {
        return new DisclosedRecord(record, agreement, agreementVersion, true, List.of());
    }

    private List<Map<String, FieldMask>> masks(RecordDefinition definition) {
        return masks.computeIfAbsent(definition, Discloser::compile);
    }

    private static List<Map<String, FieldMask>> compile(RecordDefinition definition) {
        List<Map<String, FieldMask>> units = new ArrayList<>();
        for (String unit : definition.units()) {
            Map<String, FieldMask> fields = new LinkedHashMap<>();
            for (FieldDefinition field : definition.fieldsOf(unit)) {
                fields.put(field.name(), FieldMask.of(field));
            }
            units.add(fields);
        }
        return List.copyOf(units);
    }

    private static byte[] mask(byte[] value, Map<String, FieldMask> fields, Set<String> masked, Disguise disguise) {
        Object content = parse(value);
        if (content == null) {
            return value;
        }
        Map<String, Object> statement = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : ((Map<?, ?>) content).entrySet()) {
            String field = String.valueOf(member.getKey());
            @Nullable FieldMask rule = fields.get(field);
            FieldMask mask = rule == null ? FieldMask.OMIT : masked.contains(field) ? rule : FieldMask.KEEP;
            Object shown = member.getValue() == null ? null : mask.mask(member.getValue(), disguise);
            if (shown != null) {
                statement.put(field, shown);
            }
        }
        if (masked.size() < fields.size()) {
            statement.put(
                    DisclosedRecord.MASKED_FIELDS, masked.stream().sorted().toList());
        }
        return CanonicalJson.write(statement);
    }

    private static @Nullable Object parse(byte[] value) {
        try {
            return CanonicalJson.parse(value);
        } catch (FlawException e) {
            throw new IllegalStateException("a sealed unit is not canonical JSON", e);
        }
    }
}
