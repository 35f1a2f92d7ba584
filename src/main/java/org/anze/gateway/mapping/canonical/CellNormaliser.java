package org.anze.gateway.mapping.canonical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.Normaliser;
import org.anze.gateway.mapping.Work;
import org.anze.gateway.mapping.canonical.TableLayouts.Bound;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.convert.Times;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.text.CanonicalColumn;
import org.anze.gateway.record.text.CanonicalText;
import org.anze.gateway.record.text.CellText;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows of a canonical table. Cells are in the form of {@link CanonicalText}; besides, forms that mean the same
 * without a guess are taken as people and spreadsheet programs write them: {@code 61,115.8}, {@code 2024/1/31 8:30},
 * {@code 人伤；物损}.
 */
final class CellNormaliser implements Normaliser {

    private static final Pattern ALL_DIGITS = Pattern.compile("[\\d.]+");
    private static final Pattern SEPARATORS = Pattern.compile("[；;\\r\\n]+");
    private static final Map<String, String> OPERATIONS =
            Map.of("新增", "CREATE", "更新", "UPDATE", "作废", "VOID", "更正", "CORRECT");

    private final RecordDefinition definition;
    private final CanonicalValues values;
    private final TableLayouts layouts;
    private final WrittenForms forms;

    CellNormaliser(RecordDefinition definition, CanonicalValues values, WrittenForms forms, TableLayouts layouts) {
        this.definition = definition;
        this.values = values;
        this.forms = forms;
        this.layouts = layouts;
    }

    @Override
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        Work work = new Work(raw, context, definition);
        List<Bound> columns = layouts.of(raw.columns()).columns();
        for (Bound bound : columns) {
            String cell = raw.value(bound.heading());
            String text = cell == null || Texts.trim(cell).isEmpty() ? null : CellText.read(cell);
            if (text != null) {
                take(bound, text, work);
            }
        }
        return List.of(work.finish(new Locator(raw, columns)));
    }

    private void take(Bound bound, String text, Work work) {
        CanonicalColumn column = bound.column();
        FieldDefinition field = column.field();
        work.turnTo(field, column.name(), bound.heading());
        if (field == null) {
            Leaves.Kind kind = column.type() == FieldType.INTEGER ? Leaves.Kind.NUMBER : Leaves.Kind.STRING;
            String trimmed = Texts.trim(text);
            values.takeEnvelope(column.name(), kind, OPERATIONS.getOrDefault(trimmed, trimmed), work);
            return;
        }
        Object value = value(field, text, work);
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            work.set(definition.position(field.name()), value);
        }
    }

    private @Nullable Object value(FieldDefinition field, String text, Work work) {
        Object exact = CanonicalText.read(field.type(), text);
        return switch (field.type()) {
            case TEXT, CODE -> values.checked(text, work);
            case TEXTS -> texts(exact, text, work);
            case OBJECTS -> exact instanceof List<?> objects ? objects(objects, work) : notAList(field, text, work);
            case DATE, INSTANT -> exact != null ? exact : time(field.type(), text, work);
            default -> exact instanceof Boolean || isPlain(field, exact) ? exact : forms.read(field, text, work);
        };
    }

    private static boolean isPlain(FieldDefinition field, @Nullable Object exact) {
        return exact instanceof Long number && CanonicalValues.isExact(number) && (number >= 0 || field.signed());
    }

    private @Nullable Object texts(@Nullable Object exact, String text, Work work) {
        List<?> written = exact instanceof List<?> list ? list : List.of(SEPARATORS.split(text));
        List<Object> texts = new ArrayList<>();
        for (Object item : written) {
            String checked = values.checked(item.toString(), work);
            if (checked == null) {
                return null;
            }
            if (exact != null || !checked.isEmpty()) {
                texts.add(checked);
            }
        }
        return texts;
    }

    private @Nullable Object objects(List<?> written, Work work) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object item : written) {
            Map<String, Object> object = new HashMap<>();
            for (Map.Entry<?, ?> property : ((Map<?, ?>) item).entrySet()) {
                Object value = property.getValue();
                Object checked = value instanceof String text ? values.checked(text, work) : value;
                if (checked == null) {
                    return null;
                }
                object.put(property.getKey().toString(), checked);
            }
            if (!object.isEmpty()) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static @Nullable Object notAList(FieldDefinition field, String text, Work work) {
        String name = field.entries().isEmpty() ? "…" : field.entries().get(0).name();
        work.report(CanonicalProblem.NOT_A_LIST, null, work.shown(text), "[{\"" + name + "\": …}]");
        return null;
    }

    /** Eight digits or a serial number could mean several things; a day alone is no point in time. */
    private static @Nullable Object time(FieldType type, String text, Work work) {
        String trimmed = Texts.trim(text);
        Times.Moment moment = ALL_DIGITS.matcher(trimmed).matches() ? null : Times.parse(trimmed);
        if (moment == null) {
            work.report(ConversionProblem.NOT_A_DATE, "V-S07", work.shown(text));
            return null;
        }
        if (type == FieldType.DATE) {
            return Times.date(moment.at().toLocalDate());
        }
        if (moment.wholeDay()) {
            work.report(CanonicalProblem.DAY_WITHOUT_TIME, "V-S07", work.shown(text));
            return null;
        }
        return Times.instant(moment.at());
    }

    /** Tells where a canonical field stands in the row. */
    private record Locator(RawRecord raw, List<Bound> columns) implements Function<String, Location> {
        @Override
        public Location apply(String field) {
            for (Bound bound : columns) {
                if (bound.column().name().equals(field)) {
                    return raw.locate(bound.heading());
                }
            }
            return raw.location();
        }
    }
}
