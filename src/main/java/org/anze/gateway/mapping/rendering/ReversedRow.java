package org.anze.gateway.mapping.rendering;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table, read in reverse. Asked only where its condition is known.
 *
 * @param line in the table
 * @param absent text for a value that is absent, but not for one that is withheld; null when there is none
 * @param fields what it is made of
 */
record ReversedRow(
        long line,
        FieldCondition condition,
        Column.Maker maker,
        @Nullable String absent,
        List<String> fields) implements Column.Maker {

    @Override
    public @Nullable Object make(RecordView view) {
        if (!condition.holds(view)) {
            return null;
        }
        Object value = maker.make(view);
        return value == null && fields.stream().noneMatch(view::isWithheld) ? absent : value;
    }
}
