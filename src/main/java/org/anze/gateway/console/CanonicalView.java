package org.anze.gateway.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/**
 * Units and fields of one record as an operator may see them: their names and how they are given; in practice also values
 * of classes L1 to L3. Safe for many threads.
 */
final class CanonicalView {

    private static final int MOST_SENSITIVE_SHOWN = 3;

    private final FieldText texts;

    CanonicalView(FieldText texts) {
        this.texts = texts;
    }

    /** Why a value is not on the page. */
    enum Hidden {
        /** It is shown. */
        NO,
        /** The operator sees no values at all: what a record says is not needed to move it. */
        VALUE,
        /** The operator may not see values of this class. */
        PERSONAL,
        /** The recipient is not given it. */
        WITHHELD
    }

    /**
     * One field.
     *
     * @param name canonical name
     * @param zh Chinese name
     * @param sensitivity 1 to 5
     * @param text null when absent or hidden
     */
    record Field(
            String name,
            String zh,
            int sensitivity,
            @Nullable String text,
            Hidden hidden) {}

    /**
     * One disclosure unit.
     *
     * @param manner how a recipient has it; GIVEN in the record's own view
     */
    record Unit(String name, Manner manner, List<Field> fields) {}

    /** All units and fields without any value; nothing is opened. */
    List<Unit> closed(RecordDefinition definition) {
        return definition.units().stream()
                .map(unit -> new Unit(unit, Manner.GIVEN, closed(definition, unit)))
                .toList();
    }

    /** How a recipient has each unit, without any value. */
    List<Unit> closed(DisclosedRecord disclosed, RecordDefinition definition) {
        return disclosed.units().stream()
                .map(unit -> new Unit(unit.name(), unit.manner(), closed(definition, unit.name())))
                .toList();
    }

    private static List<Field> closed(RecordDefinition definition, String unit) {
        return definition.fieldsOf(unit).stream()
                .map(field -> new Field(field.name(), field.zh(), field.sensitivity(), null, Hidden.VALUE))
                .toList();
    }

