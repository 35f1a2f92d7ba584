package org.anze.gateway.seal.parcel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.tree.MultiProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one parcel or proof bundle, checks each against its record root, and gathers what the ledger proof
 * needs. For one thread and one document.
 */
public final class EntryReader {

    private final UnitCatalogue catalogue;
    private final Suite suite;
    private final String ledger;
    private final EvidenceOutline outline;
    private final List<Long> indexes = new ArrayList<>();
    private final List<byte[]> leafHashes = new ArrayList<>();
    private final Map<String, Long> byType = new TreeMap<>();
    private final Map<String, Set<String>> withheldUnits = new TreeMap<>();
    private long given;
    private long masked;
    private long withheld;

    /** A reader of entries of this ledger. */
    public EntryReader(UnitCatalogue catalogue, Suite suite, String ledger) {
        this.catalogue = catalogue;
        this.suite = suite;
        this.ledger = ledger;
        this.outline = new EvidenceOutline(suite);
    }

    /** Reads the next entry; its header is what it was checked against. */
    public EntryHeader read(@Nullable Object value, String where) throws FlawException {
        JsonFields entry = JsonFields.of(value, where, "header", "units");
        String headerPath = entry.path("header");
        EntryHeader header = EntryHeader.of(entry.value("header"), headerPath);
        if (!header.ledger().equals(ledger)) {
            throw new FlawException(Flaw.LEDGER_DIFFERS, headerPath);
        }
        List<String> names = catalogue
                .units(header.recordType(), header.schemaVersion())
                .orElseThrow(() -> new FlawException(Flaw.SCHEMA_UNKNOWN, headerPath));
        List<?> units = entry.list("units");
        requireUnique(units, entry.path("units"));
        if (units.size() != names.size() || header.unitCount() != names.size()) {
            throw new FlawException(Flaw.UNIT_COUNT_DIFFERS, entry.path("units"));
        }
        outline.entry(header.index(), names.size());
        List<byte[]> leaves = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            leaves.add(leaf(units.get(i), entry.path("units") + "[" + i + "]", names.get(i), header.recordType()));
        }
        if (!Arrays.equals(TreeHasher.root(suite, leaves), header.recordRoot())) {
            throw new FlawException(Flaw.RECORD_ROOT_WRONG, where);
        }
        indexes.add(header.index());
        leafHashes.add(TreeHasher.leaf(suite, CanonicalJson.write(entry.value("header"))));
        byType.merge(header.recordType(), 1L, Long::sum);
        return header;
    }

    private static void requireUnique(List<?> units, String where) throws FlawException {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < units.size(); i++) {
            Object name = units.get(i) instanceof Map<?, ?> unit ? unit.get("name") : null;
            if (name instanceof String && !seen.add(name)) {
                throw new FlawException(Flaw.UNIT_TWICE, where + "[" + i + "]");
            }
        }
    }

    private byte[] leaf(@Nullable Object value, String where, String name, String recordType) throws FlawException {
        Map<?, ?> members = value instanceof Map<?, ?> map ? map : Map.of();
        boolean isMasked = members.containsKey("masked");
        if (isMasked && (members.containsKey("value") || members.containsKey("salt"))) {
            throw new FlawException(Flaw.UNIT_TWICE, where);
        }
        if (isMasked && !members.containsKey("hash")) {
            throw new FlawException(Flaw.MASKED_WITHOUT_HASH, where);
        }
        boolean isGiven = members.containsKey("value");
        String[] shape = isMasked
                ? new String[] {"hash", "masked", "name"}
                : isGiven ? new String[] {"name", "salt", "value"} : new String[] {"hash", "name"};
        JsonFields unit = JsonFields.of(value, where, shape);
        if (!unit.text("name").equals(name)) {
            throw new FlawException(Flaw.UNIT_NAMES_DIFFER, where);
        }
        if (!isGiven) {
            if (isMasked) {
                outline.masked(new MaskedValue(CanonicalJson.write(unit.value("masked"))));
                masked++;
            } else {
                outline.withheld();
                withheld++;
                withheldUnits
                        .computeIfAbsent(recordType, type -> new TreeSet<>())
                        .add(name);
            }
            return unit.hash("hash");
        }
        outline.given();
        given++;
        byte[] salt = unit.bytes("salt");
        if (salt.length != RecordSalts.SALT_LENGTH) {
            throw new FlawException(Flaw.MALFORMED, unit.path("salt"));
        }
        return RecordSeal.unitLeaf(suite, name, salt, CanonicalJson.write(unit.value("value")));
    }

    /**
     * Checks that the manifest binds the entries read and all else in the evidence.
     *
     * @param evidence as parsed
     * @param digest as the manifest names it
     */
    public void requireDigest(Map<?, ?> evidence, byte[] digest) throws FlawException {
        if (!Arrays.equals(outline.digest(EvidenceOutline.others(evidence)), digest)) {
            throw new FlawException(Flaw.EVIDENCE_DIGEST_WRONG, "evidence");
        }
    }

    /**
     * Checks the multi-proof of all entries read against a checkpoint.
     *
     * @param texts the member {@code inclusion}
     */
    public void requireInclusion(List<?> texts, Checkpoint checkpoint) throws FlawException {
        List<byte[]> proof = Base64Text.decodeHashes(texts, "evidence.inclusion");
        if (indexes.isEmpty()) {
            if (!proof.isEmpty()) {
                throw new FlawException(Flaw.PROOF_TOO_LONG, "evidence.inclusion");
            }
            return;
        }
        long[] positions = indexes.stream().mapToLong(Long::longValue).toArray();
        byte[] root = MultiProof.root(checkpoint.suite(), checkpoint.size(), positions, leafHashes, proof);
        if (!Arrays.equals(root, checkpoint.root())) {
            throw new FlawException(Flaw.ROOT_WRONG, "evidence.inclusion");
        }
    }

    /** By record type, the units that at least one entry read does not give, sorted by UTF-16 code units. */
    public Map<String, List<String>> withheldUnits() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        withheldUnits.forEach((type, names) -> lists.put(type, List.copyOf(names)));
        return lists;
    }

    /** What the entries read so far prove. */
    public Verdict.Entries summary() {
        int count = indexes.size();
        return new Verdict.Entries(
                count,
                count == 0 ? -1 : indexes.get(0),
                count == 0 ? -1 : indexes.get(count - 1),
                new TreeMap<>(byType),
                given,
                masked,
                withheld);
    }
}
