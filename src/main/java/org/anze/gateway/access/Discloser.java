package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.parcel.MaskedValue;
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
    private final MaskedUnits shown = new MaskedUnits();
    private final Map<RecordDefinition, List<UnitMasks>> compiled = new ConcurrentHashMap<>();

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
            if (manner == Manner.GIVEN) {
                SealedRecord.OpenUnit open = record.units().open(i);
                units.add(new Unit(name, manner, null, open.salt(), open.value(), Set.of()));
                continue;
            }
            UnitMasks rules = masks(definition).get(i);
            Set<String> fields = rules.masked(permit.maskedFields(name));
            byte[] leaf = record.units().hash(i);
            units.add(Unit.masked(name, leaf, masked(record, i, leaf, rules, fields, permit), fields));
        }
        return new DisclosedRecord(record, agreement.id(), agreement.version(), false, List.copyOf(units));
    }

    private MaskedValue masked(
            SealedRecord record, int unit, byte[] leaf, UnitMasks rules, Set<String> fields, Decision.Permit permit) {
        boolean parts = permit.showsIdentityNumberParts();
        MaskedUnits.Key key = new MaskedUnits.Key(record.index(), leaf, fields, permit.persons(), parts);
        MaskedValue known = shown.find(key);
        if (known != null) {
            return known;
        }
        Disguise disguise = new Disguise(keys, permit.agreement().purpose(), permit.persons(), parts);
        MaskedValue masked = new MaskedValue(mask(record.units().open(unit).value(), rules, fields, disguise));
        if (!disguise.hasPseudonym()) {
            shown.keep(key, masked);
        }
        return masked;
    }

    /** Tells that a record the recipient was given is no longer its: key and version, no unit is opened. */
    public DisclosedRecord withdraw(SealedRecord record, String agreement, int agreementVersion) {
        return new DisclosedRecord(record, agreement, agreementVersion, true, List.of());
    }

    /**
     * What becomes of the fields of one unit when they are masked.
     *
     * @param all names of the fields
     */
    private record UnitMasks(Map<String, FieldMask> byField, Set<String> all) {
        Set<String> masked(@Nullable Set<String> chosen) {
            return chosen == null ? all : all.stream().filter(chosen::contains).collect(Collectors.toUnmodifiableSet());
        }
    }

    private List<UnitMasks> masks(RecordDefinition definition) {
        return compiled.computeIfAbsent(definition, Discloser::compile);
    }

    private static List<UnitMasks> compile(RecordDefinition definition) {
        List<UnitMasks> units = new ArrayList<>();
        for (String unit : definition.units()) {
            Map<String, FieldMask> fields = new HashMap<>();
            for (FieldDefinition field : definition.fieldsOf(unit)) {
                fields.put(field.name(), FieldMask.of(field));
            }
            units.add(new UnitMasks(fields, Set.copyOf(fields.keySet())));
        }
        return List.copyOf(units);
    }

    private static byte[] mask(byte[] value, UnitMasks rules, Set<String> masked, Disguise disguise) {
        Object content = parse(value);
        if (content == null) {
            return value;
        }
        Map<String, Object> statement = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : ((Map<?, ?>) content).entrySet()) {
            String field = String.valueOf(member.getKey());
            @Nullable FieldMask rule = rules.byField().get(field);
            boolean hidden = masked == rules.all() || masked.contains(field);
            FieldMask mask = rule == null ? FieldMask.OMIT : hidden ? rule : FieldMask.KEEP;
            Object shown = member.getValue() == null ? null : mask.mask(member.getValue(), disguise);
            if (shown != null) {
                statement.put(field, shown);
            }
        }
        if (masked.size() < rules.all().size()) {
            statement.put(
                    DisclosedRecord.MASKED_FIELDS, masked.stream().sorted().toList());
        }
        return new JsonOutput(2 * value.length + 256).value(statement).toByteArray();
    }

    private static @Nullable Object parse(byte[] value) {
        try {
            return CanonicalJson.parse(value);
        } catch (FlawException e) {
            throw new IllegalStateException("a sealed unit is not canonical JSON", e);
        }
    }
}
