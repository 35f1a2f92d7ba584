package org.anze.gateway.seal.entry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * A ledger entry: what the ledger's tree commits to for one record.
 *
 * @param ledger origin of the ledger's checkpoints
 * @param index position in the ledger, from 0
 * @param recordType name of the record type
 * @param schemaVersion version of its units, from 1
 * @param provider party that sent the record
 * @param submission public id of the submission that brought it
 * @param origin the provider's own signature over the submission; null when it did not sign
 * @param raw {@link SubmissionSalt#raw} of the bytes as they were received
 * @param received when they were received, cut to milliseconds
 * @param unitCount number of unit leaves
 * @param recordRoot root of the unit leaves
 */
public record EntryHeader(
        String ledger,
        long index,
        String recordType,
        int schemaVersion,
        String provider,
        String submission,
        @Nullable EntryOrigin origin,
        byte[] raw,
        Instant received,
        int unitCount,
        byte[] recordRoot) {

    /** Format identifier of an entry. */
    public static final String FORMAT = "anze-entry/2";

    /** How {@link #bytes} begins; the index follows. */
    public static final String BEGINNING = "{\"format\":\"" + FORMAT + "\",\"index\":";

    private static final String[] MEMBERS = {
        "format",
        "index",
        "ledger",
        "origin",
        "provider",
        "raw",
        "received",
        "recordRoot",
        "recordType",
        "schemaVersion",
        "submission",
        "unitCount"
    };

    /** @throws IllegalArgumentException for numbers or hashes that cannot be */
    public EntryHeader {
        boolean possible = index >= 0
                && schemaVersion >= 1
                && unitCount >= 1
                && raw.length == Suite.HASH_LENGTH
                && recordRoot.length == Suite.HASH_LENGTH;
        if (!possible) {
            throw new IllegalArgumentException("not a ledger entry: index " + index);
        }
        received = received.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The entry as it is hashed: canonical JSON. */
    public byte[] bytes() {
        JsonOutput out = new JsonOutput(512);
        writeTo(out);
        return out.toByteArray();
    }

    /** Appends {@link #bytes} to a larger document. */
    public void writeTo(JsonOutput out) {
        out.ascii(BEGINNING).integer(index).ascii(",\"ledger\":").string(ledger).ascii(",\"origin\":");
        if (origin == null) {
            out.ascii("null");
        } else {
            origin.writeTo(out);
        }
        out.ascii(",\"provider\":")
                .string(provider)
                .ascii(",\"raw\":")
                .base64(raw)
                .ascii(",\"received\":")
                .string(SealTime.write(received))
                .ascii(",\"recordRoot\":")
                .base64(recordRoot)
                .ascii(",\"recordType\":")
                .string(recordType)
                .ascii(",\"schemaVersion\":")
                .integer(schemaVersion)
                .ascii(",\"submission\":")
                .string(submission)
                .ascii(",\"unitCount\":")
                .integer(unitCount)
                .ascii("}");
    }

    /** The hash of the ledger leaf: H(0x00 ‖ {@link #bytes}). */
    public byte[] leafHash(Suite suite) {
        return TreeHasher.leaf(suite, bytes());
    }

    /** Reads an entry; refuses everything that {@link #bytes} would not write. */
    public static EntryHeader parse(byte[] entry) throws FlawException {
        return of(CanonicalJson.parse(entry), "header");
    }

    /** Takes a parsed value as an entry. */
    public static EntryHeader of(@Nullable Object value, String where) throws FlawException {
        JsonFields fields = JsonFields.of(value, where, MEMBERS);
        fields.requireFormat("format", FORMAT);
        return new EntryHeader(
                fields.ledger("ledger"),
                fields.integer("index", 0),
                fields.text("recordType"),
                small(fields, "schemaVersion"),
                fields.text("provider"),
                fields.text("submission"),
                fields.value("origin") == null ? null : EntryOrigin.of(fields.value("origin"), fields.path("origin")),
                fields.hash("raw"),
                fields.time("received"),
                small(fields, "unitCount"),
                fields.hash("recordRoot"));
    }

    private static int small(JsonFields fields, String name) throws FlawException {
        return (int) Math.min(fields.integer(name, 1), Integer.MAX_VALUE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntryHeader that && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(ledger, index);
    }
}
