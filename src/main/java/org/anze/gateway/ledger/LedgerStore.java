package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.ledger.LedgerCommit.KnownVersion;
import org.anze.gateway.ledger.LedgerCommit.RecordKey;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TileNode;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.jspecify.annotations.Nullable;

/** The writer's statements, each one round trip for a whole commit. All run inside the caller's transaction. */
final class LedgerStore {

    static final String COMMITTED = "committed";
    static final String IN_PROGRESS = "in progress";

    private LedgerStore() {}

    /** The number of the transaction under way, by which the database can be asked later what became of it. */
    static String transactionId(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select pg_current_xact_id()::text");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** {@link #COMMITTED}, {@link #IN_PROGRESS}, or another word when nothing of it was kept. */
    static String transactionStatus(Connection connection, String transaction) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select pg_xact_status(?::text::xid8)")) {
            select.setString(1, transaction);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }

    /** The stored state; refuses a database that belongs to another ledger or suite. */
    static Optional<LedgerState> loadState(Connection connection, String origin, Suite suite) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select origin, suite, frontier, checkpoint from ledger_state");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            if (!row.getString(1).equals(origin) || !row.getString(2).equals(suite.name())) {
                throw new IllegalStateException("the database holds ledger " + row.getString(1) + " in suite "
                        + row.getString(2) + ", the configuration says " + origin + " in suite " + suite);
            }
            return Optional.of(new LedgerState(
                    TreeFrontier.restore(suite, row.getBytes(3)), SignedCheckpoint.parse(row.getString(4))));
        } catch (FlawException e) {
            throw new IllegalStateException("the stored checkpoint is damaged", e);
        }
    }

    /** Saves the state; the old size is the condition that a second writer fails on. */
    static void saveState(Connection connection, long oldSize, LedgerState state, Instant now) throws SQLException {
        String sql = oldSize == 0
                ? "insert into ledger_state (size, frontier, checkpoint, origin, suite) values (?, ?, ?, ?, ?)"
                        + " on conflict (single) do nothing"
                : "update ledger_state set size = ?, frontier = ?, checkpoint = ?"
                        + " where origin = ? and suite = ? and size = ?";
        String note = state.checkpoint().note();
        try (PreparedStatement save = connection.prepareStatement(sql)) {
            save.setLong(1, state.size());
            save.setBytes(2, state.frontier().serialise());
            save.setString(3, note);
            save.setString(4, state.checkpoint().checkpoint().origin());
            save.setString(5, state.checkpoint().checkpoint().suite().name());
            if (oldSize > 0) {
                save.setLong(6, oldSize);
            }
            if (save.executeUpdate() != 1) {
                throw new SQLException("another writer has appended to this ledger");
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into checkpoint (size, note, created_at) values (?, ?, ?)")) {
            insert.setLong(1, state.size());
            insert.setString(2, note);
            insert.setObject(3, utc(now));
            insert.executeUpdate();
        }
    }

    static void saveTiles(Connection connection, List<TileNode> tiles) throws SQLException {
        if (tiles.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into ledger_tile (level, idx, hash) values (?, ?, ?)")) {
            for (TileNode tile : tiles) {
                insert.setLong(1, tile.level());
                insert.setLong(2, tile.index());
                insert.setBytes(3, tile.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Locks the submissions of the batches and reads how far they are. */
    static Map<Long, SubmissionProgress> lockSubmissions(Connection connection, List<Append> batches)
            throws SQLException {
        Map<Long, SubmissionProgress> progress = new HashMap<>();
        Object[] seqs = batches.stream()
                .map(batch -> batch.submission().seq())
                .distinct()
                .sorted()
                .toArray();
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, finished_at is not null, batches, records, accepted, warned, rejected, duplicate,"
                        + " first_entry, last_entry, skipped, parked, refusal from submission where seq = any(?)"
                        + " order by seq for update")) {
            select.setArray(1, connection.createArrayOf("int8", seqs));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    progress.put(
                            row.getLong(1),
                            new SubmissionProgress(
                                    row.getLong(1),
                                    row.getBoolean(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getLong(7),
                                    row.getLong(8),
                                    row.getLong(12),
                                    (Long) row.getObject(9),
                                    (Long) row.getObject(10),
                                    row.getLong(11),
                                    FindingJson.readOne(row.getString(13))));
                }
            }
        }
        return progress;
    }

    /** In one statement: planning it costs as much as moving a few rows. */
    static void saveProgress(Connection connection, Collection<SubmissionProgress> submissions) throws SQLException {
        List<SubmissionProgress> moved = submissions.stream()
                .filter(submission -> !submission.finished() && submission.moved())
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("update submission s set state = q.state,"
                + " batches = q.batches, records = q.records, received = q.received, accepted = q.accepted,"
                + " warned = q.warned, rejected = q.rejected, duplicate = q.duplicate, first_entry = q.first_entry,"
                + " last_entry = q.last_entry, refusal = q.refusal, receipt = q.receipt,"
                + " finished_at = q.finished_at::timestamptz, skipped = q.skipped, parked = q.parked,"
                + " read_to_line = coalesce(q.read_to_line, s.read_to_line),"
                + " read_to_ordinal = coalesce(q.read_to_ordinal, s.read_to_ordinal)"
                + " from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],"
                + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::text[], ?::bigint[],"
                + " ?::bigint[], ?::bigint[], ?::bigint[]) as q (seq, state, batches, records, received, accepted, warned,"
                + " rejected, duplicate, first_entry, last_entry, refusal, receipt, finished_at, skipped, parked,"
                + " read_to_line, read_to_ordinal) where s.seq = q.seq")) {
            Rows rows = new Rows(connection, update, moved);
            rows.set("int8", SubmissionProgress::seq);
            rows.set("text", SubmissionProgress::state);
            rows.set("int8", SubmissionProgress::batches);
            rows.set("int8", SubmissionProgress::records);
            rows.set("int8", SubmissionProgress::received);
            rows.set("int8", SubmissionProgress::accepted);
            rows.set("int8", SubmissionProgress::warned);
            rows.set("int8", SubmissionProgress::rejected);
            rows.set("int8", SubmissionProgress::duplicate);
            rows.set("int8", SubmissionProgress::firstEntry);
            rows.set("int8", SubmissionProgress::lastEntry);
            rows.set("text", each -> each.refusal() == null ? null : FindingJson.write(each.refusal()));
            rows.set(moved.stream().map(SubmissionProgress::receipt).toArray(byte[][]::new));
            rows.set(
                    "text",
                    each -> each.finishedAt() == null ? null : each.finishedAt().toString());
            rows.set("int8", SubmissionProgress::skipped);
            rows.set("int8", SubmissionProgress::parked);
            rows.set(
                    "int8", each -> each.readTo() == null ? null : each.readTo().line());
            rows.set(
                    "int8", each -> each.readTo() == null ? null : each.readTo().ordinal());
            update.executeUpdate();
        }
    }

    /** The columns of some rows as arrays, one parameter after the other. */
    private static final class Rows {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<SubmissionProgress> rows;
        private int parameter;

        Rows(Connection connection, PreparedStatement statement, List<SubmissionProgress> rows) {
            this.connection = connection;
            this.statement = statement;
            this.rows = rows;
        }

        void set(String type, Function<SubmissionProgress, @Nullable Object> column) throws SQLException {
            statement.setArray(
                    ++parameter,
                    connection.createArrayOf(type, rows.stream().map(column).toArray()));
        }

        void set(byte[] @Nullable [] values) throws SQLException {
            statement.setArray(++parameter, connection.createArrayOf("bytea", values));
        }
    }

    /** Moves the counters of submissions that were final before, and keeps the second receipt of those it was made for. */
    static void saveReleases(Connection connection, Collection<SubmissionProgress> submissions, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update submission set state = ?, accepted = ?,"
                + " warned = ?, rejected = ?, duplicate = ?, parked = ?, first_entry = ?, last_entry = ?,"
                + " supplement = ?, supplemented_at = ? where seq = ?")) {
            for (SubmissionProgress submission : submissions) {
                if (!submission.finished() || !submission.moved()) {
                    continue;
                }
                update.setString(1, submission.state());
                update.setLong(2, submission.accepted());
                update.setLong(3, submission.warned());
                update.setLong(4, submission.rejected());
                update.setLong(5, submission.duplicate());
                update.setLong(6, submission.parked());
                update.setObject(7, submission.firstEntry(), Types.BIGINT);
                update.setObject(8, submission.lastEntry(), Types.BIGINT);
                update.setBytes(9, submission.supplement());
                update.setObject(10, submission.supplement() == null ? null : utc(now));
                update.setLong(11, submission.seq());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** The receipt that a submission was given when it became final. */
    static byte[] receipt(Connection connection, long submission) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select receipt from submission where seq = ?")) {
            select.setLong(1, submission);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }

    /** Which of the batches' keys and versions the ledger has; asks only for keys of which it has anything. */
    static Map<RecordKey, KnownVersion> knownVersions(Connection connection, List<Append> batches, RecordHeads heads)
            throws SQLException {
        Set<RecordKey> asked = new LinkedHashSet<>();
        for (Append batch : batches) {
            for (PreparedRecord prepared : batch.records()) {
                RecordKey key = RecordKey.of(
                        prepared.valid().record(), batch.submission().party());
                if (heads.isKnown(key.head())) {
                    asked.add(key);
                }
            }
        }
        Map<RecordKey, KnownVersion> known = new HashMap<>();
        if (asked.isEmpty()) {
            return known;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select k.business_key, k.record_type, k.provider, k.version, k.entry, k.digest from record_key k"
                        + " join unnest(?, ?, ?, ?) as q (business_key, record_type, provider, version)"
                        + " using (business_key, record_type, provider, version)")) {
            select.setArray(
                    1, array(connection, "text", asked, key -> key.head().businessKey()));
            select.setArray(
                    2, array(connection, "int2", asked, key -> key.head().type()));
            select.setArray(
                    3, array(connection, "text", asked, key -> key.head().provider()));
            select.setArray(4, array(connection, "int8", asked, RecordKey::version));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.put(
                            new RecordKey(
                                    new RecordHeads.Key(row.getString(1), row.getShort(2), row.getString(3)),
                                    row.getLong(4)),
                            new KnownVersion(row.getLong(5), row.getBytes(6)));
                }
            }
        }
        return known;
    }

    private static java.sql.Array array(
            Connection connection, String type, Set<RecordKey> keys, Function<RecordKey, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, keys.stream().map(column).toArray());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
