package org.anze.gateway.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.SubmissionRows.Registered;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.ledger.RefusedData;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.jspecify.annotations.Nullable;

/**
 * Registers small submissions that come at the same time in one transaction: three round trips and one commit, however many
 * they are. Safe for many threads.
 */
final class SmallSubmissions {

    /** A body of at most so many bytes is small. */
    static final int LONGEST = 64 * 1024;

    private static final int MOST_TOGETHER = 64;
    /** For those before; then the sender is asked to come again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** Nobody waits for long for an id that somebody else's transaction holds. */
    private static final String BOUNDED = "set_config('lock_timeout', '2s', true), " + Lease.FROZEN_ENDS;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** In an order that all nodes keep, so that two that meet the same ids do not wait for each other. */
    private static final String REGISTER =
            "with fresh as (insert into submission (seq, id, party, message_id, file_name,"
                    + " channel, mapping, digest, bytes, state, received_at, salt)"
                    + " select q.seq, q.id, q.party, q.message_id, q.file_name, q.channel, q.mapping, q.digest, q.bytes, '"
                    + State.RECEIVED
                    + "', q.received_at::timestamptz, q.salt"
                    + " from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[],"
                    + " ?::bigint[], ?::text[], ?::bytea[]) as q (seq, id, party, message_id, file_name, channel, mapping, digest,"
                    + " bytes, received_at, salt)"
                    + " order by q.party, q.message_id on conflict (party, message_id) do nothing returning seq),"
                    + " bodies as (insert into raw_chunk (submission, number, first_line, content)"
                    + " select q.seq, 0, 1, q.content from unnest(?::bigint[], ?::bytea[]) as q (seq, content)"
                    + " join fresh on fresh.seq = q.seq)"
                    + " select seq from fresh";

    private final DataSource dataSource;
    private final RawStore raw;
    private final GroupedCalls<Piece> together = new GroupedCalls<>(MOST_TOGETHER, LONGEST_WAIT, this::register);

    SmallSubmissions(DataSource dataSource, RawStore raw) {
        this.dataSource = dataSource;
        this.raw = raw;
    }

    /** One submission, and what became of it. */
    private static final class Piece {
        private final Arrival arrival;
        private final String id;
        private final String messageId;
        private final String mapping;
        private final byte[] body;
        private final byte[] digest;
        private final byte[] salt = SubmissionSalt.draw();
        private final DataKey key;
        private final Instant now;
        private final Consumer<Registered> stored;
        private @Nullable Registered registered;
        private @Nullable RuntimeException failure;

        Piece(
                Arrival arrival,
                String id,
                String mapping,
                byte[] body,
                byte[] digest,
                DataKey key,
                Instant now,
                Consumer<Registered> stored) {
            this.arrival = arrival;
            this.id = id;
            this.messageId = SubmissionRows.identity(arrival, digest);
            this.mapping = mapping;
            this.body = body;
            this.digest = digest;
            this.key = key;
            this.now = now;
            this.stored = stored;
        }

        String party() {
            return arrival.party().id();
        }

        Registered fresh(long seq) {
            SubmissionRows.Open open =
                    SubmissionRows.Open.fresh(seq, id, arrival, mapping, digest, salt, now, body.length);
            return new Registered(seq, id, true, open, key.id(), body);
        }
    }

    /**
     * Stores a body and its row, or finds the row that is there already. Durable on return.
     *
     * @param body the whole of it, not empty
     * @param stored told after the commit of what was put there now, by whichever thread made the commit; must be quick
     * @throws SenderMustCorrect when the id stands for other bytes
     * @throws TryAgainLater when the store is down or does not come to it in time; nothing is promised then
     */
    Registered register(
            Arrival arrival, String id, String mapping, byte[] body, Instant now, Consumer<Registered> stored) {
        Piece piece = new Piece(
                arrival,
                id,
                mapping,
                body,
                raw.digest(body),
                raw.key(arrival.party().id(), now),
                now,
                stored);
        together.call(piece);
        if (piece.failure != null) {
            throw piece.failure;
        }
        if (piece.registered == null) {
            throw new IllegalStateException("a submission was neither registered nor refused");
        }
        return piece.registered;
    }

