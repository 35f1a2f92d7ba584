package org.anze.gateway.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.proof.OthersEvidence;
import org.anze.gateway.seal.proof.TrustFile;
import org.anze.gateway.seal.tree.ConsistencyProof;
import org.anze.gateway.seal.tree.TileNode;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * Checks a bundle offline, in the order of docs/spec/archive-v1.md §4: needs the trust file, no database, no network, no key.
 * Reads every byte once; memory does not grow with the bundle. Safe for several threads.
 */
public final class BundleVerifier {

    private final TrustFile trust;
    private final UnitCatalogue catalogue;

    /** Believes these authorities and witnesses. */
    public BundleVerifier(TrustFile trust) {
        this.trust = trust;
        this.catalogue = UnitCatalogue.builtIn();
    }

    /** @throws FlawException naming the first thing that does not hold */
    public BundleReport verify(Path file) throws FlawException {
        try (BundleInput bundle = BundleInput.open(file, trust.seal())) {
            return new Run(bundle).report();
        }
    }

    private final class Run {

        private final BundleInput bundle;
        private final Suite suite;
        private final String ledger;
        private final long from;
        private final long to;
        private final OthersEvidence others = new OthersEvidence(trust);
        private final TreeSet<String> witnesses = new TreeSet<>();
        private List<?> certificates = List.of();
        private TreeFrontier tree;
        private @Nullable SignedCheckpoint last;
        private @Nullable Instant stampedAt;
        private long chunks;

        Run(BundleInput bundle) throws FlawException {
            this.bundle = bundle;
            this.suite = bundle.suite();
            this.ledger = bundle.manifest().ledger("ledger");
            this.from = bundle.manifest().integer("from", 0);
            this.to = bundle.manifest().integer("to", from);
            this.tree = TreeFrontier.empty(suite);
        }

        BundleReport report() throws FlawException {
            YearMonth month;
            LocalDate keepUntil;
            try {
                month = YearMonth.parse(bundle.manifest().text("month"));
                keepUntil = LocalDate.parse(bundle.manifest().text("keepUntil"));
            } catch (DateTimeParseException e) {
                throw new FlawException(Flaw.MALFORMED, "manifest");
            }
            head();
            long submissions = tree();
            cover();
            units();
            raw();
            plain(
                    Member.KEYS,
                    line -> JsonFields.of(
                            line, Member.KEYS, "cipher", "destroyed", "generation", "id", "month", "party"));
            return new BundleReport(
                    ledger,
                    month,
                    from,
                    to,
                    submissions,
                    chunks,
                    last == null ? null : last.note(),
                    stampedAt,
                    List.copyOf(witnesses),
                    keepUntil,
                    bundle.digest());
        }

        private void head() throws FlawException {
            JsonFields head =
                    JsonFields.of(bundle.value(Member.HEAD), Member.HEAD, "certificates", "checkpoint", "frontier");
            certificates = head.list("certificates");
            try {
                tree = TreeFrontier.restore(suite, head.bytes("frontier"));
            } catch (IllegalArgumentException e) {
                throw new FlawException(Flaw.MALFORMED, head.path("frontier"));
            }
            require(tree.size() == from, Flaw.INDEX_RANGE_DIFFERS, head.path("frontier"));
            if (from == 0) {
                require(head.value("checkpoint") == null, Flaw.MALFORMED, head.path("checkpoint"));
                return;
            }
            last = signed(head.text("checkpoint"), head.path("checkpoint"));
            Checkpoint checkpoint = last.checkpoint();
            require(checkpoint.size() == from, Flaw.CHECKPOINT_SIZE_DIFFERS, head.path("checkpoint"));
            require(Arrays.equals(checkpoint.root(), tree.root()), Flaw.ROOT_WRONG, head.path("frontier"));
        }

        /** A checkpoint of this ledger, signed by a key that one of the listed certificates was valid for then. */
        private SignedCheckpoint signed(String note, String where) throws FlawException {
            SignedCheckpoint signed = SignedCheckpoint.parse(note);
            Checkpoint checkpoint = signed.checkpoint();
            require(checkpoint.origin().equals(ledger), Flaw.LEDGER_DIFFERS, where);
            require(checkpoint.suite() == suite, Flaw.SUITE_MISMATCH, where);
            signer(signed, checkpoint.time(), where);
            return signed;
        }

