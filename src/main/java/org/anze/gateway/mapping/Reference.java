package org.anze.gateway.mapping;

import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.convert.Texts;
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

    /** The trimmed text; null when there is none. */
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
        return Texts.isNone(trimmed) ? null : placeholder.shape(trimmed);
    }
}
