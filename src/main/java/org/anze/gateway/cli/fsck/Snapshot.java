package org.anze.gateway.cli.fsck;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One moment of the database, read in portions. For one thread. */
final class Snapshot implements AutoCloseable {

    private static final int PORTION = 500;

    private final Connection connection;

    /** What this connection's transaction sees; takes the connection over. */
    Snapshot(Connection connection) {
        this.connection = connection;
    }

    /** This moment; nothing can be written through the connection any more. */
    static Snapshot begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        return new Snapshot(connection);
    }

    Connection connection() {
        return connection;
    }

    /** Takes the columns of one row. */
    @FunctionalInterface
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    void each(String sql, Row action, Object... parameters) throws SQLException {
        each(PORTION, sql, action, parameters);
    }

    /** The same with so many rows in memory, for rows that may be large. */
    void each(int portion, String sql, Row action, Object... parameters) throws SQLException {
        try (Cursor cursor = cursor(portion, sql, parameters)) {
            while (cursor.rows().next()) {
                action.take(cursor.rows());
            }
        }
    }

    Cursor cursor(String sql, Object... parameters) throws SQLException {
        return cursor(PORTION, sql, parameters);
    }

    private Cursor cursor(int portion, String sql, Object... parameters) throws SQLException {
        // Without autocommit and with a fetch size the driver holds one portion in memory, not the whole answer.
        PreparedStatement select = connection.prepareStatement(sql);
        select.setFetchSize(portion);
        for (int i = 0; i < parameters.length; i++) {
            select.setObject(i + 1, parameters[i]);
        }
        return new Cursor(select, select.executeQuery());
    }

    /** Rows under way. */
    record Cursor(PreparedStatement statement, ResultSet rows) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
