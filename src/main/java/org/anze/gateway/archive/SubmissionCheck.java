package org.anze.gateway.archive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of a bundle beside its entries: they come in the order of their first entries, so that only those whose entries
 * are under way are remembered. For one thread.
 */
final class SubmissionCheck implements AutoCloseable {

    private static final String[] MEMBERS = {
        "accepted",
        "bytes",
        "certificate",
        "channel",
        "digest",
        "duplicate",
        "evidence",
        "fileName",
        "finishedAt",
        "firstEntry",
        "id",
        "lastEntry",
        "mapping",
        "messageId",
        "origin",
        "party",
        "receipt",
        "received",
        "receivedAt",
        "rejected",
        "salt",
        "seq",
        "skipped",
        "state",
        "supplement"
    };

    private final BundleInput.Reading lines;
    private final Suite suite;
    private final SealTrust trust;
    private final String ledger;
    private final Map<String, Bound> underWay = new HashMap<>();
    private @Nullable JsonFields next;
    private long count;

    private record Bound(String party, byte[] raw, @Nullable EntryOrigin origin, long lastEntry) {}

    SubmissionCheck(BundleInput bundle, SealTrust trust, String ledger) throws FlawException {
        this.lines = bundle.read(Member.SUBMISSIONS);
        this.suite = bundle.suite();
        this.trust = trust;
        this.ledger = ledger;
        this.next = read();
    }

    private @Nullable JsonFields read() throws FlawException {
        Object line = lines.line();
        if (line == null) {
            return null;
        }
        count++;
        JsonFields fields = JsonFields.of(line, lines.where(), MEMBERS);
        receipt(fields, "receipt");
        receipt(fields, "supplement");
        return fields;
    }

    private void receipt(JsonFields fields, String member) throws FlawException {
        if (fields.value(member) != null) {
            SignedStatement receipt =
                    SignedStatement.verify(fields.bytes(member), SignedStatement.RECEIPT_FORMAT, trust);
            boolean ours = ledger.equals(receipt.signer()) || ledger.startsWith(receipt.signer() + "/");
            if (!ours) {
                throw new FlawException(Flaw.SIGNER_UNKNOWN, fields.path(member));
            }
        }
    }

    /** That the entry is bound to the submission it names. */
    void bound(EntryHeader header, String where) throws FlawException {
        while (next != null && first(next) <= header.index()) {
            JsonFields line = next;
            Bound bound = new Bound(
                    line.text("party"),
                    SubmissionSalt.raw(suite, line.hash("salt"), line.hash("digest")),
                    line.value("origin") == null ? null : EntryOrigin.of(line.value("origin"), line.path("origin")),
                    line.integer("lastEntry", 0));
            if (underWay.put(line.text("id"), bound) != null) {
                throw new FlawException(Flaw.MALFORMED, line.path("id"));
            }
            next = read();
        }
        Bound bound = underWay.get(header.submission());
        boolean holds = bound != null
                && bound.party().equals(header.provider())
                && Arrays.equals(bound.raw(), header.raw())
                && Objects.equals(bound.origin(), header.origin());
        if (!holds) {
            throw new FlawException(Flaw.ORIGIN_DIFFERS, where);
        }
        if (bound.lastEntry() <= header.index()) {
            underWay.remove(header.submission());
        }
    }

    private static long first(JsonFields line) throws FlawException {
        return line.value("firstEntry") == null ? Long.MAX_VALUE : line.integer("firstEntry", 0);
    }

    /** Reads what is left; returns how many submissions there are. */
    long finish() throws FlawException {
        while (next != null) {
            next = read();
        }
        lines.finish();
        return count;
    }

    @Override
    public void close() throws FlawException {
        lines.close();
    }
}
