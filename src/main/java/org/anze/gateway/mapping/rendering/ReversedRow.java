package org.anze.gateway.mapping.rendering;

import org.jspecify.annotations.Nullable;

/**
 * One row of a table, read in reverse.
 *
 * @param line in the table
 * @param absent text for a value that is absent, but not for one that is withheld; null when there is none
 * @param unit disclosure unit of its field; empty for the envelope
 */
record ReversedRow(
        long line,
        FieldCondition condition,
        Column.Maker maker,
        @Nullable String absent,
        String unit) implements Column.Maker {

    @Override
    public @Nullable Object make(RecordView view) {
        if (!condition.holds(view)) {
            return null;
        }
        Object value = maker.make(view);
        return value == null && !view.withheld().contains(unit) ? absent : value;
    }
}
