package org.anze.gateway.ledger;

import static org.anze.gateway.ledger.Pipeline.bytes;
import static org.anze.gateway.ledger.Pipeline.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.ledger.LedgerCommit.KnownVersion;
import org.anze.gateway.ledger.LedgerCommit.RecordKey;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TileNode;
import org.anze.gateway.seal.tree.TreeFrontier;

/** The writer's statements, each for a whole commit; what waits for no answer goes into a pipeline. All run inside the caller's transaction. */
final class LedgerStore {

    static final String COMMITTED = "committed";
    static final String IN_PROGRESS = "in progress";
    /** Asks for the number of the transaction under way, by which the database can be asked later what became of it. */
    static final String TRANSACTION_ID = "select pg_current_xact_id()::text";

    static final String KNOWN_VERSIONS =
            "select k.business_key, k.record_type, k.provider, k.version, k.entry, k.digest"
                    + " from unnest((select ?::text[]), (select ?::int2[]), (select ?::text[]), (select ?::int8[]))"
                    + " as q (business_key, record_type, provider, version)"
                    + " cross join lateral (select k.* from record_key k where k.business_key = q.business_key"
                    + " and k.record_type = q.record_type and k.provider = q.provider and k.version = q.version limit 1) k";

    private LedgerStore() {}

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

    /** Has the state saved; the old size is the condition that a second writer fails on. Returns the place of its count. */
    static int saveState(Pipeline pipeline, long oldSize, LedgerState state, Instant now) {
        String sql = oldSize == 0
                ? "insert into ledger_state (size, frontier, checkpoint, origin, suite) values (?, ?, ?, ?, ?)"
                        + " on conflict (single) do nothing"
                : "update ledger_state set size = ?, frontier = ?, checkpoint = ?"
                        + " where origin = ? and suite = ? and size = ?";
        String note = state.checkpoint().note();
        byte[] frontier = state.frontier().serialise();
        List<Pipeline.Parameter> values = new ArrayList<>(List.of(
                (statement, number) -> statement.setLong(number, state.size()),
                (statement, number) -> statement.setBytes(number, frontier),
                (statement, number) -> statement.setString(number, note),
                (statement, number) -> statement.setString(
                        number, state.checkpoint().checkpoint().origin()),
                (statement, number) -> statement.setString(
                        number, state.checkpoint().checkpoint().suite().name())));
        if (oldSize > 0) {
            values.add((statement, number) -> statement.setLong(number, oldSize));
        }
        int saved = pipeline.add(sql, values.toArray(Pipeline.Parameter[]::new));
        pipeline.add(
                "insert into checkpoint (size, note, created_at) values (?, ?, ?)",
                (statement, number) -> statement.setLong(number, state.size()),
                (statement, number) -> statement.setString(number, note),
                (statement, number) -> statement.setObject(number, now.atOffset(ZoneOffset.UTC)));
        return saved;
    }

    static void saveTiles(Pipeline pipeline, List<TileNode> tiles) {
        NewRows rows =
                new NewRows("ledger_tile (level, idx, hash)", NewRows.Type.INT8, NewRows.Type.INT8, NewRows.Type.BYTEA);
        for (TileNode tile : tiles) {
            rows.row((long) tile.level(), tile.index(), tile.hash());
        }
        rows.addTo(pipeline);
    }

