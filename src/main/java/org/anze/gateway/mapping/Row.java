package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.record.FieldDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One compiled row of a field table: where a value comes from, when, and how it is converted.
 *
 * @param name canonical field for messages; null for the envelope
 * @param definition of the field; null for the envelope
 * @param column source column; null when a template or a constant gives the value
 * @param absent text in place of an empty one; null when there is none
 */
record Row(
        @Nullable String name,
        @Nullable FieldDefinition definition,
        @Nullable String column,
        @Nullable Template template,
        @Nullable String absent,
        @Nullable Condition condition,
        Converter converter) {

    /** Whether it applies to this record. */
    boolean applies(Work work) {
        return condition == null || condition.holds(work);
    }

    /** The value, or null when there is none or a finding says why. */
    @Nullable
    Object read(Work work) {
        work.turnTo(definition, name, place());
        String text = null;
        if (template != null) {
            text = template.fill(work);
        } else if (column != null) {
            text = work.raw().value(column);
        }
        return convert(text, work);
    }

    /** One value for each time the column occurs, for fields that are lists. */
    @Nullable
    List<Object> readAll(Work work) {
        if (column == null || template != null) {
            Object value = read(work);
            return value == null ? null : List.of(value);
        }
        work.turnTo(definition, name, column);
        List<Object> values = new ArrayList<>();
        List<String> texts = work.raw().values(column);
        for (String text : texts.isEmpty() && absent != null ? List.of("") : texts) {
            Object value = convert(text, work);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? null : values;
    }

    private @Nullable Object convert(@Nullable String text, Work work) {
        String trimmed = text == null ? "" : Texts.trim(text);
        if (trimmed.isEmpty() || converter.isAbsent(trimmed)) {
            if (absent == null && !converter.needsNoSource()) {
                return null;
            }
            trimmed = absent == null ? "" : absent;
        }
        return converter.convert(trimmed, work);
    }

    /** The column a finding about this row points at; null when it takes nothing from the source. */
    @Nullable
    String place() {
        if (column != null) {
            return column;
        }
        return template == null || template.columns().isEmpty()
                ? null
                : template.columns().get(0);
    }
}
