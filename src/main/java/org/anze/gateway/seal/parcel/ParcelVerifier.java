package org.anze.gateway.seal.parcel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.entry.UnitCatalogue;

/**
 * Checks parcels offline, as docs/spec/seal-v1.md prescribes: needs the trust anchors and the unit catalogue, no
 * network, no clock and no secret. Safe for several threads.
 */
public final class ParcelVerifier {

    private final UnitCatalogue catalogue;
    private final SealTrust trust;

    /** A verifier with these anchors. */
    public ParcelVerifier(UnitCatalogue catalogue, SealTrust trust) {
        this.catalogue = catalogue;
        this.trust = trust;
    }

    /** Never throws for a bad parcel: the first flaw found is the verdict. */
    public Verdict verify(byte[] parcel, Renditions renditions) {
        try {
            return check(parcel, renditions);
        } catch (FlawException flaw) {
            return new Verdict.Failed(flaw.flaw(), flaw.where());
        }
    }

    private Verdict.Verified check(byte[] parcel, Renditions files) throws FlawException {
        JsonFields top =
                JsonFields.of(CanonicalJson.parse(parcel), "", "certificate", "evidence", "manifest", "signature");
        Manifest manifest = Manifest.of(top.value("manifest"));
        ParcelHead head = manifest.head();
        SealVerifierKey key = Signature.verifyManifest(top, trust, head.preparedAt(), manifest.suite(), head.ledger());
        JsonFields evidence =
                JsonFields.of(top.value("evidence"), "evidence", "checkpoint", "entries", "inclusion", "withdrawals");
        Checkpoint checkpoint = Signature.checkpoint(evidence, key, head.ledger(), manifest.checkpointSize());
        EntryReader entries = entries(evidence, manifest);
        entries.requireDigest(top.map("evidence"), manifest.evidenceDigest());
        requireRange(entries.summary(), manifest);
        entries.requireInclusion(evidence.list("inclusion"), checkpoint);
        require(manifest.withheld().equals(entries.withheldUnits()), Flaw.WITHHELD_LIST_DIFFERS, "manifest.withheld");
        List<Withdrawal> withdrawals = withdrawals(evidence.list("withdrawals"));
        boolean empty = manifest.entryCount() == 0 && withdrawals.isEmpty();
        require(manifest.statement() == null || empty, Flaw.STATEMENT_NOT_EMPTY, "manifest.statement");
        checkRenditions(manifest, files);
        return new Verdict.Verified(
                head,
                key.name(),
                checkpoint,
                manifest.statement(),
                entries.summary(),
                entries.withheldUnits(),
                manifest.agreements(),
                withdrawals,
                manifest.renditions());
    }

    private EntryReader entries(JsonFields evidence, Manifest manifest) throws FlawException {
        List<?> list = evidence.list("entries");
        require(list.size() == manifest.entryCount(), Flaw.ENTRY_COUNT_DIFFERS, "manifest.entryCount");
        EntryReader entries =
                new EntryReader(catalogue, manifest.suite(), manifest.head().ledger());
        for (int i = 0; i < list.size(); i++) {
            entries.read(list.get(i), "evidence.entries[" + i + "]");
        }
        return entries;
    }

    private static void requireRange(Verdict.Entries read, Manifest manifest) throws FlawException {
        require(
                read.firstIndex() == manifest.firstIndex() && read.lastIndex() == manifest.lastIndex(),
                Flaw.INDEX_RANGE_DIFFERS,
                "manifest");
    }

    private static List<Withdrawal> withdrawals(List<?> list) throws FlawException {
        List<Withdrawal> withdrawals = new ArrayList<>();
        Set<Withdrawal> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String where = "evidence.withdrawals[" + i + "]";
            JsonFields fields = JsonFields.of(list.get(i), where, "businessKey", "recordType", "version");
            Withdrawal withdrawal =
                    new Withdrawal(fields.text("recordType"), fields.text("businessKey"), fields.integer("version", 1));
            require(seen.add(withdrawal), Flaw.MALFORMED, where);
            withdrawals.add(withdrawal);
        }
        return List.copyOf(withdrawals);
    }

    private static void checkRenditions(Manifest manifest, Renditions files) throws FlawException {
        for (Rendition rendition : manifest.renditions()) {
            byte[] content = files.read(rendition.name());
            if (content == null) {
                throw new FlawException(Flaw.RENDITION_MISSING, rendition.name());
            }
            boolean same = content.length == rendition.size()
                    && Arrays.equals(manifest.suite().hash(content), rendition.digest());
            require(same, Flaw.RENDITION_DIFFERS, rendition.name());
        }
    }

    private static void require(boolean holds, Flaw flaw, String where) throws FlawException {
        if (!holds) {
            throw new FlawException(flaw, where);
        }
    }
}
