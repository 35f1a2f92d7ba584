package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.ledger.Append.ParkedRecord;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.ParkedStore.Place;
import org.anze.gateway.ledger.SubmissionProgress.Tally;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
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

/** What one commit of the ledger gathers and writes inside the caller's transaction. For one thread, and for one commit. */
final class LedgerCommit {

    private static final int LONGEST_SHOWN = 60;

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
    /** Of the records that releases bring: those that are still parked. */
    private Set<Place> stillParked = Set.of();

    private final List<Place> settled = new ArrayList<>();
    private final Map<Place, ParkedRecord> waitAgain = new LinkedHashMap<>();
    private final List<ParkedStore.Range> newlyParked = new ArrayList<>();
    private Map<String, Long> parkedOfParty = Map.of();
    private Map<RecordKey, KnownVersion> known = Map.of();
    private RecordHeads heads = RecordHeads.none();
    private @Nullable LedgerState finished;
    private boolean parkedDue;

    LedgerCommit(Signer signer, String origin, Receipts receipts, int mostParked, LedgerState before, Instant now) {
        this.suite = signer.publicKey().suite();
        this.signer = signer;
        this.origin = origin;
        this.receipts = receipts;
        this.mostParked = mostParked;
        this.before = before;
        this.now = now;
        this.frontier = before.frontier().copy();
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

    LedgerTransaction.Outcome outcome() {
        return new LedgerTransaction.Outcome(appended, entries, after().checkpoint(), parkedDue);
    }

    private record Counted(SubmissionProgress progress, Tally tally) {}

    void run(Connection connection, List<Append> batches) throws SQLException {
        Map<Long, SubmissionProgress> submissions = LedgerStore.lockSubmissions(connection, batches);
        heads = RecordHeads.load(connection, batches);
        known = LedgerStore.knownVersions(connection, batches, heads);
        stillParked = ParkedStore.present(connection, released(batches));
        parkedOfParty = ParkedStore.counts(connection, parkingParties(batches));
        List<@Nullable Counted> counted = new ArrayList<>(batches.size());
        for (Append batch : batches) {
            counted.add(count(batch, submissions.get(batch.submission().seq())));
        }
        SignedCheckpoint checkpoint =
                frontier.size() == before.size() ? before.checkpoint() : checkpoint(signer, origin, frontier, now);
        LedgerState state = new LedgerState(frontier, checkpoint);
        finished = state;
        rows.send(connection);
        heads.save(connection);
        ParkedStore.remove(connection, settled);
        ParkedStore.waitAgain(connection, waitAgain);
        int due = ParkedStore.markArrived(connection, heads.changed());
        due += ParkedStore.markOvertaken(connection, newlyParked);
        parkedDue = due > 0;
        for (int i = 0; i < batches.size(); i++) {
            appended.add(answer(connection, batches.get(i), counted.get(i), checkpoint));
        }
        LedgerStore.saveTiles(connection, tiles);
        LedgerStore.saveProgress(connection, submissions.values());
        LedgerStore.saveReleases(connection, submissions.values(), now);
        if (frontier.size() > before.size()) {
            LedgerStore.saveState(connection, before.size(), state, now);
        }
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
        if (batch.number() < progress.batches() || progress.finished()) {
            return new Counted(progress, new Tally());
        }
        Tally tally = tally(batch, progress);
        progress.add(batch, tally);
        if (batch.last()) {
            progress.end(batch.refusal());
        }
        return new Counted(progress, tally);
    }

    private @Nullable Appended answer(
            Connection connection, Append batch, @Nullable Counted counted, SignedCheckpoint checkpoint)
            throws SQLException {
        if (counted == null) {
            return null;
        }
        SubmissionProgress progress = counted.progress;
        byte[] receipt = null;
        if (batch.last() && progress.isEnding()) {
            List<ParkedStore.Awaiting> awaiting = progress.parked() == 0
                    ? List.of()
                    : ParkedStore.awaiting(connection, progress.seq(), Receipts.AWAITING_SHOWN + 1);
            receipt = receipts.make(batch, progress, awaiting, checkpoint, now);
            progress.finish(receipt, now);
        } else if (batch.release() && progress.isFullySettled()) {
            receipt = receipts.supplement(
                    batch.submission(), progress, LedgerStore.receipt(connection, progress.seq()), checkpoint, now);
            progress.supplement(receipt);
        }
        Tally tally = counted.tally;
        return new Appended(tally.accepted(), tally.duplicate(), tally.conflicting(), receipt);
    }

    private Tally tally(Append batch, SubmissionProgress progress) {
        Tally tally = new Tally();
        long submission = batch.submission().seq();
        for (PreparedRecord prepared : batch.records()) {
            long ordinal = prepared.valid().record().raw().ordinal();
            if (mayCount(batch, new Place(submission, ordinal, prepared.part()))) {
                take(batch, prepared, tally, progress);
            }
        }
        for (RejectedRecord rejected : batch.rejected()) {
            if (mayCount(batch, new Place(submission, rejected.ordinal(), rejected.part()))) {
                tally.reject(1);
                rows.reject(submission, rejected);
            }
        }
        park(batch, tally);
        return tally;
    }

    /** A record of a release counts when it is still parked, and then no more. */
    private boolean mayCount(Append batch, Place place) {
        if (!batch.release()) {
            return true;
        }
        boolean parked = stillParked.remove(place);
        if (parked) {
            settled.add(place);
        }
        return parked;
    }

    private void take(Append batch, PreparedRecord prepared, Tally tally, SubmissionProgress progress) {
        CanonicalRecord record = prepared.valid().record();
        RecordKey key = RecordKey.of(record, batch.submission().party());
        KnownVersion earlier = known.get(key);
        if (earlier == null) {
            known.put(key, new KnownVersion(append(batch, prepared, key, progress), prepared.digest()));
            tally.accept(!prepared.valid().findings().isEmpty());
        } else if (Arrays.equals(earlier.digest(), prepared.digest())) {
            tally.repeat();
        } else {
            tally.conflict();
            rows.reject(batch.submission().seq(), conflict(prepared));
        }
    }

    private long append(Append batch, PreparedRecord prepared, RecordKey key, SubmissionProgress progress) {
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
        boolean late = heads.append(key.head(), key.version(), index, record.operation());
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

    private static RejectedRecord conflict(PreparedRecord prepared) {
        CanonicalRecord record = prepared.valid().record();
        String keyField = record.definition().key().get(0);
        Finding finding = Finding.of(
                LedgerProblem.VERSION_CONFLICT,
                "V-S09",
                keyField,
                record.locate(keyField),
                record.businessKey(),
                record.version());
        return new RejectedRecord(
                record.raw().ordinal(),
                prepared.part(),
                record.raw().location().line(),
                record.type().code(),
                record.businessKey(),
                List.of(finding));
    }

    private void park(Append batch, Tally tally) {
        long submission = batch.submission().seq();
        long first = Long.MAX_VALUE;
        long last = -1;
        for (ParkedRecord record : batch.parked()) {
            Place place = new Place(submission, record.ordinal(), record.part());
            if (batch.release()) {
                if (!stillParked.remove(place)) {
                    continue;
                }
                waitAgain.put(place, record);
            } else if (parkedOfParty.getOrDefault(batch.submission().party(), 0L) >= mostParked) {
                tally.reject(1);
                rows.reject(submission, tooMany(record));
                continue;
            } else {
                parkedOfParty.merge(batch.submission().party(), 1L, Long::sum);
                tally.park();
                rows.park(submission, record);
            }
            first = Math.min(first, record.ordinal());
            last = Math.max(last, record.ordinal());
        }
        if (last >= 0) {
            newlyParked.add(new ParkedStore.Range(submission, first, last));
        }
    }

    private RejectedRecord tooMany(ParkedRecord record) {
        Finding finding = Finding.of(
                LedgerProblem.TOO_MANY_PARKED,
                "V-T02",
                null,
                Location.ofLine(record.line()),
                mostParked,
                record.awaited().type().zh(),
                shown(record.awaited().businessKey()));
        return new RejectedRecord(
                record.ordinal(),
                record.part(),
                record.line(),
                record.type().code(),
                record.businessKey(),
                List.of(finding));
    }

    private static String shown(String key) {
        String clean = key.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > LONGEST_SHOWN ? clean.substring(0, LONGEST_SHOWN) : clean;
    }

    private static List<Place> released(List<Append> batches) {
        List<Place> places = new ArrayList<>();
        for (Append batch : batches) {
            if (batch.release()) {
                long submission = batch.submission().seq();
                batch.records()
                        .forEach(record -> places.add(new Place(
                                submission, record.valid().record().raw().ordinal(), record.part())));
                batch.rejected().forEach(record -> places.add(new Place(submission, record.ordinal(), record.part())));
                batch.parked().forEach(record -> places.add(new Place(submission, record.ordinal(), record.part())));
            }
        }
        return places;
    }

    private static Set<String> parkingParties(List<Append> batches) {
        Set<String> parties = new LinkedHashSet<>();
        for (Append batch : batches) {
            if (!batch.release() && !batch.parked().isEmpty()) {
                parties.add(batch.submission().party());
            }
        }
        return parties;
    }
}
