package org.anze.bench.baseline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The baseline's tables. A batch and what was delivered are one statement for many rows and one commit each. Safe for many
 * threads.
 */
public final class Store implements AutoCloseable {

    private static final int CONNECTIONS = 24;

    private final HikariDataSource pool;

    Store(Settings.Database database) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        config.addDataSourceProperty("prepareThreshold", "1");
        pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table submission (id text primary key, receipt text not null,"
                    + " received_at timestamptz not null default now())");
            statement.execute("create table record (policy_no text primary key, submission text not null, region text"
                    + " not null, sector text not null, body text not null)");
            statement.execute("create table delivered (recipient text not null, policy_no text not null,"
                    + " delivered_at timestamptz not null default now(), primary key (recipient, policy_no))");
            connection.commit();
        }
    }

    /**
     * Keeps a batch and its receipt. Durable when this returns.
     *
     * @return false when a submission of this id is there already; nothing was changed then
     */
    boolean keep(Submission submission, String receipt) throws SQLException {
        int count = submission.records().size();
        String[] numbers = new String[count];
        String[] regions = new String[count];
        String[] sectors = new String[count];
        for (int i = 0; i < count; i++) {
            ObjectNode record = submission.records().get(i);
            numbers[i] = record.get("policyNo").stringValue();
            regions[i] = record.get("riskRegion").stringValue();
            sectors[i] = record.get("sector").stringValue();
        }
        try (Connection connection = pool.getConnection()) {
            try (PreparedStatement head = connection.prepareStatement(
                            "insert into submission (id, receipt) values (?, ?) on conflict do nothing");
                    PreparedStatement rows = connection.prepareStatement(
                            "insert into record (policy_no, submission, region, sector, body) select n, ?, r, s, b from"
                                    + " unnest(?, ?, ?, ?) as t (n, r, s, b) on conflict do nothing")) {
                head.setString(1, submission.id());
                head.setString(2, receipt);
                if (head.executeUpdate() == 0) {
                    connection.rollback();
                    return false;
                }
                rows.setString(1, submission.id());
                rows.setArray(2, texts(connection, numbers));
                rows.setArray(3, texts(connection, regions));
                rows.setArray(4, texts(connection, sectors));
                rows.setArray(5, texts(connection, submission.lines().toArray(String[]::new)));
                rows.executeUpdate();
                connection.commit();
                return true;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** The receipt that was given before; null when there is none. */
    @Nullable
    String receipt(String submission) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("select receipt from submission where id = ?")) {
            query.setString(1, submission);
            try (ResultSet result = query.executeQuery()) {
                String receipt = result.next() ? result.getString(1) : null;
                connection.rollback();
                return receipt;
            }
        }
    }

    /** Notes that a recipient has given its receipt for these policies. Durable when this returns. */
    void delivered(String recipient, List<String> numbers) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement rows =
                        connection.prepareStatement("insert into delivered (recipient, policy_no) select ?, n"
                                + " from unnest(?) as t (n) on conflict do nothing")) {
            rows.setString(1, recipient);
            rows.setArray(2, texts(connection, numbers.toArray(String[]::new)));
            rows.executeUpdate();
            connection.commit();
        }
    }

    private static Array texts(Connection connection, String[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    @Override
    public void close() {
        pool.close();
    }
}
