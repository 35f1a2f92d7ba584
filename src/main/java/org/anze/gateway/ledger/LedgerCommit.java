package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.LedgerWriter.Ending;
import org.anze.gateway.ledger.SubmissionProgress.Tally;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.anze.gateway.seal.tree.TileNode;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/** What one commit of the ledger gathers and writes inside the caller's transaction. For one thread, and for one commit. */
final class LedgerCommit {

    /** Business key and version of one provider. */
    record RecordKey(RecordHeads.Key head, long version) {
        static RecordKey of(CanonicalRecord record, String provider) {
            return new RecordKey(RecordHeads.Key.of(record, provider), record.version());
        }
    }

    /** What the ledger has under a key. */
    record KnownVersion(long entry, byte[] digest) {}

    private final Suite suite;
    private final Signer signer;
    private final String origin;
    private final Receipts receipts;
    private final int mostParked;
    private final LedgerState before;
    private final Instant now;
    private final TreeFrontier frontier;
    private final List<TileNode> tiles = new ArrayList<>();
    private final List<@Nullable Appended> appended = new ArrayList<>();
    private final List<SealedRecord> entries = new ArrayList<>();
    private final LedgerRows rows = new LedgerRows();
    /** Batches, by their place in the commit, that were judged by what has changed since. */
    private final Set<Integer> outdated = new HashSet<>();

    private final RecentChanges recent;
    private final RecentChanges made;
    private CommitParking parking = CommitParking.none();
    private Map<RecordKey, KnownVersion> known = Map.of();
    private RecordHeads heads = RecordHeads.none();
    private @Nullable LedgerState finished;
    private @Nullable String transaction;
    private boolean parkedDue;

    /** @param recent what the commits before this one changed */
    LedgerCommit(
            Signer signer,
            String origin,
            Receipts receipts,
            int mostParked,
            LedgerState before,
            RecentChanges recent,
            Instant now) {
        this.suite = signer.publicKey().suite();
        this.signer = signer;
        this.origin = origin;
        this.receipts = receipts;
        this.mostParked = mostParked;
        this.before = before;
        this.now = now;
        this.frontier = before.frontier().copy();
        this.recent = recent;
        this.made = new RecentChanges(before.size(), Integer.MAX_VALUE);
    }

    static SignedCheckpoint checkpoint(Signer signer, String origin, TreeFrontier frontier, Instant time) {
        return new Checkpoint(
                        origin,
                        frontier.size(),
                        frontier.root(),
                        signer.publicKey().suite(),
                        time)
                .sign(signer);
    }

    /** The ledger after it. */
    LedgerState after() {
        if (finished == null) {
            throw new IllegalStateException("the work is not done");
        }
        return finished;
    }

    /** The number of the transaction it was done in; null before it is done. */
    @Nullable
    String transaction() {
        return transaction;
    }

    LedgerTransaction.Outcome outcome() {
        return new LedgerTransaction.Outcome(appended, outdated, entries, after().checkpoint(), parkedDue);
    }

    /** What it changed. */
    RecentChanges changes() {
        return made;
    }

    private record Counted(SubmissionProgress progress, Tally tally) {}

    void run(Connection connection, List<Append> batches) throws SQLException {
        Map<Long, SubmissionProgress> submissions = LedgerStore.lockSubmissions(connection, batches);
        NewSubmissions arriving = NewSubmissions.load(connection, batches);
        submissions.putAll(arriving.progress());
        heads = RecordHeads.load(connection, batches);
        known = LedgerStore.knownVersions(connection, batches, heads);
        parking = CommitParking.load(connection, batches, mostParked);
        List<@Nullable Counted> counted = new ArrayList<>(batches.size());
        for (int i = 0; i < batches.size(); i++) {
            SubmissionProgress progress =
                    submissions.get(batches.get(i).submission().seq());
            if (progress != null && counts(batches.get(i), progress) && isOutdated(batches.get(i))) {
                outdated.add(i);
                counted.add(null);
            } else {
                counted.add(count(batches.get(i), progress));
            }
        }
        SignedCheckpoint checkpoint =
                frontier.size() == before.size() ? before.checkpoint() : checkpoint(signer, origin, frontier, now);
        LedgerState state = new LedgerState(frontier, checkpoint);
        finished = state;
        Pipeline work = new Pipeline();
        rows.addTo(work);
        heads.addTo(work);
        parking.addTo(work, heads.changed());
        LedgerStore.saveTiles(work, tiles);
        int saved = frontier.size() > before.size() ? LedgerStore.saveState(work, before.size(), state, now) : -1;
        boolean asked = counted.stream().anyMatch(LedgerCommit::asksForItsAnswer);
        if (asked) {
            requireSound(work.send(connection), saved);
            work = new Pipeline();
        }
        answer(connection, batches, counted, new CommitReceipts(receipts, checkpoint, now));
        arriving.addTo(work);
        LedgerStore.saveProgress(work, submissions.values());
        LedgerStore.saveReleases(work, submissions.values(), now);
        Pipeline.Answered answered = work.ask(connection, LedgerStore.TRANSACTION_ID);
        transaction = answered.answer();
        if (!asked) {
            requireSound(answered.counts(), saved);
        }
    }

    /** Whether a receipt says what only the store knows once the rows of this commit are in it. */
    private static boolean asksForItsAnswer(@Nullable Counted counted) {
        return counted != null && (counted.progress.parked() > 0 || counted.progress.finished());
    }

