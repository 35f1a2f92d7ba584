package org.anze.gateway.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.tree.InclusionProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * Checks anew, each time somebody looks, that a record is in the ledger as it was sealed: nothing that was stored about the
 * proof is believed. Safe for many threads.
 */
final class LedgerProof {

    /** Format identifier of the file that {@link #document} makes. */
    static final String FORMAT = "anze-record-proof/1";

    private final LedgerReader ledger;
    private final SealCertificate certificate;

    /** @param certificate of the gateway's sealing key */
    LedgerProof(LedgerReader ledger, SealCertificate certificate) {
        this.ledger = ledger;
        this.certificate = certificate;
    }

    /**
     * One step of the check.
     *
     * @param key {@code units}, {@code inclusion} or {@code checkpoint}
     * @param flaw what is wrong; null when it holds
     */
    record Step(String key, @Nullable FlawException flaw) {
        public boolean holds() {
            return flaw == null;
        }

        /** What is wrong, in Chinese. */
        public String zh() {
            return flaw == null ? "" : flaw.flaw().zh();
        }

        /** What is wrong, in English. */
        public String en() {
            return flaw == null ? "" : flaw.flaw().en();
        }
    }

    /** A checked proof. */
    record Checked(byte[] header, byte[] leafHash, List<byte[]> path, SignedCheckpoint checkpoint, List<Step> steps) {
        public boolean holds() {
            return steps.stream().allMatch(Step::holds);
        }
    }

    /** Proves a record against the newest checkpoint; empty when the ledger has not reached it. */
    Optional<Checked> check(SealedRecord record, RecordDefinition definition) {
        Optional<SignedCheckpoint> newest = ledger.newest()
                .filter(signed -> record.index() < signed.checkpoint().size());
        return newest.map(signed -> check(record, definition, signed));
    }

    private Checked check(SealedRecord record, RecordDefinition definition, SignedCheckpoint signed) {
        Checkpoint checkpoint = signed.checkpoint();
        Suite suite = checkpoint.suite();
        byte[] leaf = TreeHasher.leaf(suite, record.header());
        List<byte[]> path = InclusionProof.create(suite, ledger.tree(), record.index(), checkpoint.size());
        List<Step> steps = List.of(
                step("units", () -> checkUnits(suite, record, definition)),
                step(
                        "inclusion",
                        () -> InclusionProof.verify(
                                suite, record.index(), checkpoint.size(), leaf, path, checkpoint.root())),
                step(
                        "checkpoint",
                        () -> signed.verify(new SealVerifierKey(certificate.name(), certificate.publicKey()))));
        return new Checked(record.header(), leaf, path, signed, steps);
    }

    private static void checkUnits(Suite suite, SealedRecord record, RecordDefinition definition) throws FlawException {
        EntryHeader header = EntryHeader.parse(record.header());
        List<byte[]> leaves = unitHashes(record, definition);
        if (header.unitCount() != leaves.size()) {
            throw new FlawException(Flaw.UNIT_COUNT_DIFFERS, "header");
        }
        if (!Arrays.equals(TreeHasher.root(suite, leaves), header.recordRoot())) {
            throw new FlawException(Flaw.RECORD_ROOT_WRONG, "header");
        }
    }

    private static List<byte[]> unitHashes(SealedRecord record, RecordDefinition definition) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < definition.units().size(); i++) {
            hashes.add(record.units().hash(i));
        }
        return hashes;
    }

    /**
     * The proof as a file: canonical JSON with the entry, the hashes of its units, the inclusion path, the checkpoint and
     * the certificate. It holds no value of the record.
     */
    byte[] document(Checked checked, SealedRecord record, RecordDefinition definition) {
        List<Map<String, String>> units = new ArrayList<>();
        List<byte[]> hashes = unitHashes(record, definition);
        for (int i = 0; i < hashes.size(); i++) {
            units.add(Map.of("name", definition.units().get(i), "hash", base64(hashes.get(i))));
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("header", parse(checked.header()));
        document.put("units", units);
        document.put(
                "inclusion", checked.path().stream().map(LedgerProof::base64).toList());
        document.put("checkpoint", checked.checkpoint().note());
        document.put("certificate", certificate.pem());
        return CanonicalJson.write(document);
    }

    private static @Nullable Object parse(byte[] json) {
        try {
            return CanonicalJson.parse(json);
        } catch (FlawException e) {
            throw new IllegalStateException("a stored ledger entry is not canonical JSON", e);
        }
    }

    private static Step step(String key, Check check) {
        try {
            check.run();
            return new Step(key, null);
        } catch (FlawException e) {
            return new Step(key, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private interface Check {
        void run() throws FlawException;
    }
}
