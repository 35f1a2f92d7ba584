package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * @throws SQLException when nothing was kept. When the answer to the commit was lost, the database is asked what
     *     became of it before anybody is told
     */
    Outcome append(List<Append> batches, Instant now) throws SQLException {
        LedgerState before = state();
        Work work = new Work(before, now.truncatedTo(ChronoUnit.MILLIS));
        boolean committing = false;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.run(connection, batches);
                committing = true;
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                if (!committing) {
                    connection.rollback();
                }
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            state = null;
            if (!committing || !isDurable(work)) {
                throw e;
            }
        } catch (RuntimeException e) {
            state = null;
            throw e;
        }
        state = work.after();
        return new Outcome(work.appended, work.entries, work.after().checkpoint());
    }

    private boolean isDurable(Work work) throws SQLException {
        LedgerState stored = state();
        return work.finished != null
                && stored.checkpoint().note().equals(work.after().checkpoint().note());
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
