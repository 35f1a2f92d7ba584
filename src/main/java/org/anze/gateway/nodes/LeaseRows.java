package org.anze.gateway.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The statements on leases and nodes; each is a transaction of its own. All times are the database's. */
final class LeaseRows {

    private final DataSource dataSource;
    private final String node;
    private final double seconds;
    private final int patience;

    /** @param patience for an answer; who waits for longer has lost his leases by then */
    LeaseRows(DataSource dataSource, String node, Duration length, Duration patience) {
        this.dataSource = dataSource;
        this.node = node;
        this.patience = Math.toIntExact(patience.toMillis());
        this.seconds = length.toMillis() / 1000.0;
    }

    /**
     * Says that this node lives and has a session to show for it ({@link Presence}).
     *
     * @param session the one that shows it
     * @param now by this node's own clock
     * @return by how much that is ahead of the database's, below zero when it is behind; on its way there it ages a little
     */
    Duration appear(Connection session, String version, Instant now) throws SQLException {
        try (PreparedStatement upsert = session.prepareStatement(
                "insert into node (id, version, since, seen, present, clock_ahead_ms) values (?, ?, clock_timestamp(),"
                        + " clock_timestamp(), true, ? - (extract(epoch from clock_timestamp()) * 1000)::bigint)"
                        + " on conflict (id) do update set version = excluded.version, seen = excluded.seen,"
                        + " present = true, clock_ahead_ms = excluded.clock_ahead_ms"
                        + " returning clock_ahead_ms")) {
            upsert.setString(1, node);
            upsert.setString(2, version);
            upsert.setLong(3, now.toEpochMilli());
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return Duration.ofMillis(row.getLong(1));
            }
        }
    }

    /** One that gives up when the server is gone without a word, like {@link Presence}; the pool takes it back as it was. */
    private Connection impatient() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, patience);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Takes those off the list that were not seen for a day. */
    void forgetTheLongGone() throws SQLException {
        execute("delete from node where seen < clock_timestamp() - interval '1 day' and id <> ?", node);
    }

    /** Notes who has no session any more: what such a node held may be taken at once, and it does not count as living. */
    void noteWhoHasGone() throws SQLException {
        execute(
                "update node set present = false where present and id <> ? and pg_try_advisory_xact_lock("
                        + Presence.LOCK.formatted("id") + ")",
                node);
    }

    /**
     * Who was seen within the length of a lease and has not gone since.
     *
     * @param nodes how many, this one included
     * @param othersInTime how many of the others have a clock that may be relied upon
     */
    record Living(int nodes, int othersInTime) {}

    /** @param mostOff by how much a clock may differ from the database's */
    Living living(Duration mostOff) throws SQLException {
        try (Connection connection = impatient();
                PreparedStatement select = connection.prepareStatement(
                        "select count(*), count(*) filter (where id <> ? and abs(clock_ahead_ms) <= ?) from node"
                                + " where present is distinct from false"
                                + " and seen > clock_timestamp() - make_interval(secs => ?)")) {
            select.setString(1, node);
            select.setLong(2, mostOff.toMillis());
            select.setDouble(3, seconds);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Living(Math.max(1, row.getInt(1)), row.getInt(2));
            }
        }
    }

    /**
     * Prolongs those leases of this node, also one that is over but that nobody took.
     *
     * @return the tokens of those it holds, by name
     */
    Map<String, Long> renew(Collection<String> names) throws SQLException {
        Map<String, Long> held = new HashMap<>();
        try (Connection connection = impatient();
                PreparedStatement update = connection.prepareStatement(
                        "update lease set until = clock_timestamp() + make_interval(secs => ?) where holder = ?"
                                + " and name = any(?) returning name, token")) {
            update.setDouble(1, seconds);
            update.setString(2, node);
            update.setArray(3, connection.createArrayOf("text", names.toArray()));
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    held.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return held;
    }

    /**
     * Takes a lease that nobody holds any more, or whose holder has gone. One in whose name a transaction is still open is left
     * for the next try.
     *
     * @return the token; empty when somebody holds it
     */
    OptionalLong take(String name) throws SQLException {
        try (Connection connection = impatient()) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into lease (name, token, until) values (?, 0, clock_timestamp()) on conflict do nothing")) {
                insert.setString(1, name);
                insert.executeUpdate();
            }
            try (PreparedStatement update = connection.prepareStatement(
                    "with free as (select name from lease where name = ? and (until <= clock_timestamp()"
                            + " or exists (select from node where id = holder and not present))"
                            + " for update skip locked)"
                            + " update lease set holder = ?, token = token + 1,"
                            + " until = clock_timestamp() + make_interval(secs => ?)"
                            + " from free where lease.name = free.name returning token")) {
                update.setString(1, name);
                update.setString(2, node);
                update.setDouble(3, seconds);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        }
    }

    /**
     * Gives a lease back at once; a transaction that begins under it later fails.
     *
     * @param waits whether one that is still open under it is waited for
     * @return whether this node has it no more: not while such a transaction is open
     */
    boolean release(String name, long token, boolean waits) throws SQLException {
        String mine = "select name from lease where name = ? and holder = ? and token = ?";
        try (Connection connection = waits ? dataSource.getConnection() : impatient();
                PreparedStatement update = connection.prepareStatement("with held as (" + mine + " for update"
                        + (waits ? "" : " skip locked")
                        + "), freed as (update lease set holder = null, token = token + 1, until = clock_timestamp()"
                        + " from held where lease.name = held.name returning 1)"
                        + " select exists (select from freed) or not exists (" + mine + ")")) {
            for (int i = 0; i < 6; i += 3) {
                update.setString(i + 1, name);
                update.setString(i + 2, node);
                update.setLong(i + 3, token);
            }
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** This node leaves in order. */
    void leave() throws SQLException {
        execute("delete from node where id = ?", node);
    }

    private void execute(String sql, String... arguments) throws SQLException {
        try (Connection connection = impatient();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            statement.executeUpdate();
        }
    }
}
