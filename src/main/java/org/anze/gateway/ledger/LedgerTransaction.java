package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.tree.TileNode;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * One commit of the ledger: deduplication, entries, keys, counters, receipts, tree, checkpoint – all or nothing.
 *
 * <p>For one thread, the writer's.
 */
public final class LedgerTransaction {

    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final Suite suite;
    private final Signer signer;
    private final String origin;
    private final Receipts receipts;
    private @Nullable LedgerState state;

    /** With the ledger's origin (its name in checkpoints) and its signing key. */
    public LedgerTransaction(DataSource dataSource, Signer signer, String origin, Receipts receipts) {
        this.dataSource = dataSource;
        this.suite = signer.publicKey().suite();
        this.signer = signer;
        this.origin = origin;
        this.receipts = receipts;
    }

    /** Results per batch in order (null for one that came too early), the entries that are now durable, and the checkpoint that covers them. */
    record Outcome(List<@Nullable Appended> appended, List<SealedRecord> entries, SignedCheckpoint checkpoint) {}

    /**
     * Appends the batches in one commit.
     *
     * @throws SQLException when nothing was kept, or when the database cannot even be asked what became of a commit whose
     *     answer was lost; {@link #newest} tells later
     */
    Outcome append(List<Append> batches, Instant now) throws SQLException {
        Work work = new Work(state(), now.truncatedTo(ChronoUnit.MILLIS));
        String transaction = null;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                work.run(connection, batches);
                transaction = LedgerStore.transactionId(connection);
                connection.commit();
                committed = true;
            } finally {
                if (!committed) {
                    // Whatever was thrown, also an Error: leaving the connection as it is could commit half the work.
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            state = null;
            if (transaction == null || !isDurable(transaction)) {
                throw e;
            }
        } catch (RuntimeException | Error e) {
            state = null;
            throw e;
        }
        state = work.after();
        return new Outcome(work.appended, work.entries, work.after().checkpoint());
    }

    /**
     * What became of a commit whose answer was lost. The checkpoint alone would not tell: a commit of nothing but rejects
     * and duplicates leaves it as it was.
     */
    private boolean isDurable(String transaction) throws SQLException {
        long end = System.nanoTime() + LONGEST_DOUBT.toNanos();
        try (Connection connection = dataSource.getConnection()) {
            String status = LedgerStore.transactionStatus(connection, transaction);
            while (status.equals(LedgerStore.IN_PROGRESS) && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                status = LedgerStore.transactionStatus(connection, transaction);
            }
            return status.equals(LedgerStore.COMMITTED);
        }
    }

    /** The newest checkpoint as the database has it after something went wrong; empty while there is no entry. */
    Optional<SignedCheckpoint> newest() throws SQLException {
        LedgerState known = state();
        return known.size() == 0 ? Optional.empty() : Optional.of(known.checkpoint());
    }

    /** The state this process knows, or the stored one; the ledger is created when there is none. */
    private LedgerState state() throws SQLException {
        LedgerState known = state;
        if (known == null) {
            try (Connection connection = dataSource.getConnection()) {
                known = LedgerStore.loadState(connection, origin, suite)
                        .orElseGet(() -> new LedgerState(
                                TreeFrontier.empty(suite), checkpoint(TreeFrontier.empty(suite), Instant.EPOCH)));
            }
            state = known;
        }
        return known;
    }

    private SignedCheckpoint checkpoint(TreeFrontier frontier, Instant time) {
        return new Checkpoint(origin, frontier.size(), frontier.root(), suite, time).sign(signer);
    }

    /** What one transaction gathers. */
    private final class Work {
        private final LedgerState before;
        private final Instant now;
        private final TreeFrontier frontier;
        private final List<TileNode> tiles = new ArrayList<>();
        private final List<@Nullable Appended> appended = new ArrayList<>();
        private final List<SealedRecord> entries = new ArrayList<>();
        private final LedgerRows rows = new LedgerRows();
        private @Nullable LedgerState finished;

        Work(LedgerState before, Instant now) {
            this.before = before;
            this.now = now;
            this.frontier = before.frontier().copy();
        }

        LedgerState after() {
            if (finished == null) {
                throw new IllegalStateException("the work is not done");
            }
            return finished;
        }

