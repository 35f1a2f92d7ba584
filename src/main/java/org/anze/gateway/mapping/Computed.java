package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.expression.Expression;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/**
 * An expression and where it takes its values from. What fails is a finding about the record.
 *
 * @param line of the field table, from 1, where the expression stands
 */
record Computed(Expression expression, RecordDefinition definition, long line) implements Condition {

    /** True, or the condition is false or failed. */
    @Override
    public boolean holds(TableWork work) {
        return Boolean.TRUE.equals(evaluate(work));
    }

    @Override
    public List<Column> columns() {
        return expression.columns().stream().map(Column::parse).toList();
    }

    /** The value as text; null when there is none. */
    @Nullable
    String text(TableWork work) {
        Object value = evaluate(work);
        return value == null ? null : value.toString();
    }

    /** The values as texts; a single one gives a list of one. */
    List<String> texts(TableWork work) {
        Object value = evaluate(work);
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                texts.add(each.toString());
            }
        } else if (value != null) {
            texts.add(value.toString());
        }
        return texts;
    }

    private @Nullable Object evaluate(TableWork work) {
        Expression.Outcome outcome = expression.evaluate(new Sight(work, definition));
        if (outcome.failure() != null) {
            String missing = missing(work);
            // What an expression lacks because it was refused before has its finding already.
            if (missing == null || !work.isRejected()) {
                String reason = missing == null ? outcome.failure() : missing + " = null";
                work.report(ConversionProblem.EXPRESSION_FAILED, null, work.place(), reason, Long.toString(line));
            }
        }
        return outcome.value();
    }

    private @Nullable String missing(TableWork work) {
        for (String field : expression.made()) {
            if (work.value(definition.position(field)) == null) {
                return field;
            }
        }
        return null;
    }

    private record Sight(TableWork work, RecordDefinition definition) implements Expression.Values {
        @Override
        public @Nullable String text(String column) {
            return Column.parse(column).text(work);
        }

        @Override
        public List<String> texts(String column) {
            return Column.parse(column).texts(work);
        }

        @Override
        public @Nullable Object made(String field) {
            int position = definition.position(field);
            return position < 0 ? null : work.value(position);
        }

        @Override
        public String item() {
            Item item = work.item();
            return item == null || item.text() == null ? "" : item.text();
        }

        @Override
        public long number() {
            Item item = work.item();
            return item == null ? 0 : item.number();
        }

        @Override
        public String sender() {
            return work.party().id();
        }
    }
}
