package org.anze.gateway.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGConnection;

/** What is done to a running postmaster before anybody may use it: verify its settings, provide user and database. */
final class PostgresSetup {

    /** Asked as the superuser, who alone may see some of them. */
    private static final Map<String, String> SERVER = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "data_checksums", "on");

    /** Asked as the gateway's own user in its own database, where a role or database setting could weaken them. */
    private static final Map<String, String> DURABILITY = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "server_encoding", "UTF8");

    private final int port;
    private final PostgresCluster cluster;

    PostgresSetup(int port, PostgresCluster cluster) {
        this.port = port;
        this.cluster = cluster;
    }

    /** Error details of the server quote rows, which may hold personal values: the driver leaves them out. */
    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?ApplicationName=anze-gateway&logServerErrorDetail=false&tcpKeepAlive=true";
    }

    /** Makes the gateway's user and database if they are absent, sets the user's password, then verifies. */
    void provide() throws IOException {
        try (Connection superuser = connect(EmbeddedPostgres.SUPERUSER, "superuser", "postgres")) {
            if (!exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?", EmbeddedPostgres.OWNER)) {
                execute(superuser, "CREATE ROLE " + EmbeddedPostgres.OWNER + " LOGIN");
            }
            // The driver sends the SCRAM verifier, so the password is in no statement.
            superuser
                    .unwrap(PGConnection.class)
                    .alterUserPassword(
                            EmbeddedPostgres.OWNER, cluster.secret("owner").toCharArray(), "scram-sha-256");
            if (!exists(superuser, "SELECT 1 FROM pg_database WHERE datname = ?", EmbeddedPostgres.DATABASE)) {
                execute(superuser, "CREATE DATABASE " + EmbeddedPostgres.DATABASE + " OWNER " + EmbeddedPostgres.OWNER);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("内置数据库无法初始化 / the embedded PostgreSQL cannot be set up", e);
        }
        verify();
    }

    /**
     * Asks the running server whether it keeps what it acknowledges and listens where it should.
     *
     * @throws IllegalStateException when any setting is not as wanted
     */
    void verify() throws IOException {
        Map<String, String> wanted = new LinkedHashMap<>(SERVER);
        wanted.put("data_directory", cluster.directory().toString());
        try (Connection superuser = connect(EmbeddedPostgres.SUPERUSER, "superuser", "postgres");
                Connection owner = connect(EmbeddedPostgres.OWNER, "owner", EmbeddedPostgres.DATABASE)) {
            verify(superuser, wanted);
            verify(owner, DURABILITY);
        } catch (SQLException e) {
            throw new IllegalStateException("内置数据库无法核对 / the embedded PostgreSQL cannot be verified", e);
        }
    }

    private static void verify(Connection connection, Map<String, String> wanted) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT current_setting(?)")) {
            for (Map.Entry<String, String> setting : wanted.entrySet()) {
                query.setString(1, setting.getKey());
                try (ResultSet result = query.executeQuery()) {
                    String actual = result.next() ? result.getString(1) : null;
                    if (!setting.getValue().equals(actual)) {
                        throw new IllegalStateException("内置数据库设置不符合要求，拒绝启动 / refusing to start: PostgreSQL setting "
                                + setting.getKey() + " is '" + actual + "', must be '" + setting.getValue() + "'");
                    }
                }
            }
        }
    }

    private Connection connect(String user, String secret, String database) throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", cluster.secret(secret));
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(url(port, database), properties);
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet result = query.executeQuery()) {
                return result.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
