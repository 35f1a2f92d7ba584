package org.anze.gateway.seal.proof;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.EntryReader;
import org.anze.gateway.seal.parcel.Signature;

/**
 * Checks proof bundles offline, in the order of docs/spec/seal-v1.md §14: needs a trust file and the unit catalogue, no
 * network, no clock and no secret. Safe for several threads.
 */
public final class ProofVerifier {

    private static final String FORMAT_FAMILY = "anze-proof/";

    private final UnitCatalogue catalogue;
    private final TrustFile trust;
    private final OthersEvidence others;

    /** A verifier that believes these. */
    public ProofVerifier(UnitCatalogue catalogue, TrustFile trust) {
        this.catalogue = catalogue;
        this.trust = trust;
        this.others = new OthersEvidence(trust);
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
        SealVerifierKey key =
                Signature.verifyManifest(top, trust.seal(), head.preparedAt(), manifest.suite(), head.ledger());
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
        entry.requireDigest(top.map("evidence"), manifest.evidenceDigest());
        entry.requireInclusion(evidence.list("inclusion"), checkpoint);
        List<String> withheld = entry.withheldUnits().getOrDefault(header.recordType(), List.of());
        require(manifest.withheld().equals(withheld), Flaw.WITHHELD_LIST_DIFFERS, "manifest.withheld");
        Object known = evidence.value("origin");
        Origin origin = known == null ? null : Origin.read(known, manifest.suite(), header);
        Instant stampedAt = others.stamp(evidence.value("stamp"), "evidence.stamp", checkpoint);
        if (stampedAt != null) {
            trust.seal().requireNotOver(top.text("certificate"), stampedAt);
        }
        List<String> witnesses = others.witnesses(evidence.list("cosignatures"), "evidence.cosignatures", checkpoint);
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

    private static void require(boolean holds, Flaw flaw, String where) throws FlawException {
        if (!holds) {
            throw new FlawException(flaw, where);
        }
    }
}
