package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.jspecify.annotations.Nullable;

/**
 * One compiled row of a field table: where a value comes from, when, and how it is converted.
 *
 * @param name canonical field for messages; null for the envelope
 * @param definition of the field, or of one whose texts findings show as little of; null for the envelope
 * @param column source column; null when a template, an expression or a constant gives the value
 * @param absent text in place of an empty one; null when there is none
 * @param place the column that findings point at, as written; {@code @item} for a row without a column where an item is looked
 *     at, and otherwise null for such a row
 */
record Row(
        @Nullable String name,
        @Nullable FieldDefinition definition,
        @Nullable Column column,
        @Nullable Template template,
        @Nullable Computed expression,
        @Nullable String absent,
        @Nullable Condition condition,
        Converter converter,
        @Nullable String place) {

    /** What texts of rows without a field are shown like, where they may be about people. */
    static final FieldDefinition HIDDEN =
            new FieldDefinition("", "", FieldType.TEXT, Presence.OPTIONAL, 5, "", null, 0, null, false, List.of());

    /** The same row, with as little of its texts in findings as of another field's. */
    Row shownLike(FieldDefinition other) {
        return new Row(name, other, column, template, expression, absent, condition, converter, place);
    }

    /** The same row, with the findings about another field: the list that an entry belongs to. */
    Row about(FieldDefinition list) {
        FieldDefinition shown =
                definition != null && definition.sensitivity() >= list.sensitivity() ? definition : list;
        return new Row(list.name(), shown, column, template, expression, absent, condition, converter, place);
    }

    /** The columns that its value comes from. */
    List<Column> columns() {
        return columns(column, template, expression);
    }

    static List<Column> columns(@Nullable Column column, @Nullable Template template, @Nullable Computed expression) {
        List<Column> columns = new ArrayList<>();
        if (column != null) {
            columns.add(column);
        }
        if (template != null) {
            columns.addAll(template.columns());
        }
        if (expression != null) {
            columns.addAll(expression.columns());
        }
        return columns;
    }

    /** Whether it applies to this record. */
    boolean applies(TableWork work) {
        if (condition == null) {
            return true;
        }
        work.turnTo(definition, name, place);
        return condition.holds(work);
    }

    /** Whether each record gives it something of its own, rather than a constant. */
    boolean takesFromSource() {
        return column != null || template != null || expression != null;
    }

    /** The value, or null when there is none or a finding says why. */
    @Nullable
    Object read(TableWork work) {
        work.turnTo(definition, name, place);
        String text = null;
        if (column != null) {
            text = column.text(work);
        } else if (template != null) {
            text = template.fill(work);
        } else if (expression != null) {
            text = expression.text(work);
        }
        return convert(text, work);
    }

    /** One value for each time the column occurs, or for each part of a list in one text; empty when there is none. */
    List<Object> readAll(TableWork work) {
        List<Object> values = new ArrayList<>();
        for (Object value : readEach(work)) {
            if (value instanceof List<?> list) {
                list.stream().filter(Objects::nonNull).forEach(values::add);
            } else if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** One entry for each time the column occurs; null where it has no value there. */
    List<@Nullable Object> readEach(TableWork work) {
        List<@Nullable Object> values = new ArrayList<>();
        if (column == null && expression == null) {
            values.add(read(work));
            return values;
        }
        work.turnTo(definition, name, place);
        List<String> texts = column != null ? column.texts(work) : expression.texts(work);
        for (String text : texts.isEmpty() && absent != null ? List.of("") : texts) {
            values.add(convert(text, work));
        }
        return values;
    }

    private @Nullable Object convert(@Nullable String text, TableWork work) {
        String trimmed = text == null ? "" : Texts.trim(text);
        if (trimmed.isEmpty() || converter.isAbsent(trimmed)) {
            if (absent == null && !converter.needsNoSource()) {
                return null;
            }
            trimmed = absent == null ? "" : absent;
        }
        return converter.convert(trimmed, work);
    }
}
