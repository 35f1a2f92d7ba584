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
    private final boolean counts;

    /** {@code counts}: whether a mere number in the column may count days or milliseconds. */
    private Reference(Placeholder placeholder, @Nullable Column column, int position, boolean counts) {
        this.placeholder = placeholder;
        this.column = column;
        this.position = position;
        this.counts = counts;
    }

    /**
     * Finds what it refers to.
     *
     * @param made position of a canonical field that is made above; -1 when there is none
     * @param uses what the mapping takes the columns for
     * @throws IllegalArgumentException with the name that is wrong
     */
    static Reference of(Placeholder placeholder, ToIntFunction<String> made, ColumnUses uses) {
        if (!placeholder.isField()) {
            Column column = Column.parse(placeholder.name());
            return new Reference(placeholder, column, -1, uses.isTime(column));
        }
        int position = made.applyAsInt(placeholder.field());
        if (position < 0) {
            throw placeholder.wrong();
        }
        return new Reference(placeholder, null, position, false);
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
        Times.Moment moment = Times.isCount(text) && !counts ? null : Times.parse(text);
        if (moment == null) {
            work.report(ConversionProblem.NOT_A_DATE, "V-S07", work.shown(text));
            return null;
        }
        return placeholder.shape(Times.instant(moment.at()));
    }
}
