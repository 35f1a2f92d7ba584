package org.anze.gateway.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Signed checkpoints of the audit log, kept beside the events and in a file outside of the database (docs/spec/audit-log.md):
 * whoever has the database alone can cut the end of the log off together with its head, or compute the chain anew, but then the
 * log no longer fits what was signed. Safe for several threads; several nodes may anchor one log.
 */
public final class AuditAnchors {

    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);
    private static final int PAGE = 1000;
    private static final Comparator<SignedCheckpoint> BY_SIZE =
            Comparator.comparingLong(anchor -> anchor.checkpoint().size());

    private final JdbcClient jdbc;
    private final AuditLog log;
    private final Signer signer;
    private final AnchorFile file;
    private final Clock clock;
    /** The newest anchor of the file, as far as this process knows it. */
    private @Nullable SignedCheckpoint outside;

    private volatile boolean alarm;

    /**
     * Over one log.
     *
     * @param signer the ledger's
     */
    public AuditAnchors(JdbcClient jdbc, AuditLog log, Signer signer, AnchorFile file, Clock clock) {
        this.jdbc = jdbc;
        this.log = log;
        this.signer = signer;
        this.file = file;
        this.clock = clock;
    }

    /** The name of the audit log in its checkpoints: that of the signer with {@code /audit}. */
    public static String origin(String signer) {
        return signer + "/audit";
    }

    private record Row(String note, byte[] frontier) {}

    /**
     * Signs how far the log goes, unless nothing was written since the last time. Durable on return, in the database first: an
     * anchor that the database does not know was taken from it.
     *
     * @throws IllegalStateException when the log does not go on from what was signed before; nothing is signed then, and
     *     {@link #isAlarm} holds until the file is taken away
     * @throws UncheckedIOException when the file cannot be read or written
     */
    public synchronized void anchor() {
        try {
            Optional<Row> newest = newest();
            TreeFrontier tree = newest.map(row -> TreeFrontier.restore(signer.suite(), row.frontier()))
                    .orElseGet(() -> TreeFrontier.empty(signer.suite()));
            requireWhatWasSigned(tree.size());
            alarm = false;
            if (newest.isPresent()) {
                carryOut(newest.get());
            }
            long before = tree.size();
            grow(tree);
            if (tree.size() > before) {
                keep(tree);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the anchors of the audit log cannot be kept", e);
        }
    }

    private Optional<Row> newest() {
        return jdbc.sql("select note, frontier from audit_anchor order by size desc limit 1")
                .query((row, at) -> new Row(row.getString(1), row.getBytes(2)))
                .optional();
    }

    private void requireWhatWasSigned(long anchored) throws IOException {
        long size = log.size();
        if (size < anchored) {
            throw shorter(anchored, size);
        }
        // What this process knows of the file is enough while it is not behind. Whoever settles an alarm takes the file
        // away.
        SignedCheckpoint newest = outside;
        if (newest == null || newest.checkpoint().size() < anchored || alarm) {
            newest = file.read().stream().max(BY_SIZE).orElse(null);
            outside = newest;
        }
        if (newest == null) {
            return;
        }
        long signed = newest.checkpoint().size();
        if (size < signed) {
            throw shorter(signed, size);
        }
        boolean known = jdbc.sql("select exists (select 1 from audit_anchor where size = ? and note = ?)")
                .params(signed, newest.note())
                .query(Boolean.class)
                .single();
        if (!known) {
            throw alarm("the database does not know the anchor over " + signed + " audit events");
        }
    }

    /** What the database has longer than the file: a crash came between, or another node made it. */
    private void carryOut(Row row) throws IOException {
        Optional<SignedCheckpoint> kept = parse(row.note()).filter(anchor -> !isForged(anchor));
        SignedCheckpoint newest = outside;
        if (kept.isPresent()
                && (newest == null
                        || newest.checkpoint().size() < kept.get().checkpoint().size())) {
            file.append(kept.get());
            outside = kept.get();
        }
    }

    private IllegalStateException shorter(long signed, long size) {
        return alarm("the audit log had " + signed + " events when it was signed and has " + size + " now");
    }

    private IllegalStateException alarm(String what) {
        alarm = true;
        return new IllegalStateException(what);
    }

    private void grow(TreeFrontier tree) {
        List<AuditEntry> page = log.after(tree.size(), PAGE);
        while (!page.isEmpty()) {
            for (AuditEntry entry : page) {
                if (entry.number() != tree.size() + 1) {
                    throw alarm("audit event " + (tree.size() + 1) + " is missing");
                }
                tree.append(List.of(TreeHasher.leaf(signer.suite(), entry.hash())));
            }
            page = log.after(tree.size(), PAGE);
        }
    }

    private void keep(TreeFrontier tree) throws IOException {
        SignedCheckpoint anchor = new Checkpoint(
                        origin(signer.name()), tree.size(), tree.root(), signer.suite(), clock.instant())
                .sign(signer);
        int kept = jdbc.sql("insert into audit_anchor (size, note, frontier) values (?, ?, ?) on conflict do nothing")
                .params(tree.size(), anchor.note(), tree.serialise())
                .update();
        if (kept == 1) {
            file.append(anchor);
            outside = anchor;
            // A log that leaves this machine is one more place where the end of this one is known.
            LOG.atInfo()
                    .addKeyValue("size", tree.size())
                    .addKeyValue("root", HexFormat.of().formatHex(tree.root()))
                    .log("the audit log was anchored");
        }
    }

    /** Whether the log did not go on from what was signed, when it was last looked at. */
    public boolean isAlarm() {
        return alarm;
    }

    /** The newest anchor of the database; empty before the first, and when it is damaged. */
    public Optional<Checkpoint> last() {
        return newest().flatMap(row -> parse(row.note())).map(SignedCheckpoint::checkpoint);
    }

    /**
     * Derives the whole log again and compares it with every anchor, of the database and of the file. Reads all events.
     *
     * @return as {@link AuditLog#firstFlaw}; the size of an anchor that is damaged, or whose signature by the present key is wrong
     * @throws UncheckedIOException when the file cannot be read
     */
    public OptionalLong firstFlaw() {
        List<Checkpoint> anchors = new ArrayList<>();
        try {
            // The file first: whatever it holds, the database has held longer.
            List<SignedCheckpoint> all = file.read();
            for (Stored row : stored()) {
                Optional<SignedCheckpoint> anchor = parse(row.note());
                if (anchor.isEmpty()) {
                    return OptionalLong.of(row.size());
                }
                all.add(anchor.get());
            }
            for (SignedCheckpoint anchor : all) {
                if (isForged(anchor)) {
                    return OptionalLong.of(anchor.checkpoint().size());
                }
                anchors.add(anchor.checkpoint());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the anchors of the audit log cannot be read", e);
        }
        return log.firstFlaw(anchors);
    }

    /** One of an earlier key is compared all the same; its signature is for {@code anze fsck}, which has the earlier keys. */
    private boolean isForged(SignedCheckpoint anchor) {
        try {
            anchor.verify(new SealVerifierKey(signer.name(), signer.publicKey()));
            return !anchor.checkpoint().origin().equals(origin(signer.name()));
        } catch (FlawException e) {
            return e.flaw() == Flaw.CHECKPOINT_SIGNATURE_WRONG;
        }
    }

    private record Stored(long size, String note) {}

    private List<Stored> stored() {
        return jdbc.sql("select size, note from audit_anchor order by size")
                .query((row, at) -> new Stored(row.getLong(1), row.getString(2)))
                .list();
    }

    private static Optional<SignedCheckpoint> parse(String note) {
        try {
            return Optional.of(SignedCheckpoint.parse(note));
        } catch (FlawException damaged) {
            return Optional.empty();
        }
    }
}