    /** All units; those that hold only personal fields are not even opened. */
    List<Unit> of(SealedRecord record, RecordDefinition definition) {
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < definition.units().size(); i++) {
            String name = definition.units().get(i);
            boolean shown = definition.fieldsOf(name).isEmpty()
                    || definition.fieldsOf(name).stream().anyMatch(CanonicalView::mayShow);
            Map<?, ?> values = shown ? content(record.units().open(i).value()) : Map.of();
            units.add(new Unit(name, Manner.GIVEN, fields(definition, name, values, field -> Manner.GIVEN)));
        }
        return units;
    }

    /** Everything the record says, for a look that two people allowed. */
    List<Unit> whole(SealedRecord record, RecordDefinition definition) {
        if (!record.units().readable()) {
            return closed(definition);
        }
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < definition.units().size(); i++) {
            String name = definition.units().get(i);
            // As if it were masked: what may be shown is not for the class of a field to say.
            List<Field> fields =
                    fields(definition, name, content(record.units().open(i).value()), field -> Manner.MASKED);
            units.add(new Unit(name, Manner.GIVEN, fields));
        }
        return units;
    }

    /** What a recipient is given, with the operator's own limits on top: what is given in the clear stays hidden here. */
    List<Unit> of(DisclosedRecord disclosed, RecordDefinition definition) {
        List<Unit> units = new ArrayList<>();
        for (DisclosedRecord.Unit unit : disclosed.units()) {
            Map<?, ?> values = unit.value() == null ? Map.of() : content(unit.value());
            // What stands in a masked unit as it is, the recipient is given in the clear.
            List<Field> fields = fields(
                    definition,
                    unit.name(),
                    values,
                    field -> unit.manner() == Manner.MASKED
                                    && !unit.maskedFields().contains(field.name())
                            ? Manner.GIVEN
                            : unit.manner());
            units.add(new Unit(unit.name(), unit.manner(), fields));
        }
        return units;
    }

    /** The words in the record that are about people, so that they can be hidden in the raw text; never to be shown. */
    Set<String> personalWords(SealedRecord record, RecordDefinition definition) {
        Set<String> words = new HashSet<>();
        for (int i = 0; i < definition.units().size(); i++) {
            List<FieldDefinition> fields =
                    definition.fieldsOf(definition.units().get(i));
            if (fields.isEmpty()) {
                continue;
            }
            Map<?, ?> values = content(record.units().open(i).value());
            for (FieldDefinition field : fields) {
                Object value = values.get(field.name());
                if (!mayShow(field)) {
                    words.addAll(PersonalText.words(value));
                } else if (value instanceof List<?> list) {
                    words.addAll(personalMembers(field, list));
                }
            }
        }
        return words;
    }

    private static Set<String> personalMembers(FieldDefinition field, List<?> list) {
        Set<String> words = new HashSet<>();
        for (Object member : list) {
            if (member instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    if (isPersonal(field, String.valueOf(key))) {
                        words.addAll(PersonalText.words(value));
                    }
                });
            }
        }
        return words;
    }

    private List<Field> fields(
            RecordDefinition definition, String unit, Map<?, ?> values, Function<FieldDefinition, Manner> manner) {
        List<Field> fields = new ArrayList<>();
        if (unit.equals(RecordDefinition.SCOPE_UNIT)) {
            addPlain(fields, "insurer", "保险机构（参与方标识）", values);
            Object region = values.get("riskRegion");
            fields.add(plain("riskRegion", "风险所在地", region == null ? null : texts.region(region.toString())));
            Object sector = values.get("sector");
            fields.add(plain("sector", "行业领域", sector == null ? null : texts.sector(sector.toString())));
            return fields;
        }
        if (unit.equals(RecordDefinition.KEY_UNIT)) {
            addPlain(fields, "version", "版本", values);
            addPlain(fields, "op", "操作", values);
        }
        for (FieldDefinition field : definition.fieldsOf(unit)) {
            fields.add(field(field, values.get(field.name()), manner.apply(field)));
        }
        return fields;
    }

    private Field field(FieldDefinition field, @Nullable Object value, Manner manner) {
        Hidden hidden = manner == Manner.WITHHELD
                ? Hidden.WITHHELD
                : manner == Manner.GIVEN && !mayShow(field) ? Hidden.PERSONAL : Hidden.NO;
        // What a recipient is given masked names nobody any more.
        Object shown = manner == Manner.GIVEN && value instanceof List<?> list ? withoutPersons(field, list) : value;
        String text = hidden != Hidden.NO || shown == null ? null : texts.text(field, shown);
        return new Field(field.name(), field.zh(), field.sensitivity(), text, hidden);
    }

    /** A list may be less sensitive than a part of its objects. */
    private static List<Object> withoutPersons(FieldDefinition field, List<?> list) {
        List<Object> shown = new ArrayList<>();
        for (Object member : list) {
            if (member instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> parts = new LinkedHashMap<>();
                map.forEach((key, value) -> {
                    String name = String.valueOf(key);
                    parts.put(name, value != null && isPersonal(field, name) ? "***" : value);
                });
                shown.add(parts);
            } else {
                shown.add(member);
            }
        }
        return shown;
    }

    private static boolean isPersonal(FieldDefinition list, String part) {
        return PersonalText.isPersonalMember(part)
                || list.entry(part).map(entry -> !mayShow(entry)).orElse(false);
    }

    private static void addPlain(List<Field> fields, String name, String zh, Map<?, ?> values) {
        Object value = values.get(name);
        fields.add(plain(name, zh, value == null ? null : value.toString()));
    }

    private static Field plain(String name, String zh, @Nullable String text) {
        return new Field(name, zh, 1, text, Hidden.NO);
    }

    private static boolean mayShow(FieldDefinition field) {
        return field.sensitivity() <= MOST_SENSITIVE_SHOWN;
    }

    private static Map<?, ?> content(byte[] value) {
        try {
            return CanonicalJson.parse(value) instanceof Map<?, ?> map ? map : Map.of();
        } catch (FlawException e) {
            throw new IllegalStateException("a sealed unit is not canonical JSON", e);
        }
    }
}
