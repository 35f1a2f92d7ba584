package org.anze.gateway.seal.parcel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.RecordUnit;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.tree.MultiProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/** A small ledger in memory, and parcels cut from it. Every third record is a claim, the others are policies. */
public final class SampleLedger {

    public static final UnitCatalogue CATALOGUE = new UnitCatalogue(Map.of(
            "policy/1", List.of("key", "scope", "insured", "period", "premium", "contact", "remark"),
            "claim/1", List.of("key", "scope", "loss")));
    public static final byte[] RENDITION = "保单号,起保日期\nP-5,2026-01-01\n".getBytes(UTF_8);
    public static final String RENDITION_NAME = "policies-000007.csv";
    public static final String SUBMISSION = "S-20261122-0001";
    /** What the sender of the first submission sent, its signature (no real one), and the salt. */
    public static final byte[] RAW = "raw".getBytes(UTF_8);

    public static final byte[] EVIDENCE = "signature".getBytes(UTF_8);
    public static final byte[] CERTIFICATE = "certificate".getBytes(UTF_8);
    public static final byte[] SALT = Suite.SM.hash("salt".getBytes(UTF_8));

    public final Suite suite;
    public final SampleSeals.Gateway gateway;
    private final List<EntryHeader> headers = new ArrayList<>();
    private final List<RecordSeal> seals = new ArrayList<>();
    private final List<byte[]> leaves = new ArrayList<>();

    public SampleLedger(Suite suite, int size) {
        this.suite = suite;
        this.gateway = SampleSeals.gateway(suite);
        for (int i = 0; i < size; i++) {
            append(i);
        }
    }

    private void append(int index) {
        appendAs(index, index);
    }

    /** Appends a record with the content of another position: how a ledger is forked. */
    public void appendAs(int index, int content) {
        RecordSeal seal = RecordSeal.of(suite, seed(content), units(content));
        EntryHeader header = new EntryHeader(
                SampleSeals.LEDGER,
                index,
                type(content),
                1,
                "insurer-jia",
                isSigned(content) ? SUBMISSION : "S-20261122-0002",
                origin(suite, content),
                SubmissionSalt.raw(suite, SALT, suite.hash(RAW)),
                SampleSeals.NOW,
                seal.leaves().size(),
                seal.root());
        headers.add(header);
        seals.add(seal);
        leaves.add(header.leafHash(suite));
    }

    /** The records of the first submission, which its sender signed; the others came unsigned with the second. */
    private static boolean isSigned(int content) {
        return content % 3 == 1;
    }

    private static @Nullable EntryOrigin origin(Suite suite, int content) {
        return !isSigned(content)
                ? null
                : new EntryOrigin(
                        SubmissionSalt.evidence(suite, SALT, suite.hash(EVIDENCE)),
                        EntryOrigin.Kind.CMS,
                        suite.hash(CERTIFICATE));
    }

    private static String type(int index) {
        return index % 3 == 2 ? "claim" : "policy";
    }

    public byte[] seed(int index) {
        return Suite.SM.hash(("seed " + index).getBytes(UTF_8));
    }

    public List<RecordUnit> units(int index) {
        List<RecordUnit> units = new ArrayList<>();
        for (String name : CATALOGUE.units(type(index), 1).orElseThrow()) {
            units.add(new RecordUnit(name, name.equals("remark") ? null : CanonicalJson.write(value(name, index))));
        }
        return units;
    }

    private static Object value(String unit, int index) {
        return switch (unit) {
            case "key" -> Map.of("businessKey", "P-" + index, "operation", "CREATE", "version", 1);
            case "scope" -> Map.of("insurer", "insurer-jia", "riskRegion", "140212", "sector", "煤矿");
            case "insured" -> Map.of("name", "䶮㛃精密铸造（山西）有限公司", "uscc", "91140212MAXX00015K");
            case "period" -> List.of("2026-01-01", "2026-12-31");
            case "contact" -> Map.of("mobile", "13800000000", "name", "张三");
            default -> Map.of("fen", 6111583 + index);
        };
    }

    public EntryHeader header(int index) {
        return headers.get(index);
    }

    public SignedCheckpoint checkpoint() {
        return new Checkpoint(SampleSeals.LEDGER, leaves.size(), TreeHasher.root(suite, leaves), suite, SampleSeals.NOW)
                .sign(gateway.signer());
    }

