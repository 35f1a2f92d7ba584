package org.anze.gateway.mapping;

import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.convert.Times;
import org.anze.gateway.mapping.table.Placeholder;
import org.jspecify.annotations.Nullable;

/**
 * What a placeholder of a template or condition refers to: a column, {@code {@item}} and {@code {@number}} within {@code
 * @each}, or {@code {#field}} for a canonical value that a row above has made.
 */
final class Reference {

    private final Placeholder placeholder;
    private final @Nullable Column column;
    private final int position;

    private Reference(Placeholder placeholder, @Nullable Column column, int position) {
        this.placeholder = placeholder;
        this.column = column;
        this.position = position;
    }

    /**
     * Finds what it refers to.
     *
     * @param made position of a canonical field that is made above; -1 when there is none
     * @throws IllegalArgumentException with the name that is wrong
     */
    static Reference of(Placeholder placeholder, ToIntFunction<String> made) {
        if (!placeholder.isField()) {
            return new Reference(placeholder, Column.parse(placeholder.name()), -1);
        }
        int position = made.applyAsInt(placeholder.field());
        if (position < 0) {
            throw placeholder.wrong();
        }
        return new Reference(placeholder, null, position);
    }

    /** The column it refers to; null when it refers to a canonical field. */
    @Nullable
    Column column() {
        return column;
    }

    /** The trimmed text; null when there is none, or when a finding says that it has not what is asked for. */
    @Nullable
    String text(TableWork work) {
        String text;
        if (column == null) {
            Object value = work.value(position);
            text = value == null ? null : value.toString();
        } else {
            text = column.text(work);
        }
        if (text == null) {
            return null;
        }
        String trimmed = Texts.trim(text);
        if (Texts.isNone(trimmed)) {
            return null;
        }
        return column != null && placeholder.asksForTime() ? time(trimmed, work) : placeholder.shape(trimmed);
    }

    /** What people write has other digits than a canonical time: 2024/1/15 and 2024/11/5 have the same. */
    private @Nullable String time(String text, TableWork work) {
        Times.Moment moment = Times.isCount(text) ? null : Times.parse(text);
        if (moment == null) {
            work.report(ConversionProblem.NOT_A_DATE, "V-S07", work.shown(text));
            return null;
        }
        return placeholder.shape(Times.instant(moment.at()));
    }
}
