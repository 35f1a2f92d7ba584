package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.expression.Expression;
import org.anze.gateway.mapping.expression.Expressions;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/**
 * Compiles single rows of a field table: source, expression, condition. Knows what the rows above have made. For one table and
 * one use.
 */
final class RowCompiler {

    private final RecordDefinition definition;
    private final Complaints complaints;
    private final ConverterChoice converters;
    private final Map<String, FieldType> made = new LinkedHashMap<>();
    private final Set<String> neededColumns = new LinkedHashSet<>();
    private final ColumnUses uses;

    /**
     * @param partyTables gives the party's own code table of a name; null when it has none
     * @param rows all of the table
     * @param uses what the mapping takes the columns for
     * @param unitIsStated whether the source gives the unit that stands above the headings
     */
    RowCompiler(
            RecordDefinition definition,
            CodeTables tables,
            Function<String, @Nullable CodeTable> partyTables,
            Complaints complaints,
            List<FieldRow> rows,
            ColumnUses uses,
            boolean unitIsStated) {
        this.definition = definition;
        Set<String> written = rows.stream().map(FieldRow::field).collect(Collectors.toSet());
        this.complaints = complaints;
        this.converters = new ConverterChoice(
                definition, tables, partyTables, complaints, written, made::containsKey, unitIsStated);
        this.uses = uses;
    }

    /** Says that the rows below can refer to a field. */
    void isMade(FieldDefinition field) {
        made.put(field.name(), field.type());
    }

    boolean makes(String field) {
        return made.containsKey(field);
    }

    /** The columns that a source must have. */
    Collection<String> neededColumns() {
        return neededColumns;
    }

    /**
     * The compiled row; null after a complaint.
     *
     * @param type of what it fills; null when anything but a list will do
     * @param items whether {@code @item} means something in it
     */
    @Nullable
    Row compile(FieldRow row, @Nullable FieldDefinition field, @Nullable FieldType type, boolean list, boolean items) {
        Converter converter = converters.converter(row, field, type, list);
        boolean many = list || type == FieldType.TEXTS;
        return converter == null ? null : compile(row, field, converter, items, many);
    }

    private @Nullable Row compile(
            FieldRow row, @Nullable FieldDefinition field, Converter converter, boolean items, boolean many) {
        String given = String.join(" + ", given(row));
        if (given.contains(" + ")) {
            complaints.add(MappingProblem.SOURCE_TWICE, row.line(), row.field(), given);
            return null;
        }
        if (given.isEmpty() && row.absent().isEmpty() && !converter.needsNoSource()) {
            complaints.add(MappingProblem.NOTHING_TO_TAKE, row.line(), row.field());
            return null;
        }
        int before = complaints.findings().size();
        Column column = row.source().isEmpty() ? null : Column.parse(row.source());
        Template template = template(row);
        Computed expression = row.expression().isEmpty() ? null : value(row, items, many);
        Condition condition = row.condition().isEmpty() ? null : condition(row.line(), row.condition(), items);
        List<Column> columns = Row.columns(column, template, expression);
        String place =
                columns.isEmpty() ? items ? Column.ITEM : null : columns.get(0).written();
        if (condition != null) {
            columns.addAll(condition.columns());
        }
        columns.forEach(each -> need(row.line(), each, items));
        if (complaints.findings().size() > before) {
            return null;
        }
        return new Row(
                field == null ? null : field.name(),
                field,
                column,
                template,
                expression,
                row.absent().isEmpty() ? null : row.absent(),
                condition,
                converter,
                place);
    }

    private static List<String> given(FieldRow row) {
        List<String> given = new ArrayList<>();
        if (!row.source().isEmpty()) {
            given.add("source");
        }
        if (!row.template().isEmpty()) {
            given.add("template");
        }
        if (!row.expression().isEmpty()) {
            given.add("expression");
        }
        return given;
    }

    /** Notes that a source is asked for the column; complains when it is one of an item and there is none. */
    void need(long line, Column column, boolean items) {
        if (column.isOfItem() && !items) {
            complaints.add(MappingProblem.ITEM_WITHOUT_EACH, line, column.written());
        } else if (column.isNamed()) {
            neededColumns.add(column.name());
        }
    }

    private @Nullable Template template(FieldRow row) {
        if (row.template().isEmpty()) {
            return null;
        }
        try {
            return Template.parse(row.template(), this::madeAbove, uses);
        } catch (IllegalArgumentException e) {
            complain(row.line(), row.template(), e);
            return null;
        }
    }

    /** A condition in braces, or an expression that is true or false; null after a complaint. */
    @Nullable
    Condition condition(long line, String text, boolean items) {
        if (!text.startsWith("{")) {
            return computed(line, text, items, Set.of(Expression.Result.TRUTH), "1: → true | false");
        }
        try {
            return WordCondition.parse(text, this::madeAbove, uses);
        } catch (IllegalArgumentException e) {
            complain(line, text, e);
            return null;
        }
    }

    private @Nullable Computed value(FieldRow row, boolean items, boolean many) {
        Set<Expression.Result> allowed = many
                ? Set.of(Expression.Result.VALUE, Expression.Result.TRUTH, Expression.Result.VALUES)
                : Set.of(Expression.Result.VALUE, Expression.Result.TRUTH);
        String wanted = "1: → text | whole number | true, false" + (many ? " | list of them" : "");
        return computed(row.line(), row.expression(), items, allowed, wanted);
    }

    private @Nullable Computed computed(
            long line, String text, boolean items, Set<Expression.Result> allowed, String wanted) {
        try {
            Expression expression = Expressions.compile(text, made, items);
            if (!allowed.contains(expression.result())) {
                throw new IllegalArgumentException(wanted);
            }
            return new Computed(expression, definition, line);
        } catch (IllegalArgumentException e) {
            complaints.add(MappingProblem.EXPRESSION_REFUSED, line, text, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void complain(long line, String expression, IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        boolean order = message.startsWith("{#");
        complaints.add(
                order ? MappingProblem.ORDER_WRONG : MappingProblem.EXPRESSION_WRONG,
                line,
                order ? message : expression,
                message);
    }

    private int madeAbove(String field) {
        return makes(field) ? definition.position(field) : -1;
    }
}
