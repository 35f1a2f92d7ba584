package org.anze.gateway.cli.fsck;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.anze.gateway.ledger.OriginColumns;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.tree.TileNode;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/** From the headers of the entries up: leaves, record roots, tiles, every checkpoint, the state. For one thread. */
final class TreeCheck {

    private static final int KNOWN_SUBMISSIONS = 1000;
    private static final String ENTRIES =
            "select idx, record_type, schema_version, provider, submission, received_at, header,"
                    + " leaf_hash, unit_hashes from ledger_entry order by idx";
    private static final String SUBMISSION = "select s.id, s.salt, s.digest," + OriginColumns.SELECTED
            + " from submission s" + OriginColumns.JOINED + " where s.seq = ?";

    private final Snapshot snapshot;
    private final UnitCatalogue catalogue;
    private final List<SealVerifierKey> keys;
    private final Findings findings;
    private final NavigableMap<Long, List<SignedCheckpoint>> known = new TreeMap<>();
    private final Map<Long, Submission> submissions = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Submission> eldest) {
            return size() > KNOWN_SUBMISSIONS;
        }
    };

    private @Nullable Suite suite;
    private String origin = "";
    private TreeFrontier tree = TreeFrontier.empty(Suite.SM);
    private boolean whole = true;
    private long expected;

    private record Submission(
            @Nullable String id,
            byte[] salt,
            byte[] digest,
            @Nullable EntryOrigin origin) {}

    /** @param outside checkpoints of this ledger that others kept, verified */
    TreeCheck(
            Snapshot snapshot,
            UnitCatalogue catalogue,
            List<SealVerifierKey> keys,
            List<SignedCheckpoint> outside,
            Findings findings) {
        this.snapshot = snapshot;
        this.catalogue = catalogue;
        this.keys = keys;
        this.findings = findings;
        outside.forEach(
                checkpoint -> known.computeIfAbsent(checkpoint.checkpoint().size(), size -> new ArrayList<>())
                        .add(checkpoint));
    }

    /** @return how many entries there are */
    long run() throws SQLException {
        snapshot.each("select origin, suite from ledger_state", row -> {
            origin = row.getString(1);
            suite = Suite.byName(row.getString(2)).orElse(null);
        });
        if (suite == null) {
            snapshot.each(
                    "select count(*) from ledger_entry having count(*) > 0",
                    row -> findings.add(Damage.STATE_MISSING, row.getLong(1) + ""));
            return 0;
        }
        tree = TreeFrontier.empty(suite);
        try (Snapshot.Cursor entries = snapshot.cursor(ENTRIES);
                Snapshot.Cursor checkpoints = snapshot.cursor("select size, note from checkpoint order by size")) {
            boolean more = checkpoints.rows().next();
            while (entries.rows().next()) {
                entry(entries.rows(), suite);
                while (more && checkpoints.rows().getLong(1) <= expected) {
                    checkpoint(checkpoints.rows().getLong(1), checkpoints.rows().getString(2));
                    more = checkpoints.rows().next();
                }
            }
            while (more) {
                findings.add(
                        Damage.CHECKPOINT_BEYOND, "size " + checkpoints.rows().getLong(1));
                more = checkpoints.rows().next();
            }
        }
        state();
        tilesBeyond();
        lost();
        return expected;
    }

    private void entry(ResultSet row, Suite of) throws SQLException {
        long index = row.getLong(1);
        if (expected < index) {
            findings.add(Damage.ENTRY_MISSING, "#" + expected + (index - expected > 1 ? " – #" + (index - 1) : ""));
            whole = false;
        }
        expected = index + 1;
        byte[] bytes = row.getBytes(7);
        byte[] leaf = TreeHasher.leaf(of, bytes);
        if (!Arrays.equals(leaf, row.getBytes(8))) {
            findings.add(Damage.LEAF_WRONG, "#" + index);
        }
        try {
            EntryHeader header = EntryHeader.parse(bytes);
            if (!columnsAgree(header, row)) {
                findings.add(Damage.ENTRY_COLUMNS_DIFFER, "#" + index);
            }
            units(header, row.getBytes(9), of);
            submission(header, row.getLong(5), of);
        } catch (FlawException malformed) {
            findings.add(Damage.ENTRY_MALFORMED, "#" + index + " " + malformed.flaw());
        }
        if (whole) {
            for (TileNode tile : tree.append(List.of(leaf))) {
                tile(tile);
            }
            for (SignedCheckpoint outside : known.getOrDefault(tree.size(), List.of())) {
                if (!Arrays.equals(outside.checkpoint().root(), tree.root())) {
                    findings.add(Damage.FORKED, "size " + tree.size());
                }
            }
        }
    }

    /** Between the end of this ledger and the largest checkpoint that anybody outside has. */
    private void lost() {
        if (!known.isEmpty() && known.lastKey() > expected) {
            findings.add(
                    Damage.LOST_SINCE,
                    "#" + expected + " – #" + (known.lastKey() - 1) + " (" + (known.lastKey() - expected) + ")");
        }
    }

    private boolean columnsAgree(EntryHeader header, ResultSet row) throws SQLException {
        short type = row.getShort(2);
        return header.ledger().equals(origin)
                && header.index() == row.getLong(1)
                // A number that is no type differs from every header.
                && RecordType.byCode(header.recordType())
                        .map(TypeNumber::of)
                        .filter(number -> number == type)
                        .isPresent()
                && header.schemaVersion() == row.getInt(3)
                && header.provider().equals(row.getString(4))
                && header.received()
                        .equals(row.getObject(6, OffsetDateTime.class)
                                .toInstant()
                                .truncatedTo(ChronoUnit.MILLIS));
    }

    private void units(EntryHeader header, byte[] hashes, Suite of) {
        List<byte[]> leaves = new ArrayList<>();
        for (int from = 0; from + Suite.HASH_LENGTH <= hashes.length; from += Suite.HASH_LENGTH) {
            leaves.add(Arrays.copyOfRange(hashes, from, from + Suite.HASH_LENGTH));
        }
        int expectedCount = catalogue
                .units(header.recordType(), header.schemaVersion())
                .map(List::size)
                .orElse(-1);
        boolean right = hashes.length == header.unitCount() * Suite.HASH_LENGTH
                && header.unitCount() == expectedCount
                && Arrays.equals(TreeHasher.root(of, leaves), header.recordRoot());
        if (!right) {
            findings.add(Damage.UNITS_WRONG, "#" + header.index());
        }
    }

    private void submission(EntryHeader header, long seq, Suite of) throws SQLException {
        Submission submission = submissions.get(seq);
        if (submission == null) {
            submission = load(seq);
            submissions.put(seq, submission);
        }
        boolean bound = header.submission().equals(submission.id())
                && submission.digest().length == Suite.HASH_LENGTH
                && submission.salt().length == SubmissionSalt.LENGTH
                && Arrays.equals(SubmissionSalt.raw(of, submission.salt(), submission.digest()), header.raw())
                && Objects.equals(submission.origin(), header.origin());
        if (!bound) {
            findings.add(Damage.SUBMISSION_DIFFERS, "#" + header.index());
        }
    }

    private Submission load(long seq) throws SQLException {
        try (Snapshot.Cursor found = snapshot.cursor(SUBMISSION, seq)) {
            ResultSet row = found.rows();
            return row.next()
                    ? new Submission(row.getString(1), row.getBytes(2), row.getBytes(3), OriginColumns.read(row, 4))
                    : new Submission(null, new byte[0], new byte[0], null);
        }
    }

    private void tile(TileNode node) throws SQLException {
        String place = "level " + node.level() + " #" + node.index();
        try (Snapshot.Cursor found = snapshot.cursor(
                "select hash from ledger_tile where level = ? and idx = ?", (long) node.level(), node.index())) {
            if (!found.rows().next()) {
                findings.add(Damage.TILE_MISSING, place);
            } else if (!Arrays.equals(found.rows().getBytes(1), node.hash())) {
                findings.add(Damage.TILE_WRONG, place);
            }
        }
    }

    private void tilesBeyond() throws SQLException {
        // Without all entries nobody knows which tiles ought to be there.
        if (whole) {
            snapshot.each(
                    "select level, idx from ledger_tile where level not in (8, 16, 24, 32, 40, 48) or idx < 0"
                            + " or idx >= (?::bigint >> level::int) order by level, idx",
                    row -> findings.add(Damage.TILE_SURPLUS, "level " + row.getLong(1) + " #" + row.getLong(2)),
                    tree.size());
        }
    }

    private void checkpoint(long size, String note) {
        String place = "size " + size;
        try {
            SignedCheckpoint signed = SignedCheckpoint.parse(note);
            if (signed.checkpoint().size() != size
                    || !signed.checkpoint().origin().equals(origin)) {
                findings.add(Damage.CHECKPOINT_MALFORMED, place);
                return;
            }
            if (!isSigned(signed, keys)) {
                findings.add(Damage.CHECKPOINT_SIGNATURE_WRONG, place);
            }
            if (whole
                    && (tree.size() != size
                            || !Arrays.equals(tree.root(), signed.checkpoint().root()))) {
                findings.add(Damage.CHECKPOINT_ROOT_WRONG, place);
            }
        } catch (FlawException malformed) {
            findings.add(Damage.CHECKPOINT_MALFORMED, place);
        }
    }

    static boolean isSigned(SignedCheckpoint signed, List<SealVerifierKey> keys) {
        for (SealVerifierKey key : keys) {
            try {
                signed.verify(key);
                return true;
            } catch (FlawException another) {
                // A ledger outlives its certificates: one of them made it.
                if (another.flaw() == Flaw.CHECKPOINT_SIGNATURE_WRONG) {
                    return false;
                }
            }
        }
        return false;
    }

    private void state() throws SQLException {
        snapshot.each(
                "select l.size, l.frontier, l.checkpoint, c.note from ledger_state l"
                        + " left join checkpoint c on c.size = (select max(size) from checkpoint)",
                row -> {
                    boolean right = row.getLong(1) == expected
                            && (!whole || Arrays.equals(row.getBytes(2), tree.serialise()))
                            && row.getString(3).equals(row.getString(4));
                    if (!right) {
                        findings.add(Damage.STATE_WRONG, "size " + row.getLong(1));
                    }
                });
    }
}
