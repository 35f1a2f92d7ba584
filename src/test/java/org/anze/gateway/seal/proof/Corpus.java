package org.anze.gateway.seal.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Pem;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.parcel.ForgedParcel;
import org.anze.gateway.seal.parcel.SampleLedger;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * Good and bad bundles and parcels of one suite, in the same order with the same names on every run. Keys of time-stamp
 * authorities are new on every run, everything else depends on the seed.
 */
final class Corpus {

    /** @param trust name of the trust file it is judged with */
    record Case(String name, byte[] document, String trust) {}

    static final String FULL = "full";
    private static final long SEED = 20261122;
    private static final int FLIPS = 220;
    private static final int RANDOM_CHANGES = 260;

    final SampleProofs proofs;
    final Map<String, String> trusts = new LinkedHashMap<>();
    final List<Case> cases = new ArrayList<>();
    private final Suite suite;
    private final SampleLedger ledger;
    private final Random random = new Random(SEED);

    Corpus(Suite suite) throws Exception {
        this.suite = suite;
        this.proofs = new SampleProofs(suite);
        this.ledger = proofs.ledger;
        trusts();
        good();
        flips("parcel", ledger.goodParcel());
        flips("proof", proofs.full());
        spelling("parcel", ledger.goodParcel());
        spelling("proof", proofs.full());
        randomChanges("parcel", ledger.goodParcel());
        randomChanges("proof", proofs.full());
        parcelForgeries();
        proofForgeries();
        certificates();
        checkpoints();
        stamps();
        stampsAfterTheSeal();
        stampFlips();
        cosignatures();
    }

    private void add(String name, byte[] document) {
        add(name, document, FULL);
    }

    private void add(String name, byte[] document, String trust) {
        cases.add(new Case(name, document, trust));
    }

    private void trusts() {
        trusts.put(FULL, proofs.trust());
        trusts.put("seal", proofs.sealTrust());
        trusts.put("no witness", proofs.trust().replaceAll("(?s)\\[witness].*", ""));
        trusts.put("no stamp", proofs.trust().replaceAll("(?s)\\[stamp].*\\[witness]", "[witness]"));
        trusts.put(
                "one witness",
                proofs.sealTrust() + "[stamp]\n" + proofs.stampRoot.pem() + "[witness]\n" + proofs.sm2.vkey());
        trusts.put(
                "other seal",
                SampleSeals.authority(suite, "Another CA").certificate().pem() + "[stamp]\n" + proofs.stampRoot.pem());
        trusts.put(
                "both seals",
                SampleSeals.authority(suite, "Another CA").certificate().pem()
                        + proofs.trust().replace("[seal]\n", ""));
        SampleSeals.Authority authority = SampleSeals.authority(suite, "Sample Seal CA");
        // Listed before the one that is valid.
        SealCertificate before = authority
                .form(authority.name(), authority.key().publicKey())
                .as(true, KeyUsage.keyCertSign)
                .valid(Instant.parse("2025-01-01T00:00:00Z"), Duration.ofDays(30))
                .signedBy(authority.key());
        trusts.put("renewed seal", before.pem() + proofs.trust().replace("[seal]\n", ""));
        // A stamp anchor never vouches for a seal, nor the other way round.
        trusts.put(
                "swapped",
                SampleSeals.authority(suite, "Another CA").certificate().pem() + "[stamp]\n" + proofs.sealTrust());
    }

    private void good() {
        add("good parcel", ledger.goodParcel());
        add("good parcel, plain trust", ledger.goodParcel(), "seal");
        add("all entries", ledger.sign(ledger.parcel(1, 0, 1, 2, 3, 4, 5, 6, 7, 8)));
        add("none", ledger.sign(ledger.parcel(1).statement("AGREEMENT_WITHDRAWN")));
        for (int i = 0; i < SampleProofs.SIZE; i++) {
            int index = i;
            add("parcel of " + i, ledger.sign(ledger.parcel(1, i)));
            add("sealed " + i, proofs.sign(proofs.writer(i)));
            add("sealed " + i + ", plain trust", proofs.sign(proofs.writer(i)), "seal");
            add("stamped " + i, proofs.sign(proofs.writer(i).stamp(proofs.stamp())));
            add(
                    "witnessed " + i,
                    proofs.sign(proofs.writer(i).stamp(proofs.stamp()).cosignatures(proofs.cosignatures())));
            add("origin " + i, proofs.sign(proofs.writer(i).origin(proofs.origin(i))));
            add("withheld " + i, proofs.sign(proofs.writer(i, unit -> 'w')));
            add("given " + i, proofs.sign(proofs.writer(i, unit -> 'g')));
            add("masked " + i, proofs.sign(proofs.writer(index, unit -> 'm')));
        }
        for (String trust : trusts.keySet()) {
            add("full bundle, trust " + trust, proofs.full(), trust);
            add("plain bundle, trust " + trust, proofs.plain(), trust);
            add("good parcel, trust " + trust, ledger.goodParcel(), trust);
            add("stamped bundle, trust " + trust, proofs.sign(proofs.writer(1).stamp(proofs.stamp())), trust);
        }
    }