        private String signer(SignedCheckpoint signed, Instant at, String where) throws FlawException {
            FlawException reason = new FlawException(Flaw.SIGNER_UNKNOWN, where);
            for (Object value : certificates) {
                if (!(value instanceof String pem)) {
                    throw new FlawException(Flaw.MALFORMED, Member.HEAD);
                }
                try {
                    SealVerifierKey key = trust.seal().require(pem, at);
                    signed.verify(key);
                    return pem;
                } catch (FlawException another) {
                    // A ledger outlives its certificates: one of them made it.
                    reason = another.flaw() == Flaw.SIGNER_UNKNOWN ? reason : another;
                }
            }
            throw reason;
        }

        private long tree() throws FlawException {
            try (BundleInput.Reading entries = bundle.read(Member.ENTRIES);
                    BundleInput.Reading lookup = bundle.read(Member.INDEX);
                    BundleInput.Reading tiles = bundle.read(Member.TILES);
                    BundleInput.Reading checkpoints = bundle.read(Member.CHECKPOINTS);
                    SubmissionCheck submissions = new SubmissionCheck(bundle, trust.seal(), ledger)) {
                Object next = checkpoints.line();
                for (long index = from; index < to; index++) {
                    byte[] leaf = entry(entries, lookup, index, submissions);
                    for (TileNode tile : tree.append(List.of(leaf))) {
                        tile(tiles, tile);
                    }
                    next = checkpoint(checkpoints, next);
                }
                require(next == null, Flaw.INDEX_BEYOND_SIZE, checkpoints.where());
                require(entries.text() == null, Flaw.ENTRY_COUNT_DIFFERS, entries.where());
                require(lookup.text() == null, Flaw.ENTRY_COUNT_DIFFERS, lookup.where());
                require(tiles.text() == null, Flaw.ENTRY_COUNT_DIFFERS, tiles.where());
                require(
                        from == to || last != null && last.checkpoint().size() == to,
                        Flaw.CHECKPOINT_SIZE_DIFFERS,
                        Member.CHECKPOINTS);
                entries.finish();
                lookup.finish();
                tiles.finish();
                checkpoints.finish();
                return submissions.finish();
            }
        }

        private byte[] entry(
                BundleInput.Reading entries, BundleInput.Reading lookup, long index, SubmissionCheck submissions)
                throws FlawException {
            JsonFields line = JsonFields.of(entries.line(), entries.where(), "header", "units");
            EntryHeader header = EntryHeader.of(line.value("header"), line.path("header"));
            require(header.index() == index, Flaw.INDEX_ORDER, entries.where());
            require(header.ledger().equals(ledger), Flaw.LEDGER_DIFFERS, entries.where());
            List<byte[]> leaves = new ArrayList<>();
            for (Object value : line.list("units")) {
                if (!(value instanceof String text)) {
                    throw new FlawException(Flaw.MALFORMED, entries.where());
                }
                leaves.add(Base64Text.decodeHash(text, entries.where()));
            }
            int count = catalogue
                    .units(header.recordType(), header.schemaVersion())
                    .orElseThrow(() -> new FlawException(Flaw.SCHEMA_UNKNOWN, entries.where()))
                    .size();
            require(leaves.size() == count && header.unitCount() == count, Flaw.UNIT_COUNT_DIFFERS, entries.where());
            require(
                    Arrays.equals(TreeHasher.root(suite, leaves), header.recordRoot()),
                    Flaw.RECORD_ROOT_WRONG,
                    entries.where());
            submissions.bound(header, entries.where());
            indexed(lookup, header);
            return TreeHasher.leaf(suite, CanonicalJson.write(line.value("header")));
        }

        private void tile(BundleInput.Reading tiles, TileNode node) throws FlawException {
            JsonFields line = JsonFields.of(tiles.line(), tiles.where(), "hash", "index", "level");
            boolean same = line.integer("level", 1) == node.level()
                    && line.integer("index", 0) == node.index()
                    && Arrays.equals(line.hash("hash"), node.hash());
            require(same, Flaw.ROOT_WRONG, tiles.where());
        }

