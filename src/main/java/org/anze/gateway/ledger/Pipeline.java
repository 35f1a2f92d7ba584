package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction that need not wait for each other's answers: they go to the database in one round trip, and are
 * carried out in their order. For one thread, and sent once.
 */
final class Pipeline {

    private final List<String> statements = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /** A value of a statement. */
    @FunctionalInterface
    interface Parameter {
        /** Gives it to the statement under this number. */
        void set(PreparedStatement statement, int number) throws SQLException;
    }

    /** A column of some rows. */
    static <T> Parameter column(String type, Collection<T> rows, Function<T, @Nullable Object> value) {
        Object[] values = rows.stream().map(value).toArray();
        return (statement, number) ->
                statement.setArray(number, statement.getConnection().createArrayOf(type, values));
    }

    /** A column of bytes of some rows. */
    static <T> Parameter bytes(Collection<T> rows, Function<T, byte @Nullable []> value) {
        byte[][] values = rows.stream().map(value).toArray(byte[][]::new);
        return (statement, number) ->
                statement.setArray(number, statement.getConnection().createArrayOf("bytea", values));
    }

    /** Adds a statement that changes rows and returns none; the result is the place of its count among those of {@link #send}. */
    int add(String statement, Parameter... values) {
        statements.add(statement);
        parameters.addAll(List.of(values));
        return statements.size() - 1;
    }

    /** Sends what was added; nothing when there is none. Returns how many rows each statement changed. */
    int[] send(Connection connection) throws SQLException {
        return statements.isEmpty() ? new int[0] : send(connection, null).counts;
    }

    /**
     * How many rows each statement changed, and the answer to the question behind them.
     *
     * @param answer empty when nothing was asked
     */
    record Answered(int[] counts, String answer) {}

    /** Sends what was added and behind it a question that has one answer. */
    Answered ask(Connection connection, String question) throws SQLException {
        return send(connection, question);
    }

    private Answered send(Connection connection, @Nullable String question) throws SQLException {
        List<String> texts = new ArrayList<>(statements);
        if (question != null) {
            texts.add(question);
        }
        int[] counts = new int[statements.size()];
        try (PreparedStatement all = connection.prepareStatement(String.join("; ", texts))) {
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).set(all, i + 1);
            }
            all.execute();
            for (int i = 0; i < counts.length; i++) {
                counts[i] = all.getUpdateCount();
                if (counts[i] < 0) {
                    throw new SQLException("no answer to statement " + i + ": " + statements.get(i));
                }
                all.getMoreResults();
            }
            if (question == null) {
                return new Answered(counts, "");
            }
            try (ResultSet answer = all.getResultSet()) {
                answer.next();
                return new Answered(counts, answer.getString(1));
            }
        }
    }
}
