package org.anze.gateway.seal.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.note.NoteKey;
import org.anze.gateway.seal.parcel.EntryReader;
import org.anze.gateway.seal.parcel.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Checks proof bundles offline, in the order of docs/spec/seal-v1.md §14: needs a trust file and the unit catalogue, no
 * network, no clock and no secret. Safe for several threads.
 */
public final class ProofVerifier {

    private static final String FORMAT_FAMILY = "anze-proof/";

    private final UnitCatalogue catalogue;
    private final TrustFile trust;

    /** A verifier that believes these. */
    public ProofVerifier(UnitCatalogue catalogue, TrustFile trust) {
        this.catalogue = catalogue;
        this.trust = trust;
    }

    /** Whether the document is to be judged as a proof bundle rather than as a parcel; says nothing about its truth. */
    public static boolean claimsToBeProof(byte[] document) {
        try {
            return CanonicalJson.parse(document) instanceof Map<?, ?> top
                    && top.get("manifest") instanceof Map<?, ?> manifest
                    && manifest.get("format") instanceof String format
                    && format.startsWith(FORMAT_FAMILY);
        } catch (FlawException notEvenJson) {
            return false;
        }
    }

    /** Never throws for a bad bundle: the first flaw found is the verdict. */
    public ProofVerdict verify(byte[] bundle) {
        try {
            return check(bundle);
        } catch (FlawException flaw) {
            return new ProofVerdict.Failed(flaw.flaw(), flaw.where());
        }
    }

    private ProofVerdict.Verified check(byte[] bundle) throws FlawException {
        JsonFields top =
                JsonFields.of(CanonicalJson.parse(bundle), "", "certificate", "evidence", "manifest", "signature");
        ProofManifest manifest = ProofManifest.of(top.value("manifest"));
        ProofHead head = manifest.head();
        SealVerifierKey key = Signature.verifyManifest(
                top, trust.seal(), head.preparedAt(), manifest.suite(), head.ledger(), manifest.evidenceDigest());
        JsonFields evidence = JsonFields.of(
                top.value("evidence"),
                "evidence",
                "checkpoint",
                "cosignatures",
                "entries",
                "inclusion",
                "origin",
                "stamp");
        Checkpoint checkpoint = Signature.checkpoint(evidence, key, head.ledger(), manifest.checkpointSize());
        EntryReader entry = new EntryReader(catalogue, manifest.suite(), head.ledger());
        EntryHeader header = entry(evidence.list("entries"), entry);
        entry.requireInclusion(evidence.list("inclusion"), checkpoint);
        List<String> withheld = entry.withheldUnits().getOrDefault(header.recordType(), List.of());
        require(manifest.withheld().equals(withheld), Flaw.WITHHELD_LIST_DIFFERS, "manifest.withheld");
        Object known = evidence.value("origin");
        Origin origin = known == null ? null : Origin.read(known, manifest.suite(), header);
        Instant stampedAt = stamp(evidence.value("stamp"), checkpoint);
        if (stampedAt != null) {
            trust.seal().requireNotOver(top.text("certificate"), stampedAt);
        }
        List<String> witnesses = witnesses(evidence.list("cosignatures"), checkpoint);
        Assurance assurance = Assurance.of(stampedAt != null, witnesses.size());
        require(assurance.level() == manifest.assurance(), Flaw.ASSURANCE_DIFFERS, "manifest.assurance");
        return new ProofVerdict.Verified(
                head,
                key.name(),
                checkpoint,
                header,
                entry.summary(),
                withheld,
                manifest.agreements(),
                assurance,
                stampedAt,
                witnesses,
                origin);
    }

    private static EntryHeader entry(List<?> entries, EntryReader reader) throws FlawException {
        require(entries.size() == 1, Flaw.ENTRY_COUNT_DIFFERS, "evidence.entries");
        return reader.read(entries.get(0), "evidence.entries[0]");
    }

    private @Nullable Instant stamp(@Nullable Object value, Checkpoint checkpoint) throws FlawException {
        if (value == null) {
            return null;
        }
        JsonFields fields = JsonFields.of(value, "evidence.stamp", "certificates", "token");
        String where = fields.path("certificates");
        List<?> texts = fields.list("certificates");
        boolean listed = !texts.isEmpty()
                && texts.size() <= Stamp.MAX_CERTIFICATES
                && texts.stream().allMatch(text -> text instanceof String pem && !pem.isEmpty());
        require(listed, Flaw.MALFORMED, where);
        byte[] token = fields.bytes("token");
        List<StampCertificate> certificates = new ArrayList<>();
        for (Object text : texts) {
            StampCertificate certificate = StampCertificate.ofPem((String) text);
            if (certificate == null) {
                throw new FlawException(Flaw.STAMP_UNTRUSTED, where);
            }
            certificates.add(certificate);
        }
        Optional<Instant> time = TimeStampToken.time(token, checkpoint, certificates.get(0));
        require(time.isPresent(), Flaw.STAMP_WRONG, fields.path("token"));
        require(StampChain.holds(certificates, trust.stamp(), time.get()), Flaw.STAMP_UNTRUSTED, where);
        return time.get();
    }

    private List<String> witnesses(List<?> lines, Checkpoint checkpoint) throws FlawException {
        require(lines.size() <= ProofWriter.MAX_COSIGNATURES, Flaw.MALFORMED, "evidence.cosignatures");
        List<Cosignature> cosignatures = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String where = "evidence.cosignatures[" + i + "]";
            if (!(lines.get(i) instanceof String line) || !seen.add(line)) {
                throw new FlawException(Flaw.MALFORMED, where);
            }
            cosignatures.add(Cosignature.of(line, where));
        }
        List<String> names = new ArrayList<>();
        for (Cosignature line : cosignatures) {
            Optional<NoteKey> witness = trust.witnesses().stream()
                    .filter(key -> key.isNamedBy(line.name(), line.keyId()))
                    .findFirst();
            if (witness.isPresent()) {
                boolean signed = witness.get().cosigned(line.seconds(), checkpoint.text(), line.signature());
                require(signed, Flaw.COSIGNATURE_WRONG, line.where());
                names.add(line.name());
            }
        }
        return List.copyOf(names);
    }

    private static void require(boolean holds, Flaw flaw, String where) throws FlawException {
        if (!holds) {
            throw new FlawException(flaw, where);
        }
    }
}
