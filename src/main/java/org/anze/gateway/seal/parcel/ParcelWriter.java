package org.anze.gateway.seal.parcel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.jspecify.annotations.Nullable;

/** Writes one parcel, straight into the bytes that leave. For one thread and one parcel. */
public final class ParcelWriter {

    /** Format identifier of a manifest. */
    public static final String FORMAT = "anze-parcel/2";

    private static final int PIECE = 64 * 1024;
    private static final byte[] BEGINNING = ascii(EntryHeader.BEGINNING);
    private static final byte[] FIRST = ascii("{\"header\":");
    private static final byte[] NEXT = ascii(",{\"header\":");
    private static final byte[] UNITS = ascii(",\"units\":");
    private static final byte[] OPEN = ascii("[");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] CLOSE = ascii("]}");

    private final ParcelHead head;
    private final SignedCheckpoint checkpoint;
    private final Suite suite;
    /** Entries already written, and those that are still in the buffer: one for all would be copied whenever it grows. */
    private final List<byte[]> pieces = new ArrayList<>();

    private final JsonOutput entries;
    private final EvidenceOutline outline;
    private final byte[] ledger;
    private final Map<String, Set<String>> withheld = new HashMap<>();
    private final Set<Agreement> agreements = new LinkedHashSet<>();
    private final Set<Withdrawal> withdrawals = new LinkedHashSet<>();
    private final Map<String, Rendition> renditions = new LinkedHashMap<>();
    private List<byte[]> inclusion = List.of();
    private @Nullable String statement;
    private long entryCount;
    private long firstIndex = -1;
    private long lastIndex = -1;

    /**
     * Begins a parcel whose entries are proved against this checkpoint.
     *
     * @throws IllegalArgumentException when the checkpoint is of another ledger
     */
    public ParcelWriter(ParcelHead head, SignedCheckpoint checkpoint) {
        if (!head.ledger().equals(checkpoint.checkpoint().origin()) || head.number() < 1) {
            throw new IllegalArgumentException("a parcel needs a number from 1 and a checkpoint of its own ledger");
        }
        this.head = head;
        this.checkpoint = checkpoint;
        this.suite = checkpoint.checkpoint().suite();
        this.entries = new JsonOutput(8 * 1024);
        this.outline = new EvidenceOutline(suite);
        this.ledger = new JsonOutput(128)
                .ascii(",\"ledger\":")
                .string(head.ledger())
                .ascii(",")
                .toByteArray();
    }

    /**
     * Adds a record; indexes must increase.
     *
     * @param units all units of the record in tree order
     */
    public ParcelWriter entry(EntryHeader header, List<DisclosedUnit> units) {
        return entry(header.bytes(), header.index(), header.recordType(), units);
    }

    /**
     * As {@link #entry(EntryHeader, List)}, by the header's bytes as they were hashed: they are copied, not written anew.
     *
     * @param header {@link EntryHeader#bytes}; whoever read it has checked it
     * @param index position that it says
     * @param recordType name of the record type that it says
     */
    public ParcelWriter entry(byte[] header, long index, String recordType, List<DisclosedUnit> units) {
        boolean fits = index > lastIndex && index < checkpoint.checkpoint().size() && says(header, index, units.size());
        if (!fits) {
            throw new IllegalArgumentException("entry " + index + " does not belong here");
        }
        entries.raw(entryCount == 0 ? FIRST : NEXT).raw(header).raw(UNITS);
        outline.entry(index, units.size());
        byte[] separator = OPEN;
        Set<String> hidden = null;
        for (DisclosedUnit unit : units) {
            unit.writeTo(entries.raw(separator));
            unit.outlineTo(outline);
            separator = COMMA;
            if (unit instanceof DisclosedUnit.Withheld) {
                hidden = hidden == null ? withheld.computeIfAbsent(recordType, type -> new HashSet<>()) : hidden;
                hidden.add(unit.name());
            }
        }
        entries.raw(CLOSE);
        if (entries.size() >= PIECE) {
            pieces.add(entries.take());
        }
        firstIndex = entryCount == 0 ? index : firstIndex;
        lastIndex = index;
        entryCount++;
        return this;
    }

    /** Whether a header is of this ledger, position and number of units: an entry mistaken for another is not given away. */
    private boolean says(byte[] header, long index, int units) {
        byte[] number = Long.toString(index).getBytes(StandardCharsets.US_ASCII);
        byte[] end = ("\"unitCount\":" + units + "}").getBytes(StandardCharsets.US_ASCII);
        return header.length > BEGINNING.length + number.length + ledger.length + end.length
                && has(header, 0, BEGINNING)
                && has(header, BEGINNING.length, number)
                && has(header, BEGINNING.length + number.length, ledger)
                && has(header, header.length - end.length, end);
    }

    private static boolean has(byte[] header, int at, byte[] part) {
        return Arrays.equals(header, at, at + part.length, part, 0, part.length);
    }

    /** The multi-proof of all entries' indexes at the checkpoint's size. */
    public ParcelWriter inclusion(List<byte[]> proof) {
        inclusion = proof;
        return this;
    }

    /** Names an agreement under which something is given; the same one twice counts once. */
    public ParcelWriter agreement(Agreement agreement) {
        agreements.add(agreement);
        return this;
    }

    /** Tells the recipient to forget a record; the same one twice counts once. */
    public ParcelWriter withdrawal(Withdrawal withdrawal) {
        withdrawals.add(withdrawal);
        return this;
    }

    /** Binds a file that travels with the parcel. */
    public ParcelWriter rendition(String name, byte[] content) {
        Rendition rendition = new Rendition(name, content.length, suite.hash(content));
        if (!Rendition.isName(name) || renditions.put(name, rendition) != null) {
            throw new IllegalArgumentException("rendition name not permitted, or twice");
        }
        return this;
    }

    /** Says why the parcel is empty: it stands in for one that may no longer be given. */
    public ParcelWriter statement(String reasonCode) {
        statement = reasonCode;
        return this;
    }

    /**
     * The finished parcel, signed.
     *
     * @param certificate of the signer's key; it travels with the parcel
     */
    public byte[] sign(Signer signer, SealCertificate certificate) {
        requireComplete(signer, certificate);
        byte[] begin = new JsonOutput(16 * 1024)
                .ascii("{\"certificate\":")
                .string(certificate.pem())
                .ascii(",\"evidence\":{\"checkpoint\":")
                .string(checkpoint.note())
                .ascii(",\"entries\":[")
                .toByteArray();
        byte[] withdrawn = withdrawn();
        JsonOutput end = new JsonOutput(4 * 1024 + inclusion.size() * 50).ascii("],\"inclusion\":[");
        String separator = "";
        for (byte[] hash : inclusion) {
            end.ascii(separator).base64(hash);
            separator = ",";
        }
        end.ascii("],\"withdrawals\":").raw(withdrawn).ascii("},\"manifest\":");
        int manifestStart = end.size();
        writeManifest(end, digest(withdrawn));
        byte[] signature = signer.sign(end.from(manifestStart));
        end.ascii(",\"signature\":");
        Signature.write(end, signer.name(), signature);
        pieces.add(entries.take());
        return joined(begin, pieces, end.ascii("}").toByteArray());
    }

    private static byte[] joined(byte[] begin, List<byte[]> pieces, byte[] end) {
        int length = begin.length + end.length;
        for (byte[] piece : pieces) {
            length = Math.addExact(length, piece.length);
        }
        byte[] all = Arrays.copyOf(begin, length);
        int at = begin.length;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(end, 0, all, at, end.length);
        return all;
    }

    private void requireComplete(Signer signer, SealCertificate certificate) {
        if (!certificate.publicKey().equals(signer.publicKey())
                || !certificate.name().equals(signer.name())
                || signer.suite() != suite) {
            throw new IllegalArgumentException("signer, certificate and checkpoint do not belong together");
        }
        checkpoint.requireSignedBy(new SealVerifierKey(certificate.name(), certificate.publicKey()));
        boolean content = entryCount > 0 || !withdrawals.isEmpty();
        if (statement != null && content || entryCount == 0 && !inclusion.isEmpty()) {
            throw new IllegalStateException("an empty parcel has neither content nor proofs");
        }
    }

    private byte[] digest(byte[] withdrawn) {
        byte[] others = new JsonOutput(512)
                .ascii("{\"checkpoint\":")
                .string(checkpoint.note())
                .ascii(",\"withdrawals\":")
                .raw(withdrawn)
                .ascii("}")
                .toByteArray();
        return outline.digest(others);
    }

    private byte[] withdrawn() {
        JsonOutput out = new JsonOutput(256).ascii("[");
        String separator = "{\"businessKey\":";
        for (Withdrawal withdrawal : withdrawals) {
            out.ascii(separator)
                    .string(withdrawal.businessKey())
                    .ascii(",\"recordType\":")
                    .string(withdrawal.recordType())
                    .ascii(",\"version\":")
                    .integer(withdrawal.version())
                    .ascii("}");
            separator = ",{\"businessKey\":";
        }
        return out.ascii("]").toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void writeManifest(JsonOutput out, byte[] evidenceDigest) {
        Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
        manifest.put(
                "agreements",
                agreements.stream()
                        .map(agreement -> Map.of("id", agreement.id(), "version", agreement.version()))
                        .toList());
        manifest.put("checkpointSize", checkpoint.checkpoint().size());
        manifest.put("entryCount", entryCount);
        manifest.put("evidenceDigest", Base64Text.encode(evidenceDigest));
        if (entryCount > 0) {
            manifest.put("firstIndex", firstIndex);
            manifest.put("lastIndex", lastIndex);
        }
        manifest.put("format", FORMAT);
        manifest.put("ledger", head.ledger());
        manifest.put("number", head.number());
        manifest.put("preparedAt", SealTime.write(head.preparedAt()));
        manifest.put("recipient", head.recipient());
        manifest.put(
                "renditions",
                renditions.values().stream()
                        .map(rendition -> Map.of(
                                "digest",
                                Base64Text.encode(rendition.digest()),
                                "name",
                                rendition.name(),
                                "size",
                                rendition.size()))
                        .toList());
        manifest.put("statement", statement);
        manifest.put("suite", suite.name());
        Map<String, List<String>> lists = new LinkedHashMap<>();
        withheld.forEach(
                (type, units) -> lists.put(type, units.stream().sorted().toList()));
        manifest.put("withheld", lists);
        out.value(manifest);
    }
}