        /** Judges the checkpoint at the present size, if there is one; returns the next one. */
        private @Nullable Object checkpoint(BundleInput.Reading checkpoints, @Nullable Object value)
                throws FlawException {
            if (value == null) {
                return null;
            }
            JsonFields line = JsonFields.of(value, checkpoints.where(), "cosignatures", "note", "stamp");
            SignedCheckpoint signed = SignedCheckpoint.parse(line.text("note"));
            if (signed.checkpoint().size() > tree.size()) {
                return value;
            }
            signed = signed(line.text("note"), checkpoints.where());
            Checkpoint checkpoint = signed.checkpoint();
            require(checkpoint.size() == tree.size(), Flaw.CHECKPOINT_SHRANK, checkpoints.where());
            require(Arrays.equals(checkpoint.root(), tree.root()), Flaw.ROOT_WRONG, checkpoints.where());
            others(line, signed, checkpoint.size() == to);
            last = signed;
            return checkpoints.line();
        }

        private void others(JsonFields line, SignedCheckpoint signed, boolean coversEnd) throws FlawException {
            Checkpoint checkpoint = signed.checkpoint();
            Instant at = others.stamp(line.value("stamp"), line.path("stamp"), checkpoint);
            if (at != null) {
                trust.seal().requireNotOver(signer(signed, checkpoint.time(), line.path("note")), at);
                stampedAt = coversEnd ? at : stampedAt;
            }
            witnesses.addAll(others.witnesses(line.list("cosignatures"), line.path("cosignatures"), checkpoint));
        }

        /** What others signed about a later checkpoint holds for the month's end as well, when the tree only grew. */
        private void cover() throws FlawException {
            Object value = bundle.value(Member.COVER);
            if (value == null) {
                return;
            }
            JsonFields cover = JsonFields.of(value, Member.COVER, "consistency", "cosignatures", "note", "stamp");
            SignedCheckpoint signed = signed(cover.text("note"), cover.path("note"));
            List<byte[]> proof = new ArrayList<>();
            for (Object each : cover.list("consistency")) {
                if (!(each instanceof String text) || proof.size() > Long.SIZE * 2) {
                    throw new FlawException(Flaw.MALFORMED, cover.path("consistency"));
                }
                proof.add(Base64Text.decodeHash(text, cover.path("consistency")));
            }
            Checkpoint later = signed.checkpoint();
            ConsistencyProof.verify(suite, to, later.size(), tree.root(), later.root(), proof);
            others(cover, signed, true);
        }

        private void units() throws FlawException {
            try (BundleInput.Reading units = bundle.read(Member.UNITS)) {
                for (long index = from; index < to; index++) {
                    require(units.number(Long.BYTES) == index, Flaw.INDEX_ORDER, units.where());
                    require(units.content().length > 0, Flaw.MALFORMED, units.where());
                }
                require(units.number(Long.BYTES) < 0, Flaw.ENTRY_COUNT_DIFFERS, units.where());
                units.finish();
            }
        }

        private void raw() throws FlawException {
            try (BundleInput.Reading raw = bundle.read(Member.RAW)) {
                long submission = raw.number(Long.BYTES);
                long before = -1;
                long expected = 0;
                while (submission >= 0) {
                    expected = submission == before ? expected + 1 : 0;
                    require(
                            submission >= before && raw.number(Integer.BYTES) == expected,
                            Flaw.INDEX_ORDER,
                            raw.where());
                    raw.number(Long.BYTES);
                    raw.content();
                    chunks++;
                    before = submission;
                    submission = raw.number(Long.BYTES);
                }
                raw.finish();
            }
        }

        /** What people search by is what was sealed, as far as it stands in the open. */
        private void indexed(BundleInput.Reading lookup, EntryHeader header) throws FlawException {
            JsonFields line = JsonFields.of(
                    lookup.line(),
                    lookup.where(),
                    "index",
                    "key",
                    "operation",
                    "provider",
                    "received",
                    "recordType",
                    "submission",
                    "version");
            require(line.integer("index", from) == header.index(), Flaw.INDEX_ORDER, lookup.where());
            boolean same = line.text("provider").equals(header.provider())
                    && line.text("received").equals(SealTime.write(header.received()))
                    && line.text("recordType").equals(header.recordType())
                    && line.text("submission").equals(header.submission());
            require(same, Flaw.RECORD_ROOT_WRONG, lookup.where());
        }

        private void plain(String name, LineCheck check) throws FlawException {
            try (BundleInput.Reading lines = bundle.read(name)) {
                for (Object line = lines.line(); line != null; line = lines.line()) {
                    check.check(line);
                }
                lines.finish();
            }
        }
    }

    @FunctionalInterface
    private interface LineCheck {
        void check(Object line) throws FlawException;
    }

    private static void require(boolean holds, Flaw flaw, String where) throws FlawException {
        if (!holds) {
            throw new FlawException(flaw, where);
        }
    }
}
