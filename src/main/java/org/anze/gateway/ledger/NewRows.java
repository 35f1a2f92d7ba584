package org.anze.gateway.ledger;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows that are to be inserted into one table, collected in memory. For one thread. */
final class NewRows {

    /** Rows of one statement, so that its arrays stay of moderate size. */
    private static final int MOST_TOGETHER = 500;

    private final String statement;
    private final Type[] types;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** Types of columns, as the database calls them. */
    enum Type {
        INT8(Long.class),
        INT4(Integer.class),
        INT2(Short.class),
        BOOL(Boolean.class),
        TEXT(String.class),
        TIMESTAMPTZ(String.class),
        BYTEA(byte[].class);

        private final Class<?> values;

        Type(Class<?> values) {
            this.values = values;
        }

        private String sent() {
            return this == TIMESTAMPTZ ? "text" : name().toLowerCase(Locale.ROOT);
        }

        private String placeholder() {
            return this == TIMESTAMPTZ ? "?::text[]::timestamptz[]" : "?::" + sent() + "[]";
        }
    }

    /** @param table with its columns in parentheses */
    NewRows(String table, Type... types) {
        this.types = types;
        this.statement = "insert into " + table + " select * from unnest("
                + Arrays.stream(types).map(Type::placeholder).collect(Collectors.joining(", ")) + ")";
    }

    /**
     * Adds a row. PostgreSQL's text cannot hold NUL, which the key of a rejected record may; it becomes U+FFFD.
     *
     * @param values in the order of the columns
     */
    void row(@Nullable Object... values) {
        if (values.length != types.length) {
            throw new IllegalArgumentException(values.length + " values for " + types.length + " columns");
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String text) {
                values[i] = text.replace('\0', '\uFFFD');
            } else if (values[i] instanceof Instant instant) {
                values[i] = instant.toString();
            }
        }
        rows.add(values);
    }

    /** Adds the statements that insert what was collected. */
    void addTo(Pipeline pipeline) {
        for (int from = 0; from < rows.size(); from += MOST_TOGETHER) {
            List<@Nullable Object[]> some = rows.subList(from, Math.min(rows.size(), from + MOST_TOGETHER));
            Pipeline.Parameter[] columns = new Pipeline.Parameter[types.length];
            for (int i = 0; i < types.length; i++) {
                columns[i] = column(some, i);
            }
            pipeline.add(statement, columns);
        }
    }

    private Pipeline.Parameter column(List<@Nullable Object[]> some, int column) {
        // Of its own class: the driver sends these as they are, and others as text.
        Object[] values = (Object[]) Array.newInstance(types[column].values, some.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = some.get(i)[column];
        }
        String type = types[column].sent();
        return (statement, number) ->
                statement.setArray(number, statement.getConnection().createArrayOf(type, values));
    }
}