    public ParcelWriter writer(long number) {
        return new ParcelWriter(
                new ParcelHead(SampleSeals.LEDGER, "prv-14", number, SampleSeals.NOW.plusSeconds(60)), checkpoint());
    }

    /** Policies: premium withheld, contact masked. Claims: everything. */
    public ParcelWriter parcel(long number, long... indexes) {
        return parcel(number, unit -> Map.of("premium", 'w', "contact", 'm').getOrDefault(unit, 'g'), indexes);
    }

    public ParcelWriter parcel(long number, Function<String, Character> manner, long... indexes) {
        ParcelWriter writer = writer(number);
        for (long index : indexes) {
            writer.entry(header((int) index), disclosed((int) index, manner));
        }
        return writer.inclusion(inclusion(indexes));
    }

    /** The multi-proof of these entries at the ledger's size. */
    public List<byte[]> inclusion(long... indexes) {
        return MultiProof.create(suite, (level, i) -> subtree(level, i), indexes, leaves.size());
    }

    private byte[] subtree(int level, long index) {
        return TreeHasher.root(suite, leaves.subList((int) (index << level), (int) (index + 1 << level)));
    }

    /** All units of a record in one manner each: g given, m masked, w withheld. */
    public List<DisclosedUnit> disclosed(int index, Function<String, Character> manner) {
        RecordSalts salts = new RecordSalts(suite, seed(index));
        List<DisclosedUnit> disclosed = new ArrayList<>();
        List<RecordUnit> units = units(index);
        for (int i = 0; i < units.size(); i++) {
            String name = units.get(i).name();
            byte[] hash = seals.get(index).leaves().get(i);
            byte[] value = units.get(i).value();
            byte[] canonical = value == null ? "null".getBytes(UTF_8) : value;
            char how = manner.apply(name);
            disclosed.add(
                    how == 'g'
                            ? new DisclosedUnit.Given(name, salts.salt(name), canonical)
                            : how == 'm'
                                    ? new DisclosedUnit.Masked(
                                            name,
                                            hash,
                                            new MaskedValue(
                                                    CanonicalJson.write(Map.of("mobile", "138****0000", "name", "张*"))))
                                    : new DisclosedUnit.Withheld(name, hash));
        }
        return disclosed;
    }

    public byte[] sign(ParcelWriter writer) {
        return writer.sign(gateway.signer(), gateway.certificate());
    }

    /** The parcel most tests begin with: three policies and a claim of a ledger of nine or more, one rendition. */
    public byte[] goodParcel() {
        return sign(parcel(7, 1, 2, 4, 6)
                .agreement(new Agreement("agreement-prv-14", 3))
                .withdrawal(new Withdrawal("policy", "P-0", 2))
                .rendition(RENDITION_NAME, RENDITION));
    }

    public static Renditions renditions() {
        return Renditions.of(Map.of(RENDITION_NAME, RENDITION));
    }

    public ParcelVerifier verifier() {
        return new ParcelVerifier(CATALOGUE, gateway.trust());
    }

    /** A receipt as a gateway would issue it. */
    public byte[] receipt() {
        return SignedStatement.sign(receiptBody(SUBMISSION), gateway.signer(), gateway.certificate());
    }

    /** As many receipts of one commit, with one signature. */
    public List<byte[]> receiptsTogether(int count) {
        return SignedStatement.sign(
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> receiptBody("S-20261122-%04d".formatted(number)))
                        .toList(),
                gateway.signer(),
                gateway.certificate());
    }

    private Map<String, ?> receiptBody(String submission) {
        return Map.of(
                "accepted",
                2,
                "rawDigest",
                Base64Text.encode(suite.hash(RAW)),
                "salt",
                Base64Text.encode(SALT),
                "origin",
                Map.of(
                        "commitment",
                        Base64Text.encode(SubmissionSalt.evidence(suite, SALT, suite.hash(EVIDENCE))),
                        "kind",
                        "cms",
                        "signer",
                        Base64Text.encode(suite.hash(CERTIFICATE))),
                "format",
                SignedStatement.RECEIPT_FORMAT,
                "issuedAt",
                SealTime.write(SampleSeals.NOW),
                "submission",
                submission);
    }
}
