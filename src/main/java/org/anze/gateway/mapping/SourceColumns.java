package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.mapping.expression.Expressions;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;

/**
 * Which columns of the source one row of a field table looks at, read by the same parsers that compile the row. Safe for many
 * threads.
 */
public final class SourceColumns {

    private final Map<String, FieldType> made = new HashMap<>();

    /** Of tables that make records of this definition. */
    public SourceColumns(RecordDefinition definition) {
        for (FieldDefinition field : definition.fields()) {
            made.put(field.name(), field.type());
        }
    }

    /**
     * The columns of its source, template, expression and condition as the row's author wrote them: {@code @item} and {@code
     * @item/column} for the parts of what repeats.
     *
     * @throws IllegalArgumentException when a part of the row cannot be read
     */
    public List<String> of(FieldRow row) {
        return Stream.concat(ofValue(row).stream(), ofCondition(row).stream())
                .distinct()
                .toList();
    }

    /** The same of all but its condition. */
    List<String> ofValue(FieldRow row) {
        List<Column> columns = new ArrayList<>();
        if (!row.source().isEmpty()) {
            columns.add(Column.parse(row.source()));
        }
        if (!row.template().isEmpty()) {
            columns.addAll(
                    Template.parse(row.template(), field -> 0, ColumnUses.NONE).columns());
        }
        if (!row.expression().isEmpty()) {
            columns.addAll(expression(row.expression()));
        }
        return written(columns);
    }

    /** The same of its condition. */
    List<String> ofCondition(FieldRow row) {
        if (row.condition().isEmpty()) {
            return List.of();
        }
        return written(
                row.condition().startsWith("{")
                        ? WordCondition.parse(row.condition(), field -> 0, ColumnUses.NONE)
                                .columns()
                        : expression(row.condition()));
    }

    private static List<String> written(List<Column> columns) {
        return columns.stream().map(Column::written).distinct().toList();
    }

    private List<Column> expression(String text) {
        return Expressions.compile(text, made, true).columns().stream()
                .map(Column::parse)
                .toList();
    }

    /** Whether a row says what there is an object for, {@code list[*]}; what is below it has the columns of that. */
    public static boolean isItems(FieldRow row) {
        return row.field().endsWith("[*]")
                || !row.field().startsWith("@") && FieldPlace.parse(row.field()).isItems();
    }
}
