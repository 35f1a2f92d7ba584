package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.jspecify.annotations.Nullable;

/**
 * One commit of the ledger: deduplication, entries, keys, counters, receipts, tree, checkpoint – all or nothing.
 *
 * <p>For one thread, the writer's.
 */
public final class LedgerTransaction {

    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(10);
    /** Twice what may wait for the writer: what is judged at the same time stays below it. */
    private static final int CHANGES_REMEMBERED = 16_384;

    private final DataSource dataSource;
    private final Suite suite;
    private final Signer signer;
    private final String origin;
    private final Receipts receipts;
    private final int mostParked;
    private final Lease lease;
    /** Under which hold the state was read. */
    private long token = Lease.NONE;

    private RecentChanges recent = new RecentChanges(0, CHANGES_REMEMBERED);
    private @Nullable LedgerState state;

    /** With the ledger's origin (its name in checkpoints) and its signing key. */
    public LedgerTransaction(DataSource dataSource, Signer signer, String origin, Receipts receipts) {
        this(dataSource, signer, origin, receipts, 100_000, Lease.ALONE);
    }

    /** As above, with the number of records of one party that may be parked, and the lease under which to write. */
    public LedgerTransaction(
            DataSource dataSource, Signer signer, String origin, Receipts receipts, int mostParked, Lease lease) {
        this.dataSource = dataSource;
        this.suite = signer.publicKey().suite();
        this.signer = signer;
        this.origin = origin;
        this.receipts = receipts;
        this.mostParked = mostParked;
        this.lease = lease;
    }

    /**
     * What a commit brought.
     *
     * @param appended results per batch in order; null for one that is outdated or came too early
     * @param outdated places of the batches that were judged by what has changed since; nothing was kept of them
     * @param entries the entries that are now durable
     * @param checkpoint the one that covers them
     * @param parkedDue whether parked records await something that is now there
     */
    record Outcome(
            List<@Nullable Appended> appended,
            Set<Integer> outdated,
            List<SealedRecord> entries,
            SignedCheckpoint checkpoint,
            boolean parkedDue) {}

    /**
     * Appends the batches in one commit.
     *
     * @throws TryAgainLater when another node writes, or nothing may be sealed at this time; nothing was kept
     * @throws SQLException when nothing was kept, or when the database cannot even be asked what became of a commit whose
     *     answer was lost; {@link #newest} tells later
     */
    Outcome append(List<Append> batches, Instant now) throws SQLException {
        receipts.requireValid(now);
        long held = lease.token();
        if (held != token) {
            // Another node may have written since.
            state = null;
            token = held;
        }
        LedgerState before = state();
        LedgerCommit work = new LedgerCommit(
                signer, origin, receipts, mostParked, before, recent, now.truncatedTo(ChronoUnit.MILLIS));
        String transaction = null;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                lease.guard(connection);
                work.run(connection, batches);
                transaction = work.transaction();
                FaultPoints.before(Step.LEDGER_COMMIT, SQLException::new);
                connection.commit();
                committed = true;
                FaultPoints.after(Step.LEDGER_COMMIT, SQLException::new);
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
        recent.addAll(work.changes());
        return work.outcome();
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
                                TreeFrontier.empty(suite),
                                LedgerCommit.checkpoint(signer, origin, TreeFrontier.empty(suite), Instant.EPOCH)));
            }
            state = known;
            // Another process, or a commit whose answer was lost, may have appended what this one does not remember.
            recent = new RecentChanges(known.size(), CHANGES_REMEMBERED);
        }
        return known;
    }
}