    /** Locks the submissions of the batches, as far as they are stored, and reads how far they are. */
    static Map<Long, SubmissionProgress> lockSubmissions(Connection connection, List<Append> batches)
            throws SQLException {
        Map<Long, SubmissionProgress> progress = new HashMap<>();
        Object[] seqs = batches.stream()
                .filter(batch -> batch.submission().unstored() == null)
                .map(batch -> batch.submission().seq())
                .distinct()
                .sorted()
                .toArray();
        if (seqs.length == 0) {
            return progress;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select seq, finished_at is not null, batches, records, accepted, warned, rejected, duplicate,"
                        + " first_entry, last_entry, skipped, parked, refusal from submission where seq = any((select ?)::int8[])"
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

    /** Moves the counters of submissions that are stored and were not final before. */
    static void saveProgress(Pipeline pipeline, Collection<SubmissionProgress> submissions) {
        List<SubmissionProgress> moved = submissions.stream()
                .filter(submission -> submission.stored() && !submission.finished() && submission.moved())
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        pipeline.add(
                "update submission s set state = q.state,"
                        + " batches = q.batches, records = q.records, received = q.received, accepted = q.accepted,"
                        + " warned = q.warned, rejected = q.rejected, duplicate = q.duplicate,"
                        + " first_entry = q.first_entry, last_entry = q.last_entry, refusal = q.refusal,"
                        + " receipt = q.receipt, finished_at = q.finished_at, skipped = q.skipped, parked = q.parked,"
                        + " read_to_line = coalesce(q.read_to_line, s.read_to_line),"
                        + " read_to_ordinal = coalesce(q.read_to_ordinal, s.read_to_ordinal)"
                        + " from unnest(?::int8[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[],"
                        + " ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::text[], ?::bytea[],"
                        + " ?::text[]::timestamptz[], ?::int8[], ?::int8[], ?::int8[], ?::int8[])"
                        + " as q (seq, state, batches, records, received, accepted, warned, rejected, duplicate,"
                        + " first_entry, last_entry, refusal, receipt, finished_at, skipped, parked, read_to_line,"
                        + " read_to_ordinal) where s.seq = q.seq",
                column("int8", moved, SubmissionProgress::seq),
                column("text", moved, SubmissionProgress::state),
                column("int8", moved, SubmissionProgress::batches),
                column("int8", moved, SubmissionProgress::records),
                column("int8", moved, SubmissionProgress::received),
                column("int8", moved, SubmissionProgress::accepted),
                column("int8", moved, SubmissionProgress::warned),
                column("int8", moved, SubmissionProgress::rejected),
                column("int8", moved, SubmissionProgress::duplicate),
                column("int8", moved, SubmissionProgress::firstEntry),
                column("int8", moved, SubmissionProgress::lastEntry),
                column("text", moved, each -> each.refusal() == null ? null : FindingJson.write(each.refusal())),
                bytes(moved, SubmissionProgress::receipt),
                column(
                        "text",
                        moved,
                        each -> each.finishedAt() == null
                                ? null
                                : each.finishedAt().toString()),
                column("int8", moved, SubmissionProgress::skipped),
                column("int8", moved, SubmissionProgress::parked),
                column(
                        "int8",
                        moved,
                        each -> each.readTo() == null ? null : each.readTo().line()),
                column(
                        "int8",
                        moved,
                        each -> each.readTo() == null ? null : each.readTo().ordinal()));
    }

    /** Moves the counters of submissions that were final before, and keeps the second receipt of those it was made for. */
    static void saveReleases(Pipeline pipeline, Collection<SubmissionProgress> submissions, Instant now) {
        List<SubmissionProgress> moved = submissions.stream()
                .filter(submission -> submission.finished() && submission.moved())
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        pipeline.add(
                "update submission s set state = q.state, accepted = q.accepted,"
                        + " warned = q.warned, rejected = q.rejected, duplicate = q.duplicate, parked = q.parked,"
                        + " first_entry = q.first_entry, last_entry = q.last_entry, supplement = q.supplement,"
                        + " supplemented_at = q.supplemented_at"
                        + " from unnest(?::int8[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[],"
                        + " ?::int8[], ?::int8[], ?::bytea[], ?::text[]::timestamptz[])"
                        + " as q (seq, state, accepted, warned, rejected, duplicate, parked, first_entry, last_entry,"
                        + " supplement, supplemented_at) where s.seq = q.seq",
                column("int8", moved, SubmissionProgress::seq),
                column("text", moved, SubmissionProgress::state),
                column("int8", moved, SubmissionProgress::accepted),
                column("int8", moved, SubmissionProgress::warned),
                column("int8", moved, SubmissionProgress::rejected),
                column("int8", moved, SubmissionProgress::duplicate),
                column("int8", moved, SubmissionProgress::parked),
                column("int8", moved, SubmissionProgress::firstEntry),
                column("int8", moved, SubmissionProgress::lastEntry),
                bytes(moved, SubmissionProgress::supplement),
                column("text", moved, each -> each.supplement() == null ? null : now.toString()));
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
        try (PreparedStatement select = connection.prepareStatement(KNOWN_VERSIONS)) {
            Pipeline.column("text", asked, key -> key.head().businessKey()).set(select, 1);
            Pipeline.column("int2", asked, key -> key.head().type()).set(select, 2);
            Pipeline.column("text", asked, key -> key.head().provider()).set(select, 3);
            Pipeline.column("int8", asked, RecordKey::version).set(select, 4);
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
}
