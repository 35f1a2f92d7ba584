package org.anze.gateway.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * One process's hold on one kind of work. Whether it holds may be asked at any time and by any thread; the answer is a hint.
 * What must not be done twice is guarded in its own transaction.
 */
public interface Lease {

    /** No token: the lease is not held. */
    long NONE = 0;

    /** A lease without others: for one process alone, such as a test of what is done under it. */
    Lease ALONE = new Lease() {
        @Override
        public long token() {
            return 1;
        }

        @Override
        public void onChange(Changed listener) {
            // It never changes.
        }

        @Override
        public void guard(Connection connection) {
            // Nobody else is there.
        }
    };

    /**
     * Expressions for a transaction that others may have to wait for: whoever is frozen in it must not stop them for long. The server
     * ends it when it stands idle for four seconds, its locks with it.
     */
    String FROZEN_ENDS = "set_config('idle_in_transaction_session_timeout', '4s', true),"
            + " set_config('tcp_user_timeout', '4s', true)";

    /** The number under which this process holds the lease, greater than that of every holder before; or {@link #NONE}. */
    long token();

    /** Whether this process holds it, as far as it knows. */
    default boolean isHeld() {
        return token() != NONE;
    }

    /** Has a listener told of each gain (true) and each loss (false), on the leases' own thread; it must not block. */
    void onChange(Changed listener);

    /**
     * The same of Spring's transaction under way on a data source.
     *
     * @throws UncategorizedSQLException when it cannot be asked for
     */
    default void guard(DataSource dataSource) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            guard(connection);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("guard", null, e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Told what became of a lease. */
    @FunctionalInterface
    interface Changed {
        void changed(boolean isHeld);
    }

    /**
     * Makes the transaction under way fail unless this process still holds the lease, and keeps others from taking it until the
     * transaction ends. One round trip; renewing is not held up by it.
     *
     * @throws TryAgainLater with {@link LeaseProblem#ELSEWHERE} when it is held no more; the caller rolls back
     */
    void guard(Connection connection) throws SQLException;

    /** {@link #guard} for one that holds a name and a token. */
    static void guard(Connection connection, String name, long token) throws SQLException {
        // FOR KEY SHARE lets the renewing pass and stops only FOR UPDATE, which is what a taker asks for.
        try (PreparedStatement select = connection.prepareStatement(
                "select " + FROZEN_ENDS + " from lease where name = ? and token = ? for key share")) {
            select.setString(1, name);
            select.setLong(2, token);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new TryAgainLater(LeaseProblem.ELSEWHERE, null, name);
                }
            }
        }
    }
}
