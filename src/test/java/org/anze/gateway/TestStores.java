package org.anze.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;

/** The one PostgreSQL that tests without a whole gateway share; each asks for a schema of its own, migrated. */
public final class TestStores {

    /** One folder is for one JVM at a time: another JVM beside it names another by -Danze.test.stores. */
    private static final Path DATA = Path.of(System.getProperty("anze.test.stores", "target/test-stores"))
            .toAbsolutePath();

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final List<HikariDataSource> POOLS = new ArrayList<>();
    private static EmbeddedPostgres postgres;

    private TestStores() {}

    /** The server, for who connects to it as to an external one; it lives as long as the JVM. */
    public static synchronized EmbeddedPostgres server() {
        if (postgres == null) {
            EmbeddedPostgres starting = new EmbeddedPostgres(DATA);
            starting.start();
            postgres = starting;
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        }
        return postgres;
    }

    /** The name of a schema that nobody has yet. */
    public static String freshName() {
        return "t" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
    }

    /** A pool over a fresh, migrated schema; it lives as long as the JVM. */
    public static synchronized DataSource freshSchema() {
        server();
        String schema = freshName();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        config.setSchema(schema);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        // The pools of earlier tests live on but must not hold all connections of the one server.
        POOLS.forEach(earlier -> earlier.getHikariPoolMXBean().softEvictConnections());
        HikariDataSource pool = new HikariDataSource(config);
        POOLS.add(pool);
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .schemas(schema)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return pool;
    }
}
