package org.anze.gateway.seal.proof;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.EvidenceOutline;
import org.anze.gateway.seal.parcel.Signature;
import org.jspecify.annotations.Nullable;

/** Writes one proof bundle (docs/spec/seal-v1.md §11). For one thread and one bundle. */
public final class ProofWriter {

    /** Format identifier of a bundle's manifest. */
    public static final String FORMAT = "anze-proof/2";

    /** Most cosignatures in a bundle. */
    public static final int MAX_COSIGNATURES = 16;

    private final ProofHead head;
    private final SignedCheckpoint checkpoint;
    private final Suite suite;
    private final EntryHeader header;
    private final List<DisclosedUnit> units;
    private final List<byte[]> inclusion;
    private final Set<Agreement> agreements = new LinkedHashSet<>();
    private @Nullable Origin origin;
    private @Nullable Stamp stamp;
    private Set<String> cosignatures = Set.of();

    /**
     * Begins a bundle.
     *
     * @param units all units of the record in tree order
     * @param inclusion the proof of the entry at the checkpoint's size, in the form of a multi-proof (§6)
     * @throws IllegalArgumentException when the parts do not belong together
     */
    public ProofWriter(
            ProofHead head,
            SignedCheckpoint checkpoint,
            EntryHeader header,
            List<DisclosedUnit> units,
            List<byte[]> inclusion) {
        boolean fits = head.ledger().equals(checkpoint.checkpoint().origin())
                && head.ledger().equals(header.ledger())
                && header.index() < checkpoint.checkpoint().size()
                && header.unitCount() == units.size();
        if (!fits) {
            throw new IllegalArgumentException("entry " + header.index() + " does not belong here");
        }
        this.head = head;
        this.checkpoint = checkpoint;
        this.suite = checkpoint.checkpoint().suite();
        this.header = header;
        this.units = List.copyOf(units);
        this.inclusion = List.copyOf(inclusion);
    }

    /** Names an agreement under which the record is given; the same one twice counts once. */
    public ProofWriter agreement(Agreement agreement) {
        agreements.add(agreement);
        return this;
    }

    /**
     * Gives the origin, to those who may know the submission's bytes.
     *
     * @throws IllegalArgumentException when the entry is bound to another
     */
    public ProofWriter origin(Origin known) {
        if (!known.fits(suite, header)) {
            throw new IllegalArgumentException("another origin than that of entry " + header.index());
        }
        origin = known;
        return this;
    }

    /** Adds the time stamp over the checkpoint. */
    public ProofWriter stamp(Stamp over) {
        stamp = over;
        return this;
    }

    /** Adds cosignatures of the checkpoint, as signature lines without line feed; the same one twice counts once. */
    public ProofWriter cosignatures(List<String> lines) {
        cosignatures = new LinkedHashSet<>(lines);
        if (cosignatures.size() > MAX_COSIGNATURES) {
            throw new IllegalArgumentException("more than " + MAX_COSIGNATURES + " cosignatures");
        }
        return this;
    }

    /**
     * The finished bundle, signed.
     *
     * @param certificate of the signer's key; it travels with the bundle
     */
    public byte[] sign(Signer signer, SealCertificate certificate) {
        if (!certificate.publicKey().equals(signer.publicKey())
                || !certificate.name().equals(signer.name())
                || signer.suite() != suite) {
            throw new IllegalArgumentException("signer, certificate and checkpoint do not belong together");
        }
        checkpoint.requireSignedBy(new SealVerifierKey(certificate.name(), certificate.publicKey()));
        JsonOutput out = new JsonOutput(16 * 1024);
        out.ascii("{\"certificate\":").string(certificate.pem()).ascii(",\"evidence\":");
        Map<String, @Nullable Object> others = others();
        writeEvidence(out, others);
        out.ascii(",\"manifest\":");
        int manifestStart = out.size();
        out.value(manifest(digest(others)));
        byte[] signature = signer.sign(out.from(manifestStart));
        out.ascii(",\"signature\":");
        Signature.write(out, signer.name(), signature);
        return out.ascii("}").toByteArray();
    }

    /** The evidence without its entry and the inclusion proof. */
    private Map<String, @Nullable Object> others() {
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        others.put("checkpoint", checkpoint.note());
        others.put("cosignatures", List.copyOf(cosignatures));
        others.put("origin", originValue());
        others.put("stamp", stamp == null ? null : stampValue(stamp));
        return others;
    }

    private byte[] digest(Map<String, @Nullable Object> others) {
        EvidenceOutline outline = new EvidenceOutline(suite).entry(header.index(), units.size());
        units.forEach(unit -> unit.outlineTo(outline));
        return outline.digest(CanonicalJson.write(others));
    }

    private void writeEvidence(JsonOutput out, Map<String, @Nullable Object> others) {
        out.ascii("{\"checkpoint\":")
                .value(others.get("checkpoint"))
                .ascii(",\"cosignatures\":")
                .value(others.get("cosignatures"))
                .ascii(",\"entries\":[{\"header\":");
        header.writeTo(out);
        out.ascii(",\"units\":");
        String separator = "[";
        for (DisclosedUnit unit : units) {
            unit.writeTo(out.ascii(separator));
            separator = ",";
        }
        out.ascii("]}],\"inclusion\":")
                .value(inclusion.stream().map(Base64Text::encode).toList())
                .ascii(",\"origin\":")
                .value(others.get("origin"))
                .ascii(",\"stamp\":")
                .value(others.get("stamp"))
                .ascii("}");
    }

    private @Nullable Map<String, @Nullable Object> originValue() {
        if (origin == null) {
            return null;
        }
        byte[] evidence = origin.evidence();
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("evidence", evidence == null ? null : Base64Text.encode(evidence));
        value.put("rawDigest", Base64Text.encode(origin.rawDigest()));
        value.put("salt", Base64Text.encode(origin.salt()));
        return value;
    }

    private static Map<String, Object> stampValue(Stamp stamp) {
        return Map.of("certificates", stamp.certificates(), "token", Base64Text.encode(stamp.token()));
    }

    private Map<String, @Nullable Object> manifest(byte[] evidenceDigest) {
        Map<String, @Nullable Object> manifest = new LinkedHashMap<>();
        manifest.put(
                "agreements",
                agreements.stream()
                        .map(agreement -> Map.of("id", agreement.id(), "version", agreement.version()))
                        .toList());
        manifest.put(
                "assurance", Assurance.of(stamp != null, cosignatures.size()).level());
        manifest.put("checkpointSize", checkpoint.checkpoint().size());
        manifest.put("evidenceDigest", Base64Text.encode(evidenceDigest));
        manifest.put("format", FORMAT);
        manifest.put("ledger", head.ledger());
        manifest.put("preparedAt", SealTime.write(head.preparedAt()));
        manifest.put("purpose", head.purpose());
        manifest.put("recipient", head.recipient());
        manifest.put("suite", suite.name());
        manifest.put("watermark", head.watermark());
        manifest.put(
                "withheld",
                units.stream()
                        .filter(unit -> unit instanceof DisclosedUnit.Withheld)
                        .map(DisclosedUnit::name)
                        .sorted()
                        .toList());
        return manifest;
    }
}
