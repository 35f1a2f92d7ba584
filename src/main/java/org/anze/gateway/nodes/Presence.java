package org.anze.gateway.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the database that this node keeps as long as it lives, with an advisory lock by which others see it. The server
 * ends it at the moment in which the process ends, so that nobody needs to wait until the leases of that process are over. A
 * frozen process keeps its session, and a machine that loses its network for a while: those are followed when their time is over.
 *
 * <p>Holds one connection. For one thread.
 */
final class Presence implements AutoCloseable {

    /** The number of the lock of the node that the expression is put in for. */
    static final String LOCK = "hashtextextended(current_schema() || ' org.anze.gateway.nodes ' || %s, 0)";

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final DataSource dataSource;
    private final String node;
    private final int patience;
    private @Nullable Connection session;
    private boolean isAnother;
    private long since;

    /** @param patience for an answer; who waits for longer has lost his leases by then */
    Presence(DataSource dataSource, String node, Duration patience) {
        this.dataSource = dataSource;
        this.node = node;
        this.patience = Math.toIntExact(patience.toMillis());
    }

    /**
     * The session, a new one when there is none. Who finds that it does not answer must say so ({@link #lost}).
     */
    Connection session() throws SQLException {
        Connection known = session;
        if (known != null) {
            return known;
        }
        Connection fresh = dataSource.getConnection();
        try {
            fresh.setNetworkTimeout(Runnable::run, patience);
            // Not exclusive: a session of this node that the server has not seen end must not keep it waiting.
            execute(fresh, "pg_advisory_lock_shared");
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
        session = fresh;
        since = System.nanoTime();
        return fresh;
    }

    /** There is none any more. */
    void lost() {
        Connection broken = session;
        session = null;
        if (broken != null) {
            isAnother = true;
            try {
                broken.close();
            } catch (SQLException e) {
                LOG.atDebug().addKeyValue("error", e.toString()).log("the session had ended");
            }
        }
    }

    /**
     * Whether others may be judged by their sessions. Not for a while after this node has got another one: the database may have
     * been away, and somebody is the first to come back.
     */
    boolean mayJudge(Duration pause) {
        return session != null && (!isAnother || System.nanoTime() - since > pause.toNanos());
    }

    @Override
    public void close() {
        if (session == null) {
            return;
        }
        try {
            // It goes back to a pool.
            execute(session, "pg_advisory_unlock_shared");
        } catch (SQLException e) {
            LOG.atDebug().addKeyValue("error", e.toString()).log("the session had ended");
        } finally {
            lost();
        }
    }

    private void execute(Connection connection, String function) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select " + function + "(" + LOCK.formatted("?::text") + ")")) {
            statement.setString(1, node);
            statement.execute();
        }
    }
}
