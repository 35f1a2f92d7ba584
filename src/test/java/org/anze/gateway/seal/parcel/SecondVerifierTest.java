package org.anze.gateway.seal.parcel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our verifier and one written in another language from docs/spec/seal-v1.md alone come to the same verdicts. */
class SecondVerifierTest {

    private static final Path SCRIPT =
            Path.of("src/test/python/verify_parcel.py").toAbsolutePath();
    private static final Path UNITS = Path.of("docs/spec/seal-v1/units.json").toAbsolutePath();
    private static final int FLIPS = 200;

    @TempDir
    Path folder;

    private final Map<String, byte[]> documents = new LinkedHashMap<>();

    @BeforeEach
    void requirePython() throws InterruptedException {
        boolean usable;
        try {
            usable = run(List.of("python3", "-c", "import sys; print(sys.version_info >= (3, 8))"))
                    .contains("True");
        } catch (IOException notInstalled) {
            usable = false;
        }
        assumeTrue(usable, "python3 from 3.8 is not on the PATH: skipped");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void agreesWithTheSecondVerifier(Suite suite) throws Exception {
        SampleLedger ledger = new SampleLedger(suite, 9);
        documents.put("good", ledger.goodParcel());
        documents.put("all", ledger.sign(ledger.parcel(1, 0, 1, 2, 3, 4, 5, 6, 7, 8)));
        documents.put("one", ledger.sign(ledger.parcel(1, 8)));
        documents.put("none", ledger.sign(ledger.parcel(1).statement("AGREEMENT_WITHDRAWN")));
        documents.put("withheld", ledger.sign(ledger.parcel(1, unit -> 'w', 3, 5)));
        forgeries(ledger);
        flips(ledger.goodParcel());

        requireAgreement(
                ledger,
                parcel -> ledger.verifier().verify(parcel, SampleLedger.renditions()) instanceof Verdict.Failed failed
                        ? failed.flaw().name()
                        : "VERIFIED",
                "good",
                "all",
                "one",
                "none",
                "withheld");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void agreesWithTheSecondVerifierOnReceipts(Suite suite) throws Exception {
        SampleLedger ledger = new SampleLedger(suite, 1);
        List<byte[]> together = ledger.receiptsTogether(5);
        documents.put("alone", ledger.receipt());
        for (int i = 0; i < together.size(); i++) {
            documents.put("together" + i, together.get(i));
        }
        brokenReceipts(new String(together.get(1), UTF_8));
        flips(together.get(4));

        requireAgreement(
                ledger,
                receipt -> {
                    try {
                        SignedStatement.verify(receipt, SignedStatement.RECEIPT_FORMAT, ledger.gateway.trust());
                        return "VERIFIED";
                    } catch (FlawException flaw) {
                        return flaw.flaw().name();
                    }
                },
                "alone",
                "together0",
                "together1",
                "together2",
                "together3",
                "together4");
    }

    private void requireAgreement(SampleLedger ledger, Function<byte[], String> ours, String... verified)
            throws Exception {
        Map<String, String> verdicts = new LinkedHashMap<>();
        documents.forEach((name, document) -> verdicts.put(name, verdict(name, ours.apply(document))));

        assertThat(bySecondVerifier(ledger)).isEqualTo(verdicts);
        assertThat(verdicts.entrySet().stream()
                        .filter(verdict -> verdict.getValue().equals("VERIFIED"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(verified);
    }

    private void brokenReceipts(String receipt) {
        String batch = receipt.substring(1, receipt.indexOf("\"body\""));
        broken("parted", receipt.replace(batch, ""));
        broken("place", receipt.replace("\"index\":1", "\"index\":0"));
        broken("beyond", receipt.replace("\"index\":1", "\"index\":5"));
        broken("negative", receipt.replace("\"index\":1", "\"index\":-1"));
        broken("size", receipt.replace("\"size\":5", "\"size\":6"));
        broken("single", receipt.replace("\"size\":5", "\"size\":1"));
        broken("short", receipt.replaceAll("(\"path\":\\[)\"[^,]*\",", "$1"));
        broken("long", receipt.replaceAll("(\"path\":\\[)(\"[^,]*\",)", "$1$2$2"));
        broken("number", receipt.replace("\"path\":[", "\"path\":[7,"));
        broken("base64", receipt.replaceAll("(\"path\":\\[\")[^\"]", "$1_"));
        broken("none", receipt.replaceAll("(\"path\":)\\[[^]]*]", "$1{}"));
        broken("root", receipt.replaceAll("(\"root\":\").", "$1_"));
        broken("count", receipt.replace("\"accepted\":2", "\"accepted\":3"));
        broken("more", receipt.replace("\"size\":5", "\"size\":5,\"times\":1"));
        broken("top", receipt.replace(",\"signature\"", ",\"sign\":1,\"signature\""));
        broken("format", receipt.replace("anze-receipt/1", "anze-receipt/2"));
        broken("time", receipt.replaceAll("(\"issuedAt\":\")[0-9]{4}", "$12028"));
        broken("clock", receipt.replaceAll("(\"issuedAt\":\"[^\"]*)\\+08:00", "$1+07:00"));
        broken("signer", receipt.replace("\"key\":\"", "\"key\":\"x"));
        broken("body", receipt.replaceAll("\"body\":\\{.*},\"certificate\"", "\"body\":[],\"certificate\""));
    }

    private void broken(String name, String receipt) {
        documents.put(name, receipt.getBytes(UTF_8));
    }

    private void forge(SampleLedger ledger, String name, Consumer<ForgedParcel> change) throws FlawException {
        ForgedParcel parcel = new ForgedParcel(ledger.goodParcel());
        change.accept(parcel);
        documents.put(name, parcel.signedBy(ledger.gateway));
    }

    /** What a dishonest gateway could sign: both verifiers name the same flaw. */
    private void forgeries(SampleLedger ledger) throws FlawException {
        String zeros = Base64Text.encode(new byte[32]);
        forge(ledger, "value", p -> p.object("evidence", "entries", 0, "units", 2)
                .put("value", "x"));
        forge(ledger, "header", p -> p.object("evidence", "entries", 0, "header")
                .put("provider", "x"));
        forge(ledger, "beyond", p -> {
            p.object("evidence", "entries", 3, "header").put("index", 9L);
            p.object("manifest").put("lastIndex", 9L);
        });
        forge(ledger, "swapped", p -> Collections.swap(p.list("evidence", "entries"), 1, 2));
        forge(ledger, "short", p -> p.list("evidence", "inclusion").remove(0));
        forge(ledger, "long", p -> p.list("evidence", "inclusion").add(zeros));
        forge(ledger, "node", p -> p.list("evidence", "inclusion").set(1, zeros));
        forge(ledger, "size", p -> p.object("manifest").put("checkpointSize", 8L));
        forge(ledger, "count", p -> p.object("manifest").put("entryCount", 3L));
        forge(ledger, "range", p -> p.object("manifest").put("firstIndex", 0L));
        forge(ledger, "unit", p -> p.list("evidence", "entries", 0, "units").remove(6));
        forge(ledger, "name", p -> p.object("evidence", "entries", 0, "units", 6)
                .put("name", "x"));
        forge(ledger, "twice", p -> p.object("evidence", "entries", 0, "units", 6)
                .put("name", "key"));
        forge(ledger, "both", p -> p.object("evidence", "entries", 0, "units", 5)
                .put("value", "x"));
        forge(ledger, "masked", p -> p.object("evidence", "entries", 0, "units", 5)
                .remove("hash"));
        forge(ledger, "list", p -> p.object("manifest").put("withheld", Map.of()));
        forge(ledger, "ledger", p -> p.object("manifest").put("ledger", "gateway.example/x"));
        forge(ledger, "foreign", p -> p.object("manifest").put("ledger", "gateway.examplex"));
        forge(ledger, "statement", p -> p.object("manifest").put("statement", "X"));
        forge(ledger, "path", p -> p.object("manifest", "renditions", 0).put("name", "../x"));
        forge(ledger, "missing", p -> p.object("manifest", "renditions", 0).put("name", "other.csv"));
        forge(ledger, "digest", p -> p.object("manifest", "renditions", 0).put("digest", zeros));
        forge(ledger, "more", p -> p.object("manifest").put("more", true));
        forge(ledger, "suite", p -> p.object("manifest").put("suite", ledger.suite == Suite.SM ? "INTL" : "SM"));
        forge(ledger, "format", p -> p.object("manifest").put("format", "anze-parcel/1"));
        forge(ledger, "late", p -> p.object("manifest").put("preparedAt", "2028-01-01T08:00:00.000+08:00"));
        forge(ledger, "signer", p -> p.object("signature").put("key", "other.example"));
        forge(
                ledger,
                "issuer",
                p -> p.top.put(
                        "certificate",
                        SampleSeals.authority(ledger.suite, "Another CA")
                                .issue(SampleSeals.SIGNER, ledger.gateway.key().publicKey())
                                .pem()));
        forge(
                ledger,
                "authority",
                p -> p.top.put(
                        "certificate", ledger.gateway.authority().certificate().pem()));
        byte[] good = ledger.goodParcel();
        documents.put("trailing", Arrays.copyOf(good, good.length + 1));
        documents.put("space", new String(good, UTF_8).replaceFirst(":", ": ").getBytes(UTF_8));
    }

    /** Only for these may the two name different flaws: which one shows first depends on the order of reading. */
    private void flips(byte[] good) {
        Random random = new Random(42);
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = good.clone();
            flipped[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            documents.put("flip" + i, flipped);
        }
    }

    private Map<String, String> bySecondVerifier(SampleLedger ledger) throws Exception {
        Files.write(folder.resolve(SampleLedger.RENDITION_NAME), SampleLedger.RENDITION);
        Path trust = Files.writeString(
                folder.resolve("seal-ca.crt"),
                ledger.gateway.authority().certificate().pem());
        List<String> command = new ArrayList<>(
                List.of("python3", SCRIPT.toString(), "--units", UNITS.toString(), "--trust", trust.toString()));
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            Files.write(folder.resolve(document.getKey()), document.getValue());
            command.add(document.getKey());
        }
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (String line : run(command).lines().toList()) {
            String[] words = line.split(" ");
            assertThat(words).as(line).hasSizeGreaterThanOrEqualTo(2);
            verdicts.put(words[0], verdict(words[0], words[1]));
        }
        return verdicts;
    }

    private static String verdict(String name, String word) {
        return name.startsWith("flip") && !word.equals("VERIFIED") ? "REFUSED" : word;
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
