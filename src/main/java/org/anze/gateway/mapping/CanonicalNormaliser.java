package org.anze.gateway.mapping;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Cell;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.mapping.convert.Times;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/**
 * Takes JSON whose keys are the canonical field names, with {@code version}, {@code op}, {@code riskRegion} and {@code sector}
 * beside them. Strict: no unit is guessed, no text is taken for a number, no unknown key is passed over.
 */
final class CanonicalNormaliser implements Normaliser {

    private static final Pattern ELEMENT = Pattern.compile("([^/\\[]+)\\[(\\d{1,6})\\]/([A-Za-z][A-Za-z0-9]{0,39})");
    private static final Pattern ISO_INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final RecordDefinition definition;
    private final Converter text;

    CanonicalNormaliser(RecordDefinition definition, CodeTables tables) {
        this.definition = definition;
        this.text = Converters.create("text", "", List.of(), tables);
    }

    @Override
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        if (!(raw instanceof Leaves leaves)) {
            throw new IllegalArgumentException("not a record of a JSON source");
        }
        Work work = new Work(raw, context, definition, 0);
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.kind(i) != Leaves.Kind.NULL) {
                take(leaves, i, work);
            }
        }
        return List.of(new Normalised(raw, work.isRejected() ? null : build(work, context), work.findings()));
    }

    private CanonicalRecord build(Work work, MappingContext context) {
        Scope scope = new Scope(work.riskRegion, work.sector, context.insurer());
        CanonicalRecord.Builder record = CanonicalRecord.of(definition, scope, work.raw(), work.raw()::locate)
                .version(work.version)
                .operation(work.operation);
        for (FieldDefinition field : definition.fields()) {
            record.set(field.name(), work.value(definition.position(field.name())));
        }
        return record.build();
    }

    private void take(Leaves leaves, int index, Work work) {
        String path = leaves.path(index);
        String value = leaves.text(index);
        int position = definition.position(path);
        if (position >= 0 && value != null) {
            FieldDefinition field = definition.fields().get(position);
            work.turnTo(field, path, path);
            put(field, position, leaves.kind(index), value, work);
            return;
        }
        work.turnTo(null, path, path);
        Matcher element = ELEMENT.matcher(path);
        if (value == null) {
            return;
        }
        if (element.matches()) {
            FieldDefinition field = definition.field(element.group(1)).orElse(null);
            if (field != null && field.type() == FieldType.OBJECTS) {
                work.turnTo(field, field.name(), path);
                putProperty(element, leaves.kind(index), value, work);
                return;
            }
        } else if (isEnvelope(path, leaves.kind(index), value, work)) {
            return;
        }
        work.report(MappingProblem.UNKNOWN_KEY, null, Work.shorten(path));
    }

    @SuppressWarnings("unchecked")
    private void put(FieldDefinition field, int position, Leaves.Kind kind, String value, Work work) {
        Object typed = typed(field.type(), kind, value, work);
        if (typed == null) {
            return;
        }
        Object before = work.value(position);
        if (field.type() == FieldType.TEXTS) {
            List<Object> list = before == null ? new ArrayList<>() : (List<Object>) before;
            list.add(typed);
            work.set(position, list);
        } else if (before != null) {
            work.report(MappingProblem.KEY_TWICE, null, field.name());
        } else {
            work.set(position, typed);
        }
    }

    private @Nullable Object typed(FieldType type, Leaves.Kind kind, String value, Work work) {
        int before = work.findings().size();
        Object typed = null;
        switch (type) {
            case TEXT, CODE, TEXTS -> typed = kind == Leaves.Kind.STRING ? checked(value, work) : null;
            case INTEGER, MONEY, PERCENT -> typed = whole(kind, value);
            case BOOLEAN -> typed = kind == Leaves.Kind.BOOLEAN ? Boolean.valueOf(value) : null;
            case INSTANT, DATE -> typed = time(type, kind, value);
            case OBJECTS -> {}
        }
        if (typed == null && work.findings().size() == before) {
            reportKind(type, work);
        }
        return typed;
    }

    private @Nullable Object checked(String value, Cell cell) {
        return value.isBlank() ? value.strip() : text.convert(value, cell);
    }

    private static @Nullable Long whole(Leaves.Kind kind, String value) {
        if (kind != Leaves.Kind.NUMBER || value.length() > 16 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Amounts.whole(new BigDecimal(value));
    }

    private static @Nullable String time(FieldType type, Leaves.Kind kind, String value) {
        boolean instant = type == FieldType.INSTANT;
        if (kind != Leaves.Kind.STRING
                || !(instant ? ISO_INSTANT : ISO_DATE).matcher(value).matches()) {
            return null;
        }
        Times.Moment moment = Times.parse(value);
        if (moment == null) {
            return null;
        }
        return instant ? Times.instant(moment.at()) : Times.date(moment.at().toLocalDate());
    }

    private static void reportKind(FieldType type, Work work) {
        String zh;
        String en;
        switch (type) {
            case INTEGER, MONEY, PERCENT -> {
                zh = "非负整数（JSON 数字）";
                en = "a whole JSON number of at least zero";
            }
            case BOOLEAN -> {
                zh = " true 或 false";
                en = "true or false";
            }
            case INSTANT -> {
                zh = "带时差的时间，如 2024-01-31T00:00:00+08:00";
                en = "a time with its offset such as 2024-01-31T00:00:00+08:00";
            }
            case DATE -> {
                zh = "日期，如 2024-01-31";
                en = "a date such as 2024-01-31";
            }
            case OBJECTS -> {
                zh = "对象数组";
                en = "an array of objects";
            }
            default -> {
                zh = "字符串";
                en = "a string";
            }
        }
        work.report(MappingProblem.WRONG_KIND, null, work.place(), zh, en);
    }

    @SuppressWarnings("unchecked")
    private void putProperty(Matcher element, Leaves.Kind kind, String value, Work work) {
        int position = definition.position(element.group(1));
        List<Map<String, Object>> list = (List<Map<String, Object>>) work.value(position);
        if (list == null) {
            list = new ArrayList<>();
            work.set(position, list);
        }
        Object typed =
                switch (kind) {
                    case NUMBER -> whole(kind, value);
                    case BOOLEAN -> Boolean.valueOf(value);
                    default -> checked(value, work);
                };
        if (typed == null) {
            if (kind == Leaves.Kind.NUMBER) {
                reportKind(FieldType.INTEGER, work);
            }
            return;
        }
        // Objects come in their order, each with all its properties; an empty one has none and leaves no trace.
        String index = element.group(2);
        if (!index.equals(work.openElement(position))) {
            list.add(new HashMap<>());
            work.openElement(position, index);
        }
        list.get(list.size() - 1).put(element.group(3), typed);
    }

    private boolean isEnvelope(String key, Leaves.Kind kind, String value, Work work) {
        switch (key) {
            case "version" -> {
                Long version = whole(kind, value);
                if (version == null || version < 1) {
                    reportKind(FieldType.INTEGER, work);
                } else {
                    work.version = version;
                }
            }
            case "op" -> {
                try {
                    work.operation = Operation.valueOf(value);
                } catch (IllegalArgumentException e) {
                    work.report(
                            ConversionProblem.UNKNOWN_CODE, null, Work.shorten(value), "CREATE, UPDATE, VOID, CORRECT");
                }
            }
            case "riskRegion" -> work.riskRegion = envelopeText(kind, value, work);
            case "sector" -> work.sector = envelopeText(kind, value, work);
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable String envelopeText(Leaves.Kind kind, String value, Work work) {
        if (kind != Leaves.Kind.STRING) {
            reportKind(FieldType.TEXT, work);
            return null;
        }
        return value.isBlank() ? null : (String) text.convert(value, work);
    }
}
