package org.anze.gateway.seal.parcel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.RecordUnit;
import org.anze.gateway.seal.tree.ConsistencyProof;
import org.anze.gateway.seal.tree.InclusionProof;
import org.anze.gateway.seal.tree.MultiProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.anze.gateway.seal.tree.TreeHashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors of docs/spec/seal-v1.md are what the code makes. With -Danze.spec.write=true they are written anew. */
class SpecificationVectorsTest {

    private static final Path PAGE = Path.of("docs/spec/seal-v1.md");
    private static final Path SAMPLES = Path.of("docs/spec/seal-v1");

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String vectors(Suite suite) throws FlawException {
        SampleLedger ledger = new SampleLedger(suite, 9);
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("H(\"abc\")", hex(suite.hash("abc".getBytes(UTF_8))));
        record(suite, ledger, lines);
        proofs(suite, ledger, lines);
        lines.put("public key", hex(ledger.gateway.key().publicKey().encoded()));
        lines.put("key id", hex(ledger.gateway.key().publicKey().keyId(SampleSeals.SIGNER)));
        byte[] outline = Objects.requireNonNull(new ForgedParcel(ledger.goodParcel()).outline(suite));
        lines.put("outline of 000007.parcel.json", hex(outline));
        lines.put("evidenceDigest of 000007.parcel.json", hex(suite.hash(outline)));
        lines.put("checkpoint", ledger.checkpoint().note().replace("\n", "\\n"));
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " = " + line.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static void record(Suite suite, SampleLedger ledger, Map<String, String> lines) {
        RecordSalts salts = new RecordSalts(suite, ledger.seed(4));
        List<RecordUnit> units = ledger.units(4);
        RecordSeal seal = RecordSeal.of(suite, ledger.seed(4), units);
        lines.put("record seed 4", hex(ledger.seed(4)));
        for (int i = 0; i < units.size(); i++) {
            byte[] value = units.get(i).value();
            String name = units.get(i).name();
            lines.put("value " + name, value == null ? "null" : new String(value, UTF_8));
            lines.put("salt " + name, hex(salts.salt(name)));
            lines.put("unit leaf " + name, hex(seal.leaves().get(i)));
        }
        lines.put("record root 4", hex(seal.root()));
        lines.put("salt of the submission", hex(SampleLedger.SALT));
        lines.put("raw 4", hex(ledger.header(4).raw()));
        lines.put(
                "commitment 4",
                hex(Objects.requireNonNull(ledger.header(4).origin()).commitment()));
        lines.put("entry 4", new String(ledger.header(4).bytes(), UTF_8));
    }

    private static void proofs(Suite suite, SampleLedger ledger, Map<String, String> lines) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            leaves.add(ledger.header(i).leafHash(suite));
            lines.put("ledger leaf " + i, hex(leaves.get(i)));
        }
        for (int size = 0; size <= 9; size++) {
            lines.put("root " + size, hex(TreeHasher.root(suite, leaves.subList(0, size))));
        }
        TreeHashes hashes = (level, index) ->
                TreeHasher.root(suite, leaves.subList((int) (index << level), (int) (index + 1 << level)));
        lines.put("inclusion of 4 in 9", list(InclusionProof.create(suite, hashes, 4, 9)));
        lines.put("multi-proof of 1 2 4 6 in 9", list(MultiProof.create(suite, hashes, new long[] {1, 2, 4, 6}, 9)));
        lines.put("consistency of 3 and 9", list(ConsistencyProof.create(suite, hashes, 3, 9)));
        lines.put("consistency of 8 and 9", list(ConsistencyProof.create(suite, hashes, 8, 9)));
    }

    private static String list(List<byte[]> hashes) {
        return hashes.stream().map(SpecificationVectorsTest::hex).collect(Collectors.joining(" "));
    }

    private static void requireBlock(String name, String expected) throws IOException {
        String page = Files.readString(PAGE);
        int marker = page.indexOf("<!-- " + name + " -->");
        assertThat(marker).as("block %s of the page", name).isNotNegative();
        int start = page.indexOf("```\n", marker) + 4;
        int end = page.indexOf("```", start);
        if (Boolean.getBoolean("anze.spec.write")) {
            Files.writeString(PAGE, page.substring(0, start) + expected + page.substring(end));
        } else {
            assertThat(page.substring(start, end)).isEqualTo(expected);
        }
    }

    private static void requireFile(String name, byte[] expected) throws IOException {
        Path file = SAMPLES.resolve(name);
        if (Boolean.getBoolean("anze.spec.write")) {
            Files.createDirectories(file.getParent());
            Files.write(file, expected);
        } else {
            assertThat(Files.readAllBytes(file)).as(name).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void printsTheVectorsThatTheCodeMakes(Suite suite) throws IOException, FlawException {
        requireBlock("vectors-" + suite, vectors(suite));
    }

    @Test
    void printsTheCatalogueOfTheSamples() throws IOException {
        Map<String, List<String>> catalogue = new TreeMap<>();
        catalogue.put("policy/1", SampleLedger.CATALOGUE.units("policy", 1).orElseThrow());
        catalogue.put("claim/1", SampleLedger.CATALOGUE.units("claim", 1).orElseThrow());
        byte[] json = CanonicalJson.write(catalogue);

        requireBlock("catalogue", new String(json, UTF_8) + "\n");
        requireFile("units.json", json);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void keepsTheSampleFilesThatTheCodeMakes(Suite suite) throws IOException {
        SampleLedger ledger = new SampleLedger(suite, 9);
        String folder = suite.name().toLowerCase(Locale.ROOT) + "/";

        requireFile(folder + "000007.parcel.json", ledger.goodParcel());
        requireFile(folder + SampleLedger.RENDITION_NAME, SampleLedger.RENDITION);
        requireFile(folder + "S-20261122-0001.receipt.json", ledger.receipt());
        requireFile(
                folder + "S-20261122-0006.receipt.json",
                ledger.receiptsTogether(7).get(5));
        requireFile(
                folder + "seal-ca.crt",
                ledger.gateway.authority().certificate().pem().getBytes(UTF_8));
    }
}
