package org.anze.gateway.keys;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Connections that only keys take. Who asks for a key often holds a connection of the gateway's pool already; when all who do
 * so ask at once, as in the first minute of a month, they would wait for each other out of that pool. Safe for many threads.
 */
final class KeyConnections implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final HikariDataSource pool;

    /** To the same database as the gateway's pool. */
    KeyConnections(HikariDataSource gateway) {
        HikariConfig own = new HikariConfig();
        gateway.copyStateTo(own);
        own.setPoolName("anze-keys");
        own.setMetricsTrackerFactory(null);
        own.setMaximumPoolSize(CONNECTIONS);
        own.setMinimumIdle(1);
        this.pool = new HikariDataSource(own);
    }

    HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
