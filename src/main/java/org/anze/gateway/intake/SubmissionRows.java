package org.anze.gateway.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.OriginColumns;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.origin.OriginStore;
import org.anze.gateway.origin.OriginWatch;
import org.anze.gateway.origin.VerifiedOrigin;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of submissions as the intake uses it; the ledger's writer moves the counters. Safe for several threads. */
final class SubmissionRows {

    /** Each holds a database connection while its bytes come in; the ledger and the feeds need theirs meanwhile. */
    private static final int MOST_STORED_AT_ONCE = 8;

    /** Larger ones are stored while they arrive, at the pace of their senders; they must not fill the others' places. */
    private static final int MOST_ARRIVING_AT_ONCE = 4;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final RawStore raw;
    private final OriginStore origins;
    private final SubmissionStatusRows statuses;
    private final SmallSubmissions small;
    private final Bulkhead storing = new Bulkhead(MOST_STORED_AT_ONCE, MOST_STORED_AT_ONCE - 2);
    private final Bulkhead arriving = new Bulkhead(MOST_ARRIVING_AT_ONCE, MOST_ARRIVING_AT_ONCE / 2);

    SubmissionRows(DataSource dataSource, JdbcClient jdbc, RawStore raw, OriginStore origins) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.raw = raw;
        this.origins = origins;
        this.statuses = new SubmissionStatusRows(jdbc);
        this.small = new SmallSubmissions(dataSource, raw);
    }

    /**
     * A submission that is in the database.
     *
     * @param fresh whether this call put it there
     * @param open what a worker needs to begin with it; null when that has to be read
     * @param key number of the data key that its body is closed under; 0 when it is not fresh
     * @param body the whole of it; null when it is long, or not fresh
     */
    record Registered(
            long seq, String id, boolean fresh, @Nullable Open open, int key, byte @Nullable [] body) {
        private Registered with(byte[] whole) {
            return new Registered(seq, id, fresh, open, key, whole);
        }
    }

    /**
     * Stores bytes, signature and row in one transaction, or finds the row that is there already; then the signature that came
     * first is the one that is kept.
     *
     * @param head of the body, as {@link #head} gave it
     * @param rest what is left of it
     * @param watch judges the signature over the body
     * @param stored told after the commit of what was put there now, before this returns and perhaps by another thread; must be
     *     quick
     * @throws SenderMustCorrect when the id stands for other bytes, or the signature is about other bytes
     * @throws TryAgainLater when the store is down or too many bodies come in at a time; nothing is promised then
     */
    Registered register(
            Arrival arrival,
            String id,
            String mapping,
            byte[] head,
            InputStream rest,
            OriginWatch watch,
            Instant now,
            long limit,
            Consumer<Registered> stored) {
        if (isSmall(head, watch, limit)) {
            return small.register(arrival, id, mapping, head, now, stored);
        }
        Registered registered = register(arrival, id, mapping, head, rest, watch, now, limit);
        if (registered.fresh()) {
            stored.accept(registered);
        }
        return registered;
    }

    private Registered register(
            Arrival arrival,
            String id,
            String mapping,
            byte[] head,
            InputStream rest,
            OriginWatch watch,
            Instant now,
            long limit) {
        Bulkhead places = head.length < RawStore.CHUNK ? storing : arriving;
        InputStream whole = watch.through(new SequenceInputStream(new ByteArrayInputStream(head), rest));
        try (Bulkhead.Place place = places.enter(arrival.party().id(), LONGEST_WAIT)
                        .orElseThrow(() -> new TryAgainLater(IntakeProblem.BUSY, null));
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                Registered registered = register(connection, arrival, id, mapping, whole, watch, now, limit);
                if (registered.fresh()) {
                    FaultPoints.before(Step.REGISTER_COMMIT, SQLException::new);
                    connection.commit();
                    committed = true;
                    FaultPoints.after(Step.REGISTER_COMMIT, SQLException::new);
                }
                return registered.fresh() && head.length < RawStore.CHUNK ? registered.with(head) : registered;
            } finally {
                if (!committed) {
                    // Whatever was thrown: leaving the connection as it is could commit bytes that belong to nothing.
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new TryAgainLater(IntakeProblem.STORE_DOWN, e);
        }
    }

    /** Whether a body that begins like this is small, and nothing but its bytes and its row is to be kept. */
    static boolean isSmall(byte[] head, OriginWatch watch, long limit) {
        return head.length > 0 && head.length <= Math.min(SmallSubmissions.LONGEST, limit) && !watch.isSigned();
    }

    /**
     * The whole of a body of usual size, read before a connection is taken: slow senders do not hold the store.
     *
     * @throws TryAgainLater when it breaks off
     */
    static byte[] head(InputStream body) {
        try {
            return body.readNBytes(RawStore.CHUNK);
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        }
    }

    private Registered register(
            Connection connection,
            Arrival arrival,
            String id,
            String mapping,
            InputStream body,
            OriginWatch watch,
            Instant now,
            long limit)
            throws SQLException {
        long seq = nextNumber(connection);
        RawStore.Stored stored = raw.write(connection, seq, arrival.party().id(), now, body, limit);
        VerifiedOrigin origin = watch.finish();
        byte[] salt = SubmissionSalt.draw();
        String messageId = identity(arrival, stored.digest());
        // The body has arrived; from now on others may wait for this id.
        try (PreparedStatement bounds = connection.prepareStatement("select " + Lease.FROZEN_ENDS)) {
            bounds.execute();
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into submission"
                + " (seq, id, party, message_id, file_name, channel, mapping, digest, bytes, state, received_at, salt)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (party, message_id) do nothing")) {
            insert.setLong(1, seq);
            insert.setString(2, id);
            insert.setString(3, arrival.party().id());
            insert.setString(4, messageId);
            insert.setString(5, arrival.fileName());
            insert.setString(6, arrival.channel().name());
            insert.setString(7, mapping);
            insert.setBytes(8, stored.digest());
            insert.setLong(9, stored.bytes());
            insert.setString(10, State.RECEIVED.name());
            insert.setObject(11, now.atOffset(ZoneOffset.UTC));
            insert.setBytes(12, salt);
            if (insert.executeUpdate() == 1) {
                if (origin != null) {
                    origins.keep(connection, seq, arrival.party().id(), salt, origin, now);
                    return new Registered(seq, id, true, null, stored.key(), null);
                }
                return new Registered(
                        seq,
                        id,
                        true,
                        Open.fresh(seq, id, arrival, mapping, stored.digest(), salt, now, stored.bytes()),
                        stored.key(),
                        null);
            }
        }
        return earlier(connection, arrival, messageId, stored.digest());
    }

    static Registered earlier(Connection connection, Arrival arrival, String messageId, byte[] digest)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, id, digest from submission where party = ? and message_id = ?")) {
            select.setString(1, arrival.party().id());
            select.setString(2, messageId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the submission that was in the way is gone");
                }
                if (!Arrays.equals(row.getBytes(3), digest)) {
                    throw new SenderMustCorrect(IntakeProblem.ID_CONFLICT, Location.WHOLE, arrival.messageId());
                }
                return new Registered(row.getLong(1), row.getString(2), false, null, 0, null);
            }
        }
    }

    /** A file is known by its name and its bytes; a message by the id its sender gave it. */
    static String identity(Arrival arrival, byte[] digest) {
        return arrival.fileName() == null
                ? arrival.messageId()
                : arrival.fileName() + "#" + java.util.HexFormat.of().formatHex(digest);
    }

    private static long nextNumber(Connection connection) throws SQLException {
        try (PreparedStatement next = connection.prepareStatement("select nextval('submission_seq')");
                ResultSet row = next.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * What a worker needs to go on.
     *
     * @param batches how many are in the ledger already
     * @param records raw records of those
     * @param readToLine line where the last of them begins, in its entry of an archive; 0 when there are none
     * @param readToOrdinal of the last of them; -1 when there are none, or when it was not kept yet
     */
    record Open(
            long seq,
            String id,
            String party,
            String messageId,
            String mapping,
            byte[] digest,
            byte[] salt,
            @Nullable EntryOrigin origin,
            Instant receivedAt,
            long bytes,
            long batches,
            long records,
            long readToLine,
            long readToOrdinal) {

        /** Of what has just come; nobody signed it. */
        static Open fresh(
                long seq,
                String id,
                Arrival arrival,
                String mapping,
                byte[] digest,
                byte[] salt,
                Instant receivedAt,
                long bytes) {
            return new Open(
                    seq,
                    id,
                    arrival.party().id(),
                    identity(arrival, digest),
                    mapping,
                    digest,
                    salt,
                    null,
                    receivedAt,
                    bytes,
                    0,
                    0,
                    0,
                    -1);
        }
    }

    /** A submission that is not final; empty when it is. */
    Optional<Open> open(long seq) {
        return jdbc.sql(
                        "select s.seq, s.id, s.party, s.message_id, s.mapping, s.digest, s.received_at, s.bytes, s.batches,"
                                + " s.records, s.read_to_line, coalesce(s.read_to_ordinal, -1), s.salt,"
                                + OriginColumns.SELECTED
                                + " from submission s" + OriginColumns.JOINED
                                + " where s.seq = ? and s.finished_at is null")
                .param(seq)
                .query((row, number) -> new Open(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBytes(6),
                        row.getBytes(13),
                        OriginColumns.read(row, 14),
                        row.getObject(7, OffsetDateTime.class).toInstant(),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12)))
                .optional();
    }

    /** A stored submission that is not final. */
    record Unfinished(long seq, String id, String party, String mapping, long bytes) {}

    /** The submissions after this number that are not final, oldest first. */
    List<Unfinished> unfinished(long after, int limit) {
        return jdbc.sql("select seq, id, party, mapping, bytes from submission where finished_at is null and seq > ?"
                        + " order by seq limit ?")
                .params(after, limit)
                .query((row, number) -> new Unfinished(
                        row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5)))
                .list();
    }

    /** What is told of a submission. */
    SubmissionStatusRows statuses() {
        return statuses;
    }
}