        void run(Connection connection, List<Append> batches) throws SQLException {
            Map<Long, SubmissionProgress> submissions = LedgerStore.lockSubmissions(connection, batches);
            Map<RecordKey, KnownVersion> known = LedgerStore.knownVersions(connection, batches);
            List<@Nullable Counted> counted = new ArrayList<>(batches.size());
            for (Append batch : batches) {
                SubmissionProgress progress = submissions.get(batch.submission().seq());
                if (progress == null || batch.number() > progress.batches()) {
                    // A batch before it failed; its submission begins again from what the database knows.
                    counted.add(null);
                } else if (batch.number() < progress.batches() || progress.finished()) {
                    counted.add(new Counted(0, 0, 0, null));
                } else {
                    counted.add(count(batch, progress, known));
                }
            }
            SignedCheckpoint checkpoint =
                    frontier.size() == before.size() ? before.checkpoint() : checkpoint(frontier, now);
            finished = new LedgerState(frontier, checkpoint);
            for (int i = 0; i < batches.size(); i++) {
                Counted count = counted.get(i);
                if (count == null) {
                    appended.add(null);
                    continue;
                }
                byte[] receipt = null;
                if (count.finishes != null) {
                    receipt = receipts.make(batches.get(i), count.finishes, checkpoint, now);
                    count.finishes.finish(receipt, now, batches.get(i).refusal());
                }
                appended.add(new Appended(count.accepted, count.duplicate, count.conflicting, receipt));
            }
            rows.send(connection);
            LedgerStore.saveTiles(connection, tiles);
            LedgerStore.saveProgress(connection, submissions.values());
            if (frontier.size() > before.size()) {
                LedgerStore.saveState(connection, before.size(), finished, now);
            }
        }

        private Counted count(Append batch, SubmissionProgress progress, Map<RecordKey, KnownVersion> known) {
            int accepted = 0;
            int warned = 0;
            int duplicate = 0;
            int conflicting = 0;
            for (PreparedRecord prepared : batch.records()) {
                CanonicalRecord record = prepared.valid().record();
                RecordKey key = RecordKey.of(record, batch.submission().party());
                KnownVersion earlier = known.get(key);
                if (earlier == null) {
                    long index = append(batch, prepared);
                    known.put(key, new KnownVersion(index, prepared.digest()));
                    progress.entry(index);
                    accepted++;
                    warned += prepared.valid().findings().isEmpty() ? 0 : 1;
                } else if (Arrays.equals(earlier.digest(), prepared.digest())) {
                    duplicate++;
                } else {
                    conflicting++;
                    rows.reject(batch.submission().seq(), conflict(prepared));
                }
            }
            batch.rejected().forEach(rejected -> rows.reject(batch.submission().seq(), rejected));
            int rejected = batch.rejected().size() + conflicting;
            progress.add(batch.rawRecords(), accepted, warned, rejected, duplicate);
            progress.readTo(batch.lastLine());
            return new Counted(accepted, duplicate, conflicting, batch.last() ? progress : null);
        }

        private long append(Append batch, PreparedRecord prepared) {
            CanonicalRecord record = prepared.valid().record();
            long index = frontier.size();
            byte[] header = new EntryHeader(
                            origin,
                            index,
                            record.type().code(),
                            record.definition().version(),
                            batch.submission().party(),
                            batch.submission().id(),
                            batch.submission().rawDigest(),
                            batch.submission().receivedAt(),
                            record.definition().units().size(),
                            prepared.root())
                    .bytes();
            byte[] leaf = TreeHasher.leaf(suite, header);
            tiles.addAll(frontier.append(List.of(leaf)));
            rows.entry(index, batch.submission(), prepared, header, leaf);
            entries.add(new SealedRecord(
                    index,
                    record.type(),
                    record.definition().version(),
                    batch.submission().party(),
                    batch.submission().id(),
                    record.businessKey(),
                    record.version(),
                    record.operation(),
                    prepared.valid().scope(),
                    header,
                    prepared.units()));
            return index;
        }

        private Append.RejectedRecord conflict(PreparedRecord prepared) {
            CanonicalRecord record = prepared.valid().record();
            String keyField = record.type().keyField();
            Finding finding = Finding.of(
                    LedgerProblem.VERSION_CONFLICT,
                    "V-S09",
                    keyField,
                    record.locate(keyField),
                    record.businessKey(),
                    record.version());
            return new Append.RejectedRecord(
                    record.raw().ordinal(),
                    prepared.part(),
                    record.raw().location().line(),
                    record.type().code(),
                    record.businessKey(),
                    List.of(finding));
        }
    }

    private record Counted(
            int accepted,
            int duplicate,
            int conflicting,
            @Nullable SubmissionProgress finishes) {}

    /** Business key and version of one provider. */
    record RecordKey(String businessKey, short type, String provider, long version) {
        static RecordKey of(CanonicalRecord record, String provider) {
            return new RecordKey(record.businessKey(), TypeNumber.of(record.type()), provider, record.version());
        }
    }

    /** What the ledger has under a key. */
    record KnownVersion(long entry, byte[] digest) {}

    /** A mutable map for overlaying what this transaction adds. */
    static Map<RecordKey, KnownVersion> newKeyMap() {
        return new HashMap<>();
    }
}