    private void register(List<Piece> pieces) {
        try {
            store(pieces);
        } catch (SQLException e) {
            boolean held = LOCK_NOT_AVAILABLE.equals(e.getSQLState());
            if (pieces.size() == 1 || !held && !RefusedData.isCauseOf(e)) {
                throw new TryAgainLater(held ? IntakeProblem.BUSY : IntakeProblem.STORE_DOWN, e);
            }
            // One of them cannot be stored, or not now: the others must not suffer for it.
            pieces.forEach(this::registerAlone);
            return;
        }
        pieces.forEach(SmallSubmissions::tell);
    }

    private void registerAlone(Piece piece) {
        try {
            register(List.of(piece));
        } catch (TryAgainLater e) {
            piece.failure = e;
        }
    }

    private void store(List<Piece> pieces) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                insert(connection, pieces);
                FaultPoints.before(Step.REGISTER_COMMIT, SQLException::new);
                connection.commit();
                committed = true;
                FaultPoints.after(Step.REGISTER_COMMIT, SQLException::new);
            } finally {
                if (!committed) {
                    // Whatever was thrown: leaving the connection as it is could commit bytes that belong to nothing.
                    connection.rollback();
                }
            }
        }
    }

    private static void tell(Piece piece) {
        Registered registered = piece.registered;
        if (registered != null && registered.fresh()) {
            try {
                piece.stored.accept(registered);
            } catch (RuntimeException e) {
                piece.failure = e;
            }
        }
    }

    private void insert(Connection connection, List<Piece> pieces) throws SQLException {
        long[] numbers = numbers(connection, pieces.size());
        Long[] seqs = new Long[numbers.length];
        byte[][] bodies = new byte[numbers.length][];
        for (int i = 0; i < numbers.length; i++) {
            seqs[i] = numbers[i];
            bodies[i] = pieces.get(i).key.close(pieces.get(i).body, RawStore.place(numbers[i], 0));
        }
        Set<Long> fresh = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(REGISTER)) {
            insert.setArray(1, connection.createArrayOf("int8", seqs));
            insert.setArray(2, texts(connection, pieces, piece -> piece.id));
            insert.setArray(3, texts(connection, pieces, Piece::party));
            insert.setArray(4, texts(connection, pieces, piece -> piece.messageId));
            insert.setArray(5, texts(connection, pieces, piece -> piece.arrival.fileName()));
            insert.setArray(
                    6,
                    texts(connection, pieces, piece -> piece.arrival.channel().name()));
            insert.setArray(7, texts(connection, pieces, piece -> piece.mapping));
            insert.setArray(8, bytes(connection, pieces, piece -> piece.digest));
            insert.setArray(
                    9,
                    connection.createArrayOf(
                            "int8",
                            pieces.stream()
                                    .map(piece -> (long) piece.body.length)
                                    .toArray()));
            insert.setArray(10, texts(connection, pieces, piece -> piece.now.toString()));
            insert.setArray(11, bytes(connection, pieces, piece -> piece.salt));
            insert.setArray(12, connection.createArrayOf("int8", seqs));
            insert.setArray(13, connection.createArrayOf("bytea", bodies));
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    fresh.add(row.getLong(1));
                }
            }
        }
        for (int i = 0; i < numbers.length; i++) {
            Piece piece = pieces.get(i);
            if (fresh.contains(numbers[i])) {
                piece.registered = piece.fresh(numbers[i]);
            } else {
                try {
                    piece.registered = SubmissionRows.earlier(connection, piece.arrival, piece.messageId, piece.digest);
                } catch (SenderMustCorrect e) {
                    piece.failure = e;
                }
            }
        }
    }

    private static long[] numbers(Connection connection, int count) throws SQLException {
        long[] numbers = new long[count];
        try (PreparedStatement next = connection.prepareStatement(
                "select nextval('submission_seq'), " + BOUNDED + " from generate_series(1, ?)")) {
            next.setInt(1, count);
            try (ResultSet row = next.executeQuery()) {
                for (int i = 0; i < count && row.next(); i++) {
                    numbers[i] = row.getLong(1);
                }
            }
        }
        return numbers;
    }

    private static java.sql.Array texts(
            Connection connection, List<Piece> pieces, Function<Piece, @Nullable String> column) throws SQLException {
        String[] texts = new String[pieces.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = column.apply(pieces.get(i));
        }
        return connection.createArrayOf("text", texts);
    }

    private static java.sql.Array bytes(Connection connection, List<Piece> pieces, Function<Piece, byte[]> column)
            throws SQLException {
        return connection.createArrayOf("bytea", pieces.stream().map(column).toArray(byte[][]::new));
    }
}