    private void flips(String kind, byte[] good) {
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = good.clone();
            flipped[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            add(kind + " flip " + i, flipped);
        }
        // The certificate is read before anything is verified, so its flips are the ones on which readers may differ.
        int end = new String(good, ISO_8859_1).indexOf("-----END");
        for (int i = 0; i < FLIPS / 2; i++) {
            byte[] flipped = good.clone();
            flipped[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
            add(kind + " certificate text flip " + i, flipped);
        }
        for (int i = 0; i < 30; i++) {
            add(kind + " cut " + i, Arrays.copyOf(good, random.nextInt(good.length)));
        }
    }

    private void spelling(String kind, byte[] good) {
        Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
        changes.put("space", text -> text.replaceFirst(":", ": "));
        changes.put("line feed behind", text -> text + "\n");
        changes.put("zero behind", text -> text + "\0");
        changes.put("second value", text -> text + "{}");
        changes.put("byte order mark", text -> "\u00ef\u00bb\u00bf" + text);
        changes.put("escaped letter", text -> text.replaceFirst("certificate", "\\\\u0063ertificate"));
        changes.put("escaped slash", text -> text.replaceFirst("gateway.example/", "gateway.example\\\\/"));
        changes.put("upper-case escape", text -> text.replaceFirst("\\\\n", "\\\\u000A"));
        changes.put("long escape", text -> text.replaceFirst("\\\\n", "\\\\u000a"));
        changes.put("escape of a space", text -> text.replaceFirst("BEGIN CERT", "BEGIN\\\\u0020CERT"));
        changes.put("control character", text -> text.replaceFirst("BEGIN CERT", "BEGIN\tCERT"));
        changes.put("delete character", text -> text.replaceFirst("BEGIN CERT", "BEGIN\u007fCERT"));
        changes.put("fraction", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":9.0"));
        changes.put("exponent", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":9e0"));
        changes.put("leading zero", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":09"));
        changes.put("minus zero", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":-0"));
        changes.put("minus", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":-"));
        changes.put("minus nine", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":-9"));
        changes.put("plus", text -> text.replaceFirst("\"checkpointSize\":9", "\"checkpointSize\":+9"));
        changes.put("2^53-1", text -> text.replaceFirst("Size\":9", "Size\":9007199254740991"));
        changes.put("2^53", text -> text.replaceFirst("Size\":9", "Size\":9007199254740992"));
        changes.put("10^16", text -> text.replaceFirst("Size\":9", "Size\":10000000000000000"));
        changes.put("-2^53", text -> text.replaceFirst("Size\":9", "Size\":-9007199254740992"));
        changes.put("10^40", text -> text.replaceFirst("Size\":9", "Size\":1" + "0".repeat(40)));
        changes.put("not a number", text -> text.replaceFirst("Size\":9", "Size\":NaN"));
        changes.put("single quotes", text -> text.replaceFirst("\"certificate\"", "'certificate'"));
        changes.put("comma at the end", text -> text.substring(0, text.length() - 1) + ",}");
        changes.put(
                "member twice",
                text -> text.replaceFirst("\\{\"certificate\"", "{\"certificate\":\"\",\"certificate\""));
        changes.put("members not sorted", text -> "{\"signature\":1," + text.substring(1));
        changes.put("overlong slash", text -> text.replaceFirst("gateway.example/", "gateway.example\u00c0\u00af"));
        changes.put("surrogate", text -> text.replaceFirst("BEGIN", "\u00ed\u00a0\u0080"));
        changes.put(
                "surrogate pair in six bytes",
                text -> text.replaceFirst("BEGIN", "\u00ed\u00a0\u0081\u00ed\u00b0\u0080"));
        changes.put("beyond Unicode", text -> text.replaceFirst("BEGIN", "\u00f4\u0090\u0080\u0080"));
        changes.put("lone continuation", text -> text.replaceFirst("BEGIN", "\u0080"));
        changes.put("cut character", text -> text.replaceFirst("BEGIN", "\u00e4\u00b8"));
        changes.put("escaped surrogate", text -> text.replaceFirst("BEGIN", "\\\\ud800"));
        changes.put("unknown escape", text -> text.replaceFirst("BEGIN", "\\\\x42"));
        changes.put("64 deep", text -> "[".repeat(64) + "]".repeat(64));
        changes.put("65 deep", text -> "[".repeat(65) + "]".repeat(65));
        changes.put("100000 deep", text -> "[".repeat(100_000));
        changes.put("objects 65 deep", text -> "{\"a\":".repeat(65) + "1" + "}".repeat(65));
        changes.put("empty", text -> "");
        changes.put("null", text -> "null");
        changes.put("array", text -> "[]");
        changes.put("text", text -> "\"certificate\"");
        changes.put("true", text -> "true");
        changes.put("tru", text -> "tru");
        changes.put("empty object", text -> "{}");
        changes.forEach((name, change) -> add(
                kind + " " + name, change.apply(new String(good, ISO_8859_1)).getBytes(ISO_8859_1)));
    }

    /** Any member or element anywhere, changed in any way, left unsigned, signed, or signed with a fitting digest. */
    private void randomChanges(String kind, byte[] good) throws FlawException {
        for (int i = 0; i < RANDOM_CHANGES; i++) {
            ForgedParcel forged = new ForgedParcel(good);
            String what = change(forged.top);
            byte[] document = forged.unsigned();
            try {
                int manner = random.nextInt(4);
                document = manner == 0
                        ? document
                        : manner == 1 ? forged.signedOnly(ledger.gateway.signer()) : forged.signedBy(ledger.gateway);
            } catch (RuntimeException nothingLeftToSign) {
                document = forged.unsigned();
            }
            String name = kind + " change " + i + " " + what.replaceAll("\\s+", " ");
            add(name.substring(0, Math.min(name.length(), 120)), document);
        }
    }

    @SuppressWarnings("unchecked")
    private String change(Object root) {
        Object node = root;
        StringBuilder path = new StringBuilder();
        while (true) {
            if (node instanceof Map<?, ?> map && !map.isEmpty()) {
                List<String> names = new ArrayList<>((Set<String>) map.keySet());
                String name = names.get(random.nextInt(names.size()));
                path.append('.').append(name);
                Object value = map.get(name);
                if (isLeaf(value) || random.nextInt(5) == 0) {
                    return path + changeMember((Map<String, Object>) map, name, value);
                }
                node = value;
            } else if (node instanceof List<?> list && !list.isEmpty()) {
                int index = random.nextInt(list.size());
                path.append('[').append(index).append(']');
                Object value = list.get(index);
                if (isLeaf(value) || random.nextInt(5) == 0) {
                    return path + changeElement((List<Object>) list, index, value);
                }
                node = value;
            } else {
                return path + " nothing";
            }
        }
    }

    private static boolean isLeaf(Object value) {
        return !(value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty());
    }

    private String changeMember(Map<String, Object> map, String name, Object value) {
        switch (random.nextInt(6)) {
            case 0:
                map.remove(name);
                return " removed";
            case 1:
                map.put(name + "x", map.remove(name));
                return " renamed";
            case 2:
                map.put("aaa", 1L);
                return " and another";
            default:
                Object other = other(value);
                map.put(name, other);
                return " = " + other;
        }
    }

    private String changeElement(List<Object> list, int index, Object value) {
        switch (random.nextInt(6)) {
            case 0:
                list.remove(index);
                return " removed";
            case 1:
                list.add(value);
                return " twice";
            case 2:
                Collections.swap(list, index, random.nextInt(list.size()));
                return " swapped";
            default:
                Object other = other(value);
                list.set(index, other);
                return " = " + other;
        }
    }

    private Object other(Object value) {
        if (value instanceof String text && random.nextInt(3) > 0) {
            return otherText(text);
        }
        if (value instanceof Long number && random.nextInt(3) > 0) {
            long[] numbers = {
                number + 1, number - 1, 0, -1, 1, CanonicalJson.MAX_INTEGER, -CanonicalJson.MAX_INTEGER, number * 2
            };
            return numbers[random.nextInt(numbers.length)];
        }
        Object[] others = {
            null,
            true,
            false,
            0L,
            7L,
            -1L,
            "",
            "x",
            List.of(),
            List.of("x"),
            Map.of(),
            Map.of("x", 1L),
            "anze-proof/2",
            "anze-parcel/2"
        };
        return others[random.nextInt(others.length)];
    }

    private String otherText(String text) {
        if (text.isEmpty()) {
            return "x";
        }
        int at = random.nextInt(text.length());
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at);
            case 1 -> text + text.charAt(at);
            case 2 -> text.substring(0, at) + text.substring(at + 1);
            case 3 -> text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
            case 4 -> text.substring(0, at) + "矿" + text.substring(at);
            case 5 -> text.toLowerCase(Locale.ROOT);
            default -> text.substring(0, at) + "=" + text.substring(at);
        };
    }

    /** Changed and signed again, so that only the changed rule can refuse it. */
    private void forge(String name, byte[] good, Consumer<ForgedParcel> change) throws FlawException {
        ForgedParcel forged = new ForgedParcel(good);
        change.accept(forged);
        add(name, forged.signedBy(ledger.gateway));
    }

    private void forgeProof(String name, Consumer<ForgedParcel> change) throws FlawException {
        forge("proof " + name, proofs.full(), change);
    }

    private void forgeParcel(String name, Consumer<ForgedParcel> change) throws FlawException {
        forge("parcel " + name, ledger.goodParcel(), change);
    }

    private static Map<String, Object> unit(ForgedParcel p, int index) {
        return p.object("evidence", "entries", 0, "units", index);
    }

    private void parcelForgeries() throws FlawException {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        forgeParcel("entries swapped", p -> Collections.swap(p.list("evidence", "entries"), 1, 2));
        forgeParcel("first two swapped", p -> Collections.swap(p.list("evidence", "entries"), 0, 1));
        forgeParcel("entry twice", p -> {
            p.list("evidence", "entries").add(p.list("evidence", "entries").get(3));
            p.object("manifest").put("entryCount", 5L);
        });
        forgeParcel("entry removed", p -> {
            p.list("evidence", "entries").remove(3);
            p.object("manifest").put("entryCount", 3L);
        });
        forgeParcel("count", p -> p.object("manifest").put("entryCount", 3L));
        forgeParcel("range", p -> p.object("manifest").put("firstIndex", 0L));
        forgeParcel("no entries with a proof", p -> {
            p.list("evidence", "entries").clear();
            p.object("manifest").put("entryCount", 0L);
            p.object("manifest").remove("firstIndex");
            p.object("manifest").remove("lastIndex");
        });
        forgeParcel("withheld empty", p -> p.object("manifest").put("withheld", Map.of()));
        forgeParcel("withheld more", p -> p.object("manifest", "withheld").put("claim", List.of("loss")));
        forgeParcel(
                "withheld an empty list", p -> p.object("manifest", "withheld").put("claim", List.of()));
        forgeParcel(
                "withheld another kind", p -> p.object("manifest", "withheld").put("policy", "premium"));
        forgeParcel("statement", p -> p.object("manifest").put("statement", "X"));
        forgeParcel("rendition path", p -> p.object("manifest", "renditions", 0).put("name", "../x"));
        forgeParcel(
                "rendition hidden", p -> p.object("manifest", "renditions", 0).put("name", ".x"));
        forgeParcel(
                "rendition control", p -> p.object("manifest", "renditions", 0).put("name", "a\u007fb"));
        forgeParcel(
                "rendition of 201", p -> p.object("manifest", "renditions", 0).put("name", "x".repeat(201)));
        forgeParcel(
                "rendition of 200", p -> p.object("manifest", "renditions", 0).put("name", "x".repeat(200)));
        forgeParcel(
                "rendition missing", p -> p.object("manifest", "renditions", 0).put("name", "other.csv"));
        forgeParcel(
                "rendition digest", p -> p.object("manifest", "renditions", 0).put("digest", zeros));
        forgeParcel("rendition size", p -> p.object("manifest", "renditions", 0).put("size", 1L));
        forgeParcel("rendition twice", p -> p.list("manifest", "renditions")
                .add(p.list("manifest", "renditions").get(0)));
        forgeParcel("withdrawal twice", p -> p.list("evidence", "withdrawals")
                .add(p.list("evidence", "withdrawals").get(0)));
        forgeParcel("agreement twice", p -> p.list("manifest", "agreements")
                .add(p.list("manifest", "agreements").get(0)));
        forgeParcel("as a bundle", p -> p.object("manifest").put("format", "anze-proof/2"));
        forgeParcel("format 1", p -> p.object("manifest").put("format", "anze-parcel/1"));
        forgeParcel("format 3", p -> p.object("manifest").put("format", "anze-parcel/3"));
        forgeParcel("format null", p -> p.object("manifest").put("format", null));
        both("parcel", ledger.goodParcel());
    }

    private void proofForgeries() throws FlawException {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        forgeProof("two entries", p -> p.list("evidence", "entries")
                .add(p.list("evidence", "entries").get(0)));
        forgeProof("no entry", p -> p.list("evidence", "entries").clear());
        forgeProof(
                "entry of another position", p -> p.list("evidence", "entries").set(0, entryOf(5)));
        forgeProof("assurance 1", p -> p.object("manifest").put("assurance", 1L));
        forgeProof("assurance 2", p -> p.object("manifest").put("assurance", 2L));
        forgeProof("assurance 4", p -> p.object("manifest").put("assurance", 4L));
        forgeProof("assurance 0", p -> p.object("manifest").put("assurance", 0L));
        forgeProof("no stamp", p -> p.object("evidence").put("stamp", null));
        forgeProof("no stamp, level 1", p -> {
            p.object("evidence").put("stamp", null);
            p.object("manifest").put("assurance", 1L);
        });
        forgeProof("no cosignatures", p -> p.list("evidence", "cosignatures").clear());
        forgeProof("no cosignatures, level 2", p -> {
            p.list("evidence", "cosignatures").clear();
            p.object("manifest").put("assurance", 2L);
        });
        forgeProof("withheld empty", p -> p.object("manifest").put("withheld", List.of()));
        forgeProof("withheld more", p -> p.list("manifest", "withheld").add("remark"));
        forgeProof("withheld an object", p -> p.object("manifest").put("withheld", Map.of()));
        forgeProof("purpose empty", p -> p.object("manifest").put("purpose", ""));
        forgeProof("purpose null", p -> p.object("manifest").put("purpose", null));
        forgeProof("watermark null", p -> p.object("manifest").put("watermark", null));
        forgeProof("watermark a number", p -> p.object("manifest").put("watermark", 1L));
        forgeProof("origin null", p -> p.object("evidence").put("origin", null));
        forgeProof("origin another digest", p -> p.object("evidence", "origin").put("rawDigest", zeros));
        forgeProof("origin another salt", p -> p.object("evidence", "origin").put("salt", zeros));
        forgeProof("origin short salt", p -> p.object("evidence", "origin").put("salt", "AAAA"));
        forgeProof(
                "origin without evidence", p -> p.object("evidence", "origin").put("evidence", null));
        forgeProof("origin other evidence", p -> p.object("evidence", "origin").put("evidence", "AAAA"));
        forgeProof("origin bad Base64", p -> p.object("evidence", "origin").put("evidence", "AAA"));
        forge(
                "proof of an unsigned submission with evidence",
                proofs.sign(proofs.writer(2).origin(proofs.origin(2))),
                p -> p.object("evidence", "origin").put("evidence", "AAAA"));
        forgeProof("withdrawals", p -> p.object("evidence").put("withdrawals", List.of()));
        forgeProof("as a parcel", p -> p.object("manifest").put("format", "anze-parcel/2"));
        forgeProof("format 1", p -> p.object("manifest").put("format", "anze-proof/1"));
        forgeProof("format 3", p -> p.object("manifest").put("format", "anze-proof/3"));
        both("proof", proofs.full());
    }

    private Object entryOf(int index) {
        try {
            return new ForgedParcel(proofs.sign(proofs.writer(index)))
                    .list("evidence", "entries")
                    .get(0);
        } catch (FlawException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What parcels and bundles have in common. */
    private void both(String kind, byte[] good) throws FlawException {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        Map<String, Consumer<ForgedParcel>> changes = new LinkedHashMap<>();
        changes.put("proof short", p -> p.list("evidence", "inclusion").remove(0));
        changes.put("proof empty", p -> p.list("evidence", "inclusion").clear());
        changes.put("proof long", p -> p.list("evidence", "inclusion").add(zeros));
        changes.put("proof node", p -> p.list("evidence", "inclusion").set(1, zeros));
        changes.put("proof swapped", p -> Collections.swap(p.list("evidence", "inclusion"), 0, 1));
        changes.put("proof short hash", p -> p.list("evidence", "inclusion").set(0, "AAAA"));
        changes.put("proof empty text", p -> p.list("evidence", "inclusion").set(0, ""));
        changes.put("proof not Base64", p -> p.list("evidence", "inclusion").set(0, "AA=A"));
        for (long size : new long[] {0, 1, 4, 8, 10, 16, CanonicalJson.MAX_INTEGER}) {
            changes.put("size " + size, p -> p.object("manifest").put("checkpointSize", size));
        }
        changes.put("ledger", p -> p.object("manifest").put("ledger", "gateway.example/x"));
        changes.put("foreign ledger", p -> p.object("manifest").put("ledger", "gateway.examplex"));
        changes.put("ledger with a blank", p -> p.object("manifest").put("ledger", "gateway.example/a b"));
        changes.put("ledger with a plus", p -> p.object("manifest").put("ledger", "gateway.example/a+b"));
        changes.put("ledger of 65", p -> p.object("manifest").put("ledger", "gateway.example/" + "a".repeat(49)));
        changes.put("suite", p -> p.object("manifest").put("suite", suite == Suite.SM ? "INTL" : "SM"));
        changes.put("suite unknown", p -> p.object("manifest").put("suite", "sm"));
        changes.put("late", p -> p.object("manifest").put("preparedAt", "2028-01-01T08:00:00.000+08:00"));
        changes.put("last moment", p -> p.object("manifest").put("preparedAt", "2028-01-01T07:59:59.000+08:00"));
        changes.put(
                "after the last moment", p -> p.object("manifest").put("preparedAt", "2028-01-01T07:59:59.001+08:00"));
        changes.put("first moment", p -> p.object("manifest").put("preparedAt", "2026-01-01T08:00:00.000+08:00"));
        changes.put("before the first moment", p -> p.object("manifest")
                .put("preparedAt", "2026-01-01T07:59:59.999+08:00"));
        for (String time : List.of(
                "2026-02-30T08:00:00.000+08:00",
                "2026-02-29T08:00:00.000+08:00",
                "2026-11-22T24:00:00.000+08:00",
                "2026-11-22T23:59:60.000+08:00",
                "2026-11-22T09:30:00+08:00",
                "2026-11-22T09:30:00.123Z",
                "2026-11-22T09:30:00.123+08:00\n",
                "0000-01-01T00:00:00.000+08:00",
                "2026-11-22t09:30:00.123+08:00")) {
            changes.put("time " + time.strip(), p -> p.object("manifest").put("preparedAt", time));
        }
        changes.put("signer", p -> p.object("signature").put("key", "other.example"));
        changes.put("digest", p -> p.object("manifest").put("more", true));
        changes.put("header format", p -> p.object("evidence", "entries", 0, "header")
                .put("format", "anze-entry/1"));
        changes.put("header ledger", p -> p.object("evidence", "entries", 0, "header")
                .put("ledger", "gateway.example/x"));
        changes.put("header index", p -> p.object("evidence", "entries", 0, "header")
                .put("index", 3L));
        changes.put("header index beyond", p -> p.object("evidence", "entries", 0, "header")
                .put("index", 9L));
        changes.put("header index far beyond", p -> p.object("evidence", "entries", 0, "header")
                .put("index", 1L << 40));
        changes.put(
                "header type", p -> p.object("evidence", "entries", 0, "header").put("recordType", "x"));
        changes.put("header type of objects", p -> p.object("evidence", "entries", 0, "header")
                .put("recordType", "__proto__"));
        changes.put("header version", p -> p.object("evidence", "entries", 0, "header")
                .put("schemaVersion", 2L));
        changes.put("header count", p -> p.object("evidence", "entries", 0, "header")
                .put("unitCount", 6L));
        changes.put(
                "header root", p -> p.object("evidence", "entries", 0, "header").put("recordRoot", zeros));
        changes.put(
                "header raw", p -> p.object("evidence", "entries", 0, "header").put("raw", zeros));
        changes.put("header raw short", p -> p.object("evidence", "entries", 0, "header")
                .put("raw", "AAAA"));
        changes.put("header origin null", p -> p.object("evidence", "entries", 0, "header")
                .put("origin", null));
        changes.put("header origin kind", p -> p.object("evidence", "entries", 0, "header", "origin")
                .put("kind", "pgp"));
        changes.put("header origin signer", p -> p.object("evidence", "entries", 0, "header", "origin")
                .put("signer", zeros));
        changes.put("header provider", p -> p.object("evidence", "entries", 0, "header")
                .put("provider", "insurer-yi"));
        changes.put(
                "unit removed", p -> p.list("evidence", "entries", 0, "units").remove(6));
        changes.put(
                "unit more", p -> p.list("evidence", "entries", 0, "units").add(Map.of("name", "more", "hash", zeros)));
        changes.put("unit name", p -> unit(p, 6).put("name", "x"));
        changes.put("unit name twice", p -> unit(p, 6).put("name", "key"));
        changes.put("unit names not texts", p -> {
            unit(p, 5).put("name", 1L);
            unit(p, 6).put("name", 1L);
        });
        changes.put("units swapped", p -> Collections.swap(p.list("evidence", "entries", 0, "units"), 2, 3));
        changes.put("unit both", p -> unit(p, 5).put("value", "x"));
        changes.put("unit masked without hash", p -> unit(p, 5).remove("hash"));
        changes.put("unit masked otherwise", p -> unit(p, 5).put("masked", Map.of("mobile", "139****0000")));
        changes.put("unit masked anything", p -> unit(p, 5).put("masked", null));
        changes.put("unit other value", p -> unit(p, 2).put("value", Map.of("uscc", "91140212MAXX00015L")));
        changes.put("unit value null", p -> unit(p, 2).put("value", null));
        changes.put("unit other salt", p -> unit(p, 2).put("salt", "AAAAAAAAAAAAAAAAAAAAAA=="));
        changes.put("unit short salt", p -> unit(p, 2).put("salt", "AAAA"));
        changes.put("unit without salt", p -> unit(p, 2).remove("salt"));
        changes.put("unit other hash", p -> unit(p, 4).put("hash", zeros));
        changes.put("unit hash of a given one", p -> unit(p, 2).put("hash", zeros));
        changes.put(
                "unit as text", p -> p.list("evidence", "entries", 0, "units").set(2, "insured"));
        changes.put("units as object", p -> p.object("evidence", "entries", 0).put("units", Map.of()));
        changes.put("evidence more", p -> p.object("evidence").put("more", 1L));
        changes.put("manifest a text", p -> p.object("manifest").put("recipient", ""));
        for (Map.Entry<String, Consumer<ForgedParcel>> change : changes.entrySet()) {
            forge(kind + " " + change.getKey(), good, change.getValue());
        }
        for (Map.Entry<String, Consumer<ForgedParcel>> change : changes.entrySet()) {
            ForgedParcel unsigned = new ForgedParcel(good);
            change.getValue().accept(unsigned);
            add(kind + " unsigned " + change.getKey(), unsigned.unsigned());
        }
        hidden(kind, good);
        ForgedParcel otherKey = new ForgedParcel(good);
        add(kind + " signed by another key", otherKey.signedOnly(message(SampleSeals.key(suite, "other"))));
    }

    /** Given units hidden behind their right hashes, by somebody without the key. */
    private void hidden(String kind, byte[] good) throws FlawException {
        byte[] leaf =
                RecordSeal.of(suite, ledger.seed(4), ledger.units(4)).leaves().get(2);
        for (boolean masked : new boolean[] {false, true}) {
            ForgedParcel forged = new ForgedParcel(good);
            int entry = kind.equals("parcel") ? 2 : 0;
            Map<String, Object> unit = forged.object("evidence", "entries", entry, "units", 2);
            unit.keySet().retainAll(Set.of("name"));
            unit.put("hash", Base64.getEncoder().encodeToString(leaf));
            if (masked) {
                unit.put("masked", Map.of("name", "某公司"));
            }
            add(kind + " hidden " + (masked ? "behind a mask" : "altogether"), forged.unsigned());
        }
    }

    private static Signer message(SealPrivateKey key) {
        return new PrivateKeySigner(SampleSeals.SIGNER, key);
    }

    private void certificates() throws FlawException {
        SealPrivateKey key = ledger.gateway.key();
        SampleSeals.Authority authority = ledger.gateway.authority();
        Map<String, SealCertificate> certificates = new LinkedHashMap<>();
        certificates.put(
                "of another authority",
                SampleSeals.authority(suite, "Another CA").issue(SampleSeals.SIGNER, key.publicKey()));
        certificates.put(
                "of an authority of the same name",
                new SampleSeals.Authority(authority.name(), SampleSeals.key(suite, "impostor"), authority.certificate())
                        .issue(SampleSeals.SIGNER, key.publicKey()));
        certificates.put("the authority's own", authority.certificate());
        certificates.put(
                "an authority's",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .as(true, KeyUsage.keyCertSign | KeyUsage.digitalSignature)
                        .signedBy(authority.key()));
        certificates.put(
                "for encryption",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .as(false, KeyUsage.keyEncipherment)
                        .signedBy(authority.key()));
        certificates.put(
                "expired",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .valid(Instant.parse("2025-01-01T00:00:00Z"), Duration.ofDays(30))
                        .signedBy(authority.key()));
        certificates.put(
                "not yet valid",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .valid(Instant.parse("2027-01-01T00:00:00Z"), Duration.ofDays(30))
                        .signedBy(authority.key()));
        certificates.put(
                "of the year 2060",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .valid(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(34 * 366))
                        .signedBy(authority.key()));
        certificates.put("another name", authority.issue("other.example", key.publicKey()));
        certificates.put(
                "another key",
                authority.issue(
                        SampleSeals.SIGNER, SampleSeals.key(suite, "other").publicKey()));
        certificates.put("no possible name", authority.issue("gateway example", key.publicKey()));
        certificates.put(
                "two names",
                authority
                        .form("gateway.example, CN=second.example", key.publicKey())
                        .signedBy(authority.key()));
        certificates.put(
                "names in one set",
                authority
                        .form("gateway.example+CN=second.example", key.publicKey())
                        .signedBy(authority.key()));
        certificates.put(
                "critical extension",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .with(builder -> extension(builder, "1.2.3.4", true))
                        .signedBy(authority.key()));
        certificates.put(
                "other extension",
                authority
                        .form(SampleSeals.SIGNER, key.publicKey())
                        .with(builder -> extension(builder, "1.2.3.4", false))
                        .signedBy(authority.key()));
        Suite other = suite == Suite.SM ? Suite.INTL : Suite.SM;
        certificates.put("of the other suite", SampleSeals.gateway(other).certificate());
        certificates.put(
                "with a key of the other suite",
                authority.issue(SampleSeals.SIGNER, SampleSeals.key(other, "x").publicKey()));
        for (Map.Entry<String, SealCertificate> certificate : certificates.entrySet()) {
            certificate(certificate.getKey(), certificate.getValue().pem());
        }
        String pem = ledger.gateway.certificate().pem();
        certificate("without last line feed", pem.stripTrailing());
        certificate("with carriage returns", pem.replace("\n", "\r\n"));
        certificate("on one line", pem.replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/])", ""));
        certificate("with a line before", "\n" + pem);
        certificate("twice", pem + pem);
        certificate("not Base64", pem.replaceFirst("MII", "MI!"));
        certificate("empty", "");
        certificate("other label", pem.replace("CERTIFICATE", "X509 CERTIFICATE"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        certificate("with a byte behind", Pem.write(Pem.CERTIFICATE, Arrays.copyOf(der, der.length + 1)));
        certificate("cut", Pem.write(Pem.CERTIFICATE, Arrays.copyOf(der, der.length - 1)));
        bentCertificates(der);
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = der.clone();
            flipped[random.nextInt(der.length)] ^= (byte) (1 << random.nextInt(8));
            certificate("flip " + i, Pem.write(Pem.CERTIFICATE, flipped));
        }
    }

    /** Well signed, but not version 3 with extensions in DER. */
    private void bentCertificates(byte[] der) throws FlawException {
        ASN1Sequence content =
                ASN1Sequence.getInstance(ASN1Sequence.getInstance(der).getObjectAt(0));
        List<ASN1Encodable> whole = Arrays.asList(content.toArray());
        List<ASN1Encodable> bare = whole.subList(0, whole.size() - 1);
        ASN1Encodable usage = sequence(
                new ASN1ObjectIdentifier("2.5.29.15"), ASN1Boolean.TRUE, new DEROctetString(new byte[] {3, 2, 7, -128
                }));
        certificate("version 1", signed(bare.subList(1, bare.size())));
        certificate("version 3 without extensions", signed(bare));
        certificate("version 3 with one extension", signed(with(bare, usage)));
        List<ASN1Encodable> second = new ArrayList<>(with(bare, usage));
        second.set(0, new DERTaggedObject(true, 0, new ASN1Integer(1)));
        certificate("version 2", signed(second));
        ASN1Encodable notCritical = sequence(
                new ASN1ObjectIdentifier("2.5.29.15"), ASN1Boolean.FALSE, new DEROctetString(new byte[] {3, 2, 7, -128
                }));
        certificate("critical FALSE", signed(with(bare, notCritical)));
        ASN1Encodable noAuthority =
                sequence(new ASN1ObjectIdentifier("2.5.29.19"), new DEROctetString(new byte[] {0x30, 3, 1, 1, 0}));
        certificate("authority FALSE", signed(with(bare, usage, noAuthority)));
        ASN1Encodable noPurpose =
                sequence(new ASN1ObjectIdentifier("2.5.29.37"), new DEROctetString(new byte[] {0x30, 0}));
        certificate("without a purpose", signed(with(bare, usage, noPurpose)));
        ASN1Encodable purposes =
                sequence(new ASN1ObjectIdentifier("2.5.29.37"), new DEROctetString(new byte[] {0x30, 3, 2, 1, 1}));
        certificate("with a number for a purpose", signed(with(bare, usage, purposes)));
    }

    private static ASN1Encodable sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    private static List<ASN1Encodable> with(List<ASN1Encodable> bare, ASN1Encodable... extensions) {
        List<ASN1Encodable> parts = new ArrayList<>(bare);
        parts.add(new DERTaggedObject(true, 3, new DERSequence(extensions)));
        return parts;
    }

    private String signed(List<ASN1Encodable> content) {
        try {
            ASN1Encodable whole = sequence(content.toArray(ASN1Encodable[]::new));
            byte[] signature = ledger.gateway
                    .authority()
                    .key()
                    .sign(whole.toASN1Primitive().getEncoded(ASN1Encoding.DER));
            ASN1Encodable algorithm = content.get(content.get(0) instanceof ASN1Integer ? 1 : 2);
            return Pem.write(
                    Pem.CERTIFICATE,
                    new DERSequence(new ASN1Encodable[] {whole, algorithm, new DERBitString(signature)})
                            .getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void certificate(String name, String pem) throws FlawException {
        ForgedParcel forged = new ForgedParcel(proofs.plain());
        forged.top.put("certificate", pem);
        add("certificate " + name, forged.unsigned());
    }

    private static void extension(X509v3CertificateBuilder builder, String oid, boolean critical) {
        try {
            builder.addExtension(new ASN1ObjectIdentifier(oid), critical, new DEROctetString(new byte[1]));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void checkpoints() throws FlawException {
        for (String kind : List.of("parcel", "proof")) {
            byte[] good = kind.equals("parcel") ? ledger.goodParcel() : proofs.full();
            String note = proofs.checkpoint.note();
            for (int i = 0; i < 60; i++) {
                int at = random.nextInt(note.length());
                char flipped = (char) (note.charAt(at) ^ (1 << random.nextInt(6)));
                note(kind + " checkpoint flip " + i, good, note.substring(0, at) + flipped + note.substring(at + 1));
            }
            note(kind + " checkpoint without line feed", good, note.stripTrailing());
            note(kind + " checkpoint with two line feeds", good, note + "\n");
            note(kind + " checkpoint with two signatures", good, note + note.substring(note.indexOf('\u2014')));
            note(kind + " checkpoint with an extension", good, note.replace("\n\n", "\nmore\n\n"));
            note(kind + " checkpoint empty", good, "");
            note(kind + " checkpoint long", good, "x".repeat(1025));
            note(kind + " checkpoint of suite XX", good, note.replace("suite " + suite, "suite XX"));
            note(
                    kind + " checkpoint of the other suite",
                    good,
                    note.replace("suite " + suite, suite == Suite.SM ? "suite INTL" : "suite SM"));
            note(kind + " checkpoint key id", good, note.replaceFirst("example [A-Za-z0-9]{2}", "example AA"));
            note(
                    kind + " checkpoint of short signature",
                    good,
                    note.replaceFirst("example [^ \n]+\n$", "example AAAAAA==\n"));
            checkpoint(
                    kind + " checkpoint of size 10",
                    good,
                    10,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.LEDGER);
            checkpoint(
                    kind + " checkpoint of size 8",
                    good,
                    8,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.LEDGER);
            checkpoint(
                    kind + " checkpoint of size 4",
                    good,
                    4,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.LEDGER);
            checkpoint(
                    kind + " checkpoint of size 0",
                    good,
                    0,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.LEDGER);
            checkpoint(
                    kind + " checkpoint of size 2^53-1",
                    good,
                    CanonicalJson.MAX_INTEGER,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.LEDGER);
            checkpoint(kind + " checkpoint of another root", good, 9, new byte[32], SampleSeals.LEDGER);
            checkpoint(
                    kind + " checkpoint of another ledger",
                    good,
                    9,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.SIGNER + "/x");
            checkpoint(
                    kind + " checkpoint of the signer's name",
                    good,
                    9,
                    proofs.checkpoint.checkpoint().root(),
                    SampleSeals.SIGNER);
        }
    }

    private void note(String name, byte[] good, String note) throws FlawException {
        forge(name, good, p -> p.object("evidence").put("checkpoint", note));
    }

    /** Rightly signed, of another tree; once with the manifest as it was and once adapted. */
    private void checkpoint(String name, byte[] good, long size, byte[] root, String origin) throws FlawException {
        SignedCheckpoint other =
                new Checkpoint(origin, size, root, suite, SampleSeals.NOW).sign(ledger.gateway.signer());
        note(name, good, other.note());
        forge(name + ", named", good, p -> {
            p.object("evidence").put("checkpoint", other.note());
            p.object("manifest").put("checkpointSize", size);
            p.object("manifest").put("ledger", origin);
        });
    }

    private void stamp(String name, byte[] token, SampleStamps.Holder... certificates) throws FlawException {
        stamp(
                name,
                token,
                Arrays.stream(certificates).map(SampleStamps.Holder::pem).toList(),
                FULL);
    }

    private void stamp(String name, byte[] token, List<String> certificates, String trust) throws FlawException {
        ForgedParcel forged = new ForgedParcel(proofs.full());
        forged.object("evidence", "stamp").put("token", Base64.getEncoder().encodeToString(token));
        forged.object("evidence", "stamp").put("certificates", certificates);
        add("stamp " + name, forged.signedBy(ledger.gateway), trust);
    }

    private SampleStamps.Token token(SampleStamps.Holder signer) {
        return new SampleStamps.Token(signer, suite, proofs.text());
    }

    private void stamps() throws FlawException {
        SampleStamps.Holder root = proofs.stampRoot;
        SampleStamps.Scheme own = SampleStamps.Scheme.of(suite);
        for (SampleStamps.Scheme scheme : SampleStamps.Scheme.values()) {
            SampleStamps.Holder signer = new SampleStamps.Form(scheme, "Stamper " + scheme).issued(root);
            stamp("by " + scheme, token(signer).write(), signer);
            SampleStamps.Holder foreignRoot =
                    new SampleStamps.Form(scheme, "Root " + scheme).authority().selfSigned();
            SampleStamps.Holder below = new SampleStamps.Form(own, "Below " + scheme).issued(foreignRoot);
            String trust = "root " + scheme;
            boolean readable = StampCertificate.ofPem(foreignRoot.pem()) != null;
            if (readable) {
                trusts.put(trust, proofs.trust().replace("[stamp]\n", "[stamp]\n" + foreignRoot.pem()));
                stamp("under root " + scheme, token(below).write(), List.of(below.pem()), trust);
            }
            stamp("under a root unknown " + scheme, token(below).write(), below);
        }
        SampleStamps.Holder signer = proofs.stamper;
        stamp("over another text", token(signer).over("x".getBytes(UTF_8)).write(), signer);
        stamp(
                "of an older checkpoint",
                token(signer)
                        .over(new Checkpoint(SampleSeals.LEDGER, 8, new byte[32], suite, SampleSeals.NOW).text())
                        .write(),
                signer);
        stamp("naming another certificate", token(signer).names(root.der()).write(), signer);
        stamp("naming none", token(signer).nameless().write(), signer);
        stamp("by two signers", token(signer).signers(2).write(), signer);
        stamp(
                "of other content",
                token(signer).contentType("1.2.840.113549.1.7.1").write(),
                signer);
        stamp(
                "with the other imprint",
                token(signer)
                        .imprint(suite == Suite.SM ? "2.16.840.1.101.3.4.2.1" : "1.2.156.10197.1.401")
                        .write(),
                signer);
        stamp(
                "after the certificate",
                token(signer).at(Instant.parse("2028-06-01T00:00:00Z")).write(),
                signer);
        stamp(
                "before the certificate",
                token(signer).at(Instant.parse("2025-12-31T23:59:59Z")).write(),
                signer);
        stamp("in the last second", token(signer).at(SampleStamps.TO).write(), signer);
        stamp("in the first second", token(signer).at(SampleStamps.FROM).write(), signer);
        stamp(
                "with a fraction",
                token(signer).at(SampleStamps.STAMPED.plusMillis(569)).write(),
                signer);
        stamp(
                "half a millisecond late",
                token(signer).at("20271231235959.0005Z").write(),
                signer);
        stamp("a nanosecond late", token(signer).at("20271231235959.000000001Z").write(), signer);
        SampleStamps.Holder late = form(own)
                .valid(Instant.parse("2026-11-22T01:25:00Z"), SampleStamps.TO)
                .issued(root);
        stamp("half a millisecond early", token(late).at("20261122012459.9995Z").write(), late);
        stamp("a nanosecond early", token(late).at("20261122012459.999999999Z").write(), late);
        // The checkpoint says 01:30:00.123.
        stamp(
                "ten minutes before the checkpoint",
                token(signer).at("20261122012000.123Z").write(),
                signer);
        stamp(
                "a nanosecond more before it",
                token(signer).at("20261122012000.122999999Z").write(),
                signer);
        badSigners(root, own);
        chains(root, own);
        byte[] good = token(signer).write();
        stamp("with a byte behind", Arrays.copyOf(good, good.length + 1), signer);
        stamp("cut", Arrays.copyOf(good, good.length - 1), signer);
        stamp("empty list", good, List.of(), FULL);
        stamp("five certificates", good, Collections.nCopies(5, signer.pem()), FULL);
        stamp("certificate twice", good, signer, signer);
        stamp("with the anchor", good, signer, root);
        stamp("another certificate first", good, root, signer);
        stamp("certificate of other layout", good, List.of(signer.pem().strip()), FULL);
        stamp("an empty certificate", good, List.of(""), FULL);
        stamp("trust without stamps", good, List.of(signer.pem()), "no stamp");
    }

    /** Who gets hold of an old key can choose every time in a bundle but that of the stamp. */
    private void stampsAfterTheSeal() throws FlawException {
        SampleSeals.Authority authority = ledger.gateway.authority();
        Instant end = SampleSeals.NOT_BEFORE.plus(Duration.ofDays(330));
        String certificate = authority
                .form(SampleSeals.SIGNER, ledger.gateway.key().publicKey())
                .valid(SampleSeals.NOT_BEFORE, Duration.ofDays(330))
                .signedBy(authority.key())
                .pem();
        for (Instant time : List.of(end, end.plusSeconds(1), end.plus(Duration.ofDays(300)))) {
            ForgedParcel forged = new ForgedParcel(proofs.full());
            byte[] token = token(proofs.stamper).at(time).write();
            forged.object("evidence", "stamp").put("token", Base64.getEncoder().encodeToString(token));
            forged.top.put("certificate", certificate);
            add("stamp of " + time + " over a seal to " + end, forged.signedBy(ledger.gateway));
        }
    }

    private void badSigners(SampleStamps.Holder root, SampleStamps.Scheme own) throws FlawException {
        Map<String, SampleStamps.Form> forms = new LinkedHashMap<>();
        forms.put("purpose not critical", form(own).purposes(false, KeyPurposeId.id_kp_timeStamping));
        forms.put("no purpose", form(own).purposes(true));
        forms.put("another purpose", form(own).purposes(true, KeyPurposeId.id_kp_codeSigning));
        forms.put(
                "two purposes",
                form(own).purposes(true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning));
        forms.put("an authority", form(own).isAuthority());
        forms.put("for encryption", form(own).usage(KeyUsage.keyEncipherment));
        forms.put("non-repudiation", form(own).usage(KeyUsage.nonRepudiation));
        forms.put("no usage", form(own).usage(0));
        forms.put("usage of two bytes", form(own).usage(KeyUsage.digitalSignature | KeyUsage.decipherOnly));
        forms.put("expired", form(own).valid(SampleStamps.FROM, Instant.parse("2026-02-01T00:00:00Z")));
        forms.put("critical extension", form(own).with(builder -> extension(builder, "1.2.3.4", true)));
        forms.put("other extension", form(own).with(builder -> extension(builder, "1.2.3.4", false)));
        for (Map.Entry<String, SampleStamps.Form> form : forms.entrySet()) {
            SampleStamps.Holder signer = form.getValue().issued(root);
            stamp("signer " + form.getKey(), token(signer).write(), signer);
        }
    }

    private static SampleStamps.Form form(SampleStamps.Scheme scheme) {
        return new SampleStamps.Form(scheme, "Bent Stamper");
    }

    private void chains(SampleStamps.Holder root, SampleStamps.Scheme own) throws FlawException {
        SampleStamps.Holder middle =
                new SampleStamps.Form(own, "Middle").authority().issued(root);
        SampleStamps.Holder rsa = new SampleStamps.Form(SampleStamps.Scheme.RSA, "Middle RSA")
                .authority()
                .issued(root);
        SampleStamps.Holder lower =
                new SampleStamps.Form(own, "Lower").authority().issued(middle);
        SampleStamps.Holder lowest =
                new SampleStamps.Form(own, "Lowest").authority().issued(lower);
        SampleStamps.Holder two = form(own).issued(middle);
        SampleStamps.Holder three = form(own).issued(lower);
        SampleStamps.Holder four = form(own).issued(lowest);
        SampleStamps.Holder mixed = form(SampleStamps.Scheme.P384).issued(rsa);
        stamp("chain of two", token(two).write(), two, middle);
        stamp("chain of three", token(three).write(), three, lower, middle);
        stamp("chain of four", token(four).write(), four, lowest, lower, middle);
        stamp("chain of RSA and P-384", token(mixed).write(), mixed, rsa);
        stamp("chain without the middle", token(two).write(), two);
        stamp("chain out of order", token(three).write(), three, middle, lower);
        stamp("chain with a gap", token(three).write(), three, middle);
        SampleStamps.Holder noAuthority = new SampleStamps.Form(own, "No CA").issued(root);
        SampleStamps.Holder below = form(own).issued(noAuthority);
        stamp("chain over no authority", token(below).write(), below, noAuthority);
        SampleStamps.Holder silent = new SampleStamps.Form(own, "No sign")
                .authority()
                .usage(KeyUsage.cRLSign)
                .issued(root);
        SampleStamps.Holder belowSilent = form(own).issued(silent);
        stamp("chain over an authority that may not sign", token(belowSilent).write(), belowSilent, silent);
        SampleStamps.Holder old = new SampleStamps.Form(own, "Old")
                .authority()
                .valid(SampleStamps.FROM, Instant.parse("2026-02-01T00:00:00Z"))
                .issued(root);
        SampleStamps.Holder belowOld = form(own).issued(old);
        stamp("chain over an expired authority", token(belowOld).write(), belowOld, old);
    }

    private void stampFlips() throws FlawException {
        byte[] token = token(proofs.stamper).write();
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = token.clone();
            flipped[random.nextInt(token.length)] ^= (byte) (1 << random.nextInt(8));
            stamp("flip " + i, flipped, proofs.stamper);
        }
        byte[] certificate = proofs.stamper.der();
        for (int i = 0; i < FLIPS / 2; i++) {
            byte[] flipped = certificate.clone();
            flipped[random.nextInt(certificate.length)] ^= (byte) (1 << random.nextInt(8));
            // The signer's certificate is bound by the token; that of an authority above only by its own signature.
            stamp("certificate flip " + i, token, List.of(Pem.write(Pem.CERTIFICATE, flipped)), FULL);
        }
        SampleStamps.Holder middle = new SampleStamps.Form(SampleStamps.Scheme.of(suite), "Middle")
                .authority()
                .issued(proofs.stampRoot);
        SampleStamps.Holder signer = form(SampleStamps.Scheme.of(suite)).issued(middle);
        byte[] good = token(signer).write();
        for (int i = 0; i < FLIPS / 2; i++) {
            byte[] flipped = middle.der().clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            stamp("middle flip " + i, good, List.of(signer.pem(), Pem.write(Pem.CERTIFICATE, flipped)), FULL);
        }
    }

    private void cosignature(String name, String trust, Object... lines) throws FlawException {
        ForgedParcel forged = new ForgedParcel(proofs.full());
        forged.object("evidence").put("cosignatures", new ArrayList<>(Arrays.asList(lines)));
        add("cosignature " + name, forged.signedBy(ledger.gateway), trust);
    }

    private void cosignatures() throws FlawException {
        SampleWitnesses.Witness stranger = SampleWitnesses.ed25519("witness.example/stranger");
        SampleWitnesses.Witness namesake = new SampleWitnesses.Ed25519(
                proofs.ed25519.name(), ((SampleWitnesses.Ed25519) SampleWitnesses.ed25519("another key")).secret());
        String good = proofs.ed25519.cosign(proofs.text());
        String sm2 = proofs.sm2.cosign(proofs.text());
        cosignature("one", FULL, good);
        cosignature("SM2 alone", FULL, sm2);
        cosignature("of a stranger", FULL, stranger.cosign(proofs.text()));
        cosignature("of a stranger and one", FULL, stranger.cosign(proofs.text()), good);
        cosignature("of a namesake", FULL, namesake.cosign(proofs.text()));
        cosignature("over another text", FULL, proofs.ed25519.cosign("x".getBytes(UTF_8)));
        cosignature("SM2 over another text", FULL, proofs.sm2.cosign("x".getBytes(UTF_8)));
        cosignature("twice", FULL, good, good);
        cosignature("with another time", FULL, proofs.ed25519.line(SampleWitnesses.TIME + 1, signature(good)));
        cosignature("of time 0", FULL, proofs.ed25519.line(0, signature(good)));
        cosignature("of time 2^53", FULL, proofs.ed25519.line(1L << 53, signature(good)));
        cosignature("of negative time", FULL, proofs.ed25519.line(-1, signature(good)));
        cosignature("short", FULL, proofs.ed25519.line(SampleWitnesses.TIME, new byte[63]));
        cosignature("empty signature", FULL, proofs.ed25519.line(SampleWitnesses.TIME, new byte[0]));
        cosignature("long", FULL, proofs.ed25519.line(SampleWitnesses.TIME, Arrays.copyOf(signature(good), 65)));
        cosignature("with line feed", FULL, good + "\n");
        cosignature("with a hyphen", FULL, good.replace('\u2014', '-'));
        cosignature("not Base64", FULL, good + "=");
        cosignature("a number", FULL, 1L);
        cosignature("empty text", FULL, "");
        cosignature("seventeen", FULL, strangers(17));
        cosignature("sixteen strangers", FULL, strangers(16));
        for (int i = 0; i < 8; i++) {
            SampleWitnesses.Ed25519 bent = (SampleWitnesses.Ed25519) proofs.ed25519;
            cosignature(
                    "outside of the subgroup " + i,
                    FULL,
                    SampleWitnesses.outsideTheSubgroup(bent, proofs.text(), "once " + i));
        }
        cosignature("unknown to this trust", "one witness", good);
        cosignature("known to this trust", "one witness", sm2);
        for (int i = 0; i < 60; i++) {
            byte[] flipped = signature(i % 2 == 0 ? good : sm2);
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            SampleWitnesses.Witness witness = i % 2 == 0 ? proofs.ed25519 : proofs.sm2;
            cosignature("flip " + i, FULL, witness.line(SampleWitnesses.TIME, flipped));
        }
        byte[] order = new BigInteger("7237005577332262213973186563042994240857116359379907606001950938285454250989")
                .toByteArray();
        byte[] malleable = signature(good);
        byte[] s = new byte[33];
        for (int i = 0; i < 32; i++) {
            s[32 - i] = malleable[32 + i];
        }
        byte[] sum = new BigInteger(1, s).add(new BigInteger(1, order)).toByteArray();
        for (int i = 0; i < 32; i++) {
            malleable[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        cosignature("with S above the order", FULL, proofs.ed25519.line(SampleWitnesses.TIME, malleable));
    }

    private Object[] strangers(int count) {
        Object[] lines = new Object[count];
        for (int i = 0; i < count; i++) {
            lines[i] = SampleWitnesses.ed25519("stranger" + i).cosign(proofs.text());
        }
        return lines;
    }

    private static byte[] signature(String line) {
        byte[] bytes = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
        return Arrays.copyOfRange(bytes, 12, bytes.length);
    }
}