    /** @param saved place of the count that says whether the ledger was as this commit took it to be; -1 for none */
    private void requireSound(int[] counts, int saved) throws SQLException {
        if (saved >= 0 && counts[saved] != 1) {
            throw new SQLException("another writer has appended to this ledger");
        }
        parkedDue = parking.isDue(counts);
    }

    /** Whether it is now a batch's turn to be counted. */
    private static boolean counts(Append batch, SubmissionProgress progress) {
        return batch.release() || batch.number() == progress.batches() && !progress.finished();
    }

    /**
     * Whether somebody else has changed what a batch was judged by; also when that is too long ago to be known. The batches
     * of a submission know of those before them, so these do not count as somebody else.
     */
    private boolean isOutdated(Append batch) {
        Basis basis = batch.basis();
        if (basis == null || basis.isEmpty() || basis.position() == frontier.size()) {
            return false;
        }
        long source = RecentChanges.source(batch);
        return !recent.isKnownSince(basis.position()) || recent.touch(basis, source) || made.touch(basis, source);
    }

    /** Null for a batch that came too early. */
    private @Nullable Counted count(Append batch, @Nullable SubmissionProgress progress) {
        if (progress == null) {
            return null;
        }
        if (batch.release()) {
            Tally tally = tally(batch, progress);
            progress.release(tally);
            return new Counted(progress, tally);
        }
        if (batch.number() > progress.batches()) {
            // A batch before it failed; its submission begins again from what the database knows.
            return null;
        }
        if (!progress.isFollowedBy(batch)) {
            // It, or one before it, was taken for another, which an earlier attempt had cut by another mapping.
            return null;
        }
        if (!counts(batch, progress)) {
            return new Counted(progress, new Tally());
        }
        Tally tally = tally(batch, progress);
        progress.add(batch, tally);
        if (batch.last()) {
            progress.end(batch.refusal());
        }
        return new Counted(progress, tally);
    }

    private void answer(
            Connection connection, List<Append> batches, List<@Nullable Counted> counted, CommitReceipts due)
            throws SQLException {
        for (int i = 0; i < batches.size(); i++) {
            Counted each = counted.get(i);
            if (each != null) {
                due.add(connection, i, batches.get(i), each.progress);
            }
        }
        due.sign();
        for (int i = 0; i < batches.size(); i++) {
            Counted each = counted.get(i);
            appended.add(each == null ? null : answer(batches.get(i), each, due.of(i)));
        }
    }

    private static Appended answer(Append batch, Counted counted, byte @Nullable [] receipt) {
        Ending ending = receipt == null || batch.release() ? null : counted.progress.ending();
        Tally tally = counted.tally;
        return new Appended(tally.accepted(), tally.duplicate(), tally.conflicting(), receipt, ending);
    }

    private Tally tally(Append batch, SubmissionProgress progress) {
        Tally tally = new Tally();
        long submission = batch.submission().seq();
        byte[] raw = SubmissionSalt.raw(
                suite, batch.submission().salt(), batch.submission().rawDigest());
        for (PreparedRecord prepared : batch.records()) {
            if (parking.mayCount(batch, prepared.valid().record().raw().ordinal(), prepared.part())) {
                take(batch, raw, prepared, tally, progress);
            }
        }
        for (RejectedRecord rejected : batch.rejected()) {
            if (parking.mayCount(batch, rejected.ordinal(), rejected.part())) {
                tally.reject(1);
                rows.reject(submission, rejected);
            }
        }
        parking.park(batch, tally, rows);
        return tally;
    }

    private void take(Append batch, byte[] raw, PreparedRecord prepared, Tally tally, SubmissionProgress progress) {
        CanonicalRecord record = prepared.valid().record();
        RecordKey key = RecordKey.of(record, batch.submission().party());
        KnownVersion earlier = known.get(key);
        if (earlier == null) {
            known.put(key, new KnownVersion(append(batch, raw, prepared, key, progress), prepared.digest()));
            tally.accept(!prepared.valid().findings().isEmpty());
        } else if (Arrays.equals(earlier.digest(), prepared.digest())) {
            tally.repeat();
        } else {
            tally.conflict();
            rows.reject(batch.submission().seq(), RejectedRecord.versionConflict(record, prepared.part()));
        }
    }

    private long append(Append batch, byte[] raw, PreparedRecord prepared, RecordKey key, SubmissionProgress progress) {
        CanonicalRecord record = prepared.valid().record();
        long index = frontier.size();
        byte[] header = new EntryHeader(
                        origin,
                        index,
                        record.type().code(),
                        record.definition().version(),
                        batch.submission().party(),
                        batch.submission().id(),
                        batch.submission().origin(),
                        raw,
                        batch.submission().receivedAt(),
                        record.definition().units().size(),
                        prepared.root())
                .bytes();
        byte[] leaf = TreeHasher.leaf(suite, header);
        tiles.addAll(frontier.append(List.of(leaf)));
        boolean late = heads.append(key.head(), key.version(), index, record.operation());
        if (!late) {
            made.add(index, RecentChanges.source(batch), prepared);
        }
        rows.entry(index, batch.submission(), prepared, header, leaf, late);
        progress.entry(index);
        entries.add(new SealedRecord(
                index,
                record.type(),
                record.definition().version(),
                batch.submission().party(),
                batch.submission().id(),
                key.head().businessKey(),
                record.version(),
                record.operation(),
                prepared.valid().scope(),
                header,
                prepared.units()));
        return index;
    }
}
