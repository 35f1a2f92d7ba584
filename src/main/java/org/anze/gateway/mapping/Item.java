package org.anze.gateway.mapping;

import java.util.Collection;
import java.util.List;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that {@code @each} or {@code list[*]} goes through: a text out of a list, an element or object with
 * columns of its own, or a row of a group.
 *
 * @param number from 1
 * @param text of a plain one; null when it has columns
 * @param record holds the columns; null for a plain one
 * @param isRow whether it is row {@code number} of the group that {@code record} is
 * @param column where a plain one was taken from; null when that is not known, and for one that has columns
 * @param within what was gone through around it; null when nothing was
 */
record Item(
        int number,
        @Nullable String text,
        @Nullable RawRecord record,
        boolean isRow,
        @Nullable Column column,
        @Nullable Item within) {

    private static final Column ITSELF = new Column("", Column.Kind.ITEM);

    static Item of(int number, String text, @Nullable Column column, @Nullable Item within) {
        return new Item(number, text, null, false, column, within);
    }

    static Item of(int number, RawRecord record) {
        // An element can have a text of its own beside its attributes.
        return new Item(number, record.value(Leaves.OWN_TEXT), record, false, null, null);
    }

    static Item ofRow(int number, RawRecord group) {
        return new Item(number, null, group, true, null, null);
    }

    @Nullable
    String value(String name) {
        if (record == null) {
            return null;
        }
        if (!isRow) {
            return record.value(name);
        }
        List<String> rows = record.values(name);
        return number <= rows.size() ? rows.get(number - 1) : null;
    }

    List<String> values(String name) {
        if (record == null) {
            return List.of();
        }
        String value = isRow ? value(name) : null;
        return isRow ? (value == null ? List.of() : List.of(value)) : record.values(name);
    }

    /** Whether something stands in one of these columns of it. */
    boolean hasAnyOf(Collection<Column> columns) {
        return columns.stream()
                .filter(each -> each.kind() == Column.Kind.OF_ITEM)
                .anyMatch(each -> says(values(each.name())));
    }

    /** Whether it says anything at all. */
    boolean saysSomething() {
        return text != null && says(List.of(text))
                || record != null && record.columns().stream().anyMatch(each -> says(values(each)));
    }

    private static boolean says(List<String> texts) {
        return texts.stream().anyMatch(each -> !Texts.isNone(Texts.trim(each)));
    }

    /** Where a column of it stands; with an empty name where it stands itself. */
    Location locate(String name, RawRecord whole) {
        if (record == null) {
            return (column == null ? ITSELF : column).locate(whole, within);
        }
        return name.isEmpty() ? record.location() : record.locate(name);
    }
}
