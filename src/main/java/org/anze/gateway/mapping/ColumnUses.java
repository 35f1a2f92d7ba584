package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.mapping.table.UsualConverters;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What all tables of one mapping take the columns of its source for: values of class 4 or 5 (DOMAIN.md B4), money, times. For
 * conditions, templates and rows without a field, which take a column for a mere text. Columns are told apart as headings are.
 */
final class ColumnUses {

    /** Of no mapping. */
    static final ColumnUses NONE = new ColumnUses(List.of());

    private static final int PERSONAL = 4;
    /** Converters of any text; the others take words and numbers of a kind. */
    private static final Set<String> FREE = Set.of(
            "", "text", "name", "names", "identifier", "identity-number", "part", "list", "lines", "numbered-list");

    private static final Set<String> OF_TIMES = Set.of("date", "instant", "last-day");
    private static final String OF_ITEM = Column.ITEM + "/";
    private static final Pattern AMOUNT = Pattern.compile("\\bfen\\s*\\(");
    private static final Pattern ITEM = Pattern.compile("\\bitem\\b");
    private static final Pattern TWIN = Pattern.compile("#\\d+$");

    private final Set<String> personal = new HashSet<>();
    private final Set<String> amounts = new HashSet<>();
    private final Set<String> times = new HashSet<>();

    ColumnUses(List<WrittenMapping.Table> tables) {
        for (WrittenMapping.Table table : tables) {
            SourceColumns columns = new SourceColumns(table.definition());
            List<String> each = new ArrayList<>();
            forEach(table.rows(), row -> {
                if (row.field().equals("@each") || SourceColumns.isItems(row)) {
                    each.addAll(columns.of(row));
                }
            });
            forEach(table.rows(), row -> add(table.definition(), columns, row, each));
        }
    }

    private static void forEach(List<FieldRow> rows, Consumer<FieldRow> action) {
        for (FieldRow row : rows) {
            try {
                action.accept(row);
            } catch (IllegalArgumentException e) {
                // Its compiler says what is wrong with it, and then the mapping is not used.
                continue;
            }
        }
    }

    private void add(RecordDefinition definition, SourceColumns columns, FieldRow row, List<String> each) {
        FieldPlace place = FieldPlace.parse(row.field());
        FieldDefinition field = definition.field(place.field()).orElse(null);
        FieldDefinition filled = filled(place, field);
        if (field != null && filled != null && sensitivity(place, field, filled) >= PERSONAL) {
            note(columns.of(row), row, each, personal);
        }
        String converter = converter(row, filled);
        if (converter.equals("money") || AMOUNT.matcher(row.expression()).find()) {
            note(columns.ofValue(row), row, each, amounts);
        }
        if (AMOUNT.matcher(row.condition()).find()) {
            note(columns.ofCondition(row), row, each, amounts);
        }
        // Agreed otherwise, the same number is another day.
        if (OF_TIMES.contains(converter) && row.unit().isEmpty()) {
            columns.ofValue(row).forEach(column -> times.add(heading(column)));
        }
    }

    private static void note(List<String> written, FieldRow row, List<String> each, Set<String> names) {
        for (String column : written) {
            names.add(plain(column));
            if (column.startsWith(OF_ITEM)) {
                each.forEach(part -> names.add(plain(part + "/" + column.substring(OF_ITEM.length()))));
            }
        }
        if (written.contains(Column.ITEM) || ITEM.matcher(row.expression()).find()) {
            each.forEach(part -> names.add(plain(part)));
        }
    }

    private static @Nullable FieldDefinition filled(FieldPlace place, @Nullable FieldDefinition field) {
        return field == null || place.property() == null || field.entries().isEmpty()
                ? field
                : field.entry(place.property()).orElse(field);
    }

    private static int sensitivity(FieldPlace place, FieldDefinition field, FieldDefinition filled) {
        return place.property() == null
                ? field.mostSensitive().sensitivity()
                : Math.max(field.sensitivity(), filled.sensitivity());
    }

    private static String converter(FieldRow row, @Nullable FieldDefinition filled) {
        if (!row.convert().isEmpty() || !row.codes().isEmpty() || filled == null) {
            return row.convert();
        }
        return UsualConverters.of(filled.type());
    }

    /** {@code @item/column} may be a column of the rows that were put together. */
    private static String heading(String written) {
        return Texts.compact(written.startsWith(OF_ITEM) ? written.substring(OF_ITEM.length()) : written);
    }

    /** As long as it only makes findings stricter, one of several equal headings is like the others. */
    private static String plain(String written) {
        return TWIN.matcher(heading(written)).replaceFirst("");
    }

    /** Whether a row without a field may be about people: it takes any text, or something from a column that is. */
    boolean isPersonal(FieldRow row, Row compiled) {
        return FREE.contains(row.convert()) || isPersonal(compiled.columns());
    }

    /** Whether a condition may be about people. */
    boolean isPersonal(List<Column> columns) {
        return columns.stream().map(Column::written).map(ColumnUses::plain).anyMatch(personal::contains);
    }

    /** Whether a column has amounts of money, as its row writes it. */
    boolean isAmount(String column) {
        return amounts.contains(plain(column));
    }

    /** Whether a column has times in any form that can be told apart. */
    boolean isTime(Column column) {
        return times.contains(heading(column.written()));
    }
}
