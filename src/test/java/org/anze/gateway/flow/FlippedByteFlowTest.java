package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anze.gateway.cli.Commands;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.demo.ReceivedRecords;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.anze.gateway.seal.parcel.Verdict;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** No byte of what recipients and senders really got can be changed without {@code verify} noticing. */
class FlippedByteFlowTest {

    private static final String POLICY = "WUFLIPPED";
    private static final String SUBMISSION = "FLIPPED-1";
    private static final int RANDOM_FLIPS = 300;
    private static final long SEED = 20261122;
    /** A Chinese sentence and the name of the flaw. */
    private static final String REASON = "(?m)^  [^\\n]*\\p{IsHan}[^\\n]* \\[[A-Z0-9_]+]$";

    private static final List<String> RECIPIENTS =
            List.of("platform-shanxi", "city-datong", "sector-hazchem", "regulator-finance", "ministry");

    /** One for each recipient, hence for each channel. */
    private static final Map<String, Received> PARCELS = new LinkedHashMap<>();

    private static byte[] receipt;
    private static Path trustFile;
    private static SealTrust trust;
    private static ParcelVerifier verifier;

    /** @param files by name, the document first */
    private record Received(Map<String, byte[]> files) {

        static Received read(Path document) throws IOException {
            String name = document.getFileName().toString();
            String base = name.substring(0, name.indexOf('.') + 1);
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(name, Files.readAllBytes(document));
            try (Stream<Path> others = Files.list(document.getParent())) {
                for (Path other : others.sorted().toList()) {
                    String otherName = other.getFileName().toString();
                    if (otherName.startsWith(base) && !otherName.equals(name)) {
                        files.put(otherName, Files.readAllBytes(other));
                    }
                }
            }
            return new Received(files);
        }

        String documentName() {
            return files.keySet().iterator().next();
        }

        Received with(String name, byte[] bytes) {
            Map<String, byte[]> changed = new LinkedHashMap<>(files);
            changed.put(name, bytes);
            return new Received(changed);
        }

        boolean verifies() {
            Verdict verdict = verifier.verify(files.get(documentName()), files::get);
            return verdict.verified();
        }

        Path write(Path folder) throws IOException {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            return folder.resolve(documentName());
        }
    }

    @BeforeAll
    static void everyRecipientGetsOneRecordAndTheSenderItsReceipt() throws Exception {
        GatewayProcess gateway = SharedGateway.get();
        PartyClient sender = gateway.senders().https("insurer-wu");
        gateway.senders()
                .exchangeOverRest(
                        "insurer-wu",
                        SUBMISSION,
                        "application/json",
                        "canonical-policy",
                        SamplePolicies.json(POLICY, "140212", "03").getBytes(StandardCharsets.UTF_8),
                        Duration.ofSeconds(30));
        PartyClient.Answer answer = sender.get("/api/v1/submissions/" + SUBMISSION + "/receipt");
        assertThat(answer.status()).isEqualTo(200);
        receipt = answer.body();
        DemoRecipients recipients = SharedGateway.recipients();
        for (String recipient : RECIPIENTS) {
            Path folder = recipients.received(recipient).folder();
            Awaitility.await(recipient)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ReceivedRecords.read(folder).count("policy", POLICY) == 1);
            PARCELS.put(recipient, Received.read(parcelWithTheRecord(folder)));
        }
        trustFile = new PkiLayout(gateway.data()).sealAuthority();
        trust = SealTrust.ofPem(Files.readString(trustFile));
        verifier = new ParcelVerifier(UnitCatalogue.builtIn(), trust);
    }

    private static Path parcelWithTheRecord(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".parcel.json")
                        && Files.readString(file).contains(POLICY)) {
                    return file;
                }
            }
        }
        throw new IllegalStateException("no parcel with " + POLICY + " in " + folder);
    }

    @Test
    void intactParcelsOfEveryChannelAndTheReceiptVerify() throws IOException {
        PARCELS.forEach((recipient, parcel) ->
                assertThat(parcel.verifies()).as(recipient).isTrue());
        assertThat(PARCELS.get("city-datong").files().keySet()).anyMatch(name -> name.endsWith(".csv"));
        assertThat(PARCELS.get("regulator-finance").files().keySet()).anyMatch(name -> name.endsWith(".xml"));
        for (Map.Entry<String, Received> parcel : PARCELS.entrySet()) {
            Path document = parcel.getValue().write(place("intact-" + parcel.getKey()));
            assertThat(verify(document)).contains("0:", "验证通过", "未被改动").doesNotContain("✘");
        }
        assertThat(verify(receiptFile("intact", receipt))).contains("0:", "回执验证通过");
    }

    @Test
    void everyBitOfEveryByteOfAParcelItsRenditionAndAReceiptCounts() {
        Received parcel = PARCELS.get("city-datong");
        Map<String, Integer> unnoticed = new TreeMap<>();
        parcel.files().forEach((name, bytes) -> {
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                if (parcel.with(name, flipped(bytes, bit / 8, 1 << bit % 8)).verifies()) {
                    unnoticed.merge(name + " byte " + bit / 8, 1, Integer::sum);
                }
            }
        });
        for (int bit = 0; bit < receipt.length * 8; bit++) {
            if (receiptVerifies(flipped(receipt, bit / 8, 1 << bit % 8))) {
                unnoticed.merge("receipt byte " + bit / 8, 1, Integer::sum);
            }
        }

        assertThat(unnoticed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform-shanxi", "sector-hazchem", "regulator-finance", "ministry"})
    void anyOtherByteInAParcelOfAnotherChannelIsNoticed(String recipient) {
        Received parcel = PARCELS.get(recipient);
        Random random = new Random(SEED);
        for (Map.Entry<String, byte[]> file : parcel.files().entrySet()) {
            for (int i = 0; i < RANDOM_FLIPS; i++) {
                int place = random.nextInt(file.getValue().length);
                int change = 1 + random.nextInt(255);

                Received changed = parcel.with(file.getKey(), flipped(file.getValue(), place, change));

                assertThat(changed.verifies())
                        .as("%s byte %d changed by %d", file.getKey(), place, change)
                        .isFalse();
            }
        }
    }

    @Test
    void theCommandExitsWithOneAndSaysWhyInChinese() throws IOException {
        Random random = new Random(SEED);
        for (Map.Entry<String, Received> parcel : PARCELS.entrySet()) {
            for (Map.Entry<String, byte[]> file : parcel.getValue().files().entrySet()) {
                byte[] bytes =
                        flipped(file.getValue(), random.nextInt(file.getValue().length), 1 + random.nextInt(255));
                Path folder = place("flipped-" + parcel.getKey() + "-" + file.getKey());
                Path document = parcel.getValue().with(file.getKey(), bytes).write(folder);

                assertThat(verify(document))
                        .as(file.getKey())
                        .contains("1:", "✘", "验证不通过")
                        .containsPattern(REASON);
                assertThat(verify(folder)).as(file.getKey()).contains("1:", "验证不通过");
            }
        }
        byte[] bytes = flipped(receipt, random.nextInt(receipt.length), 1);
        assertThat(verify(receiptFile("flipped", bytes)))
                .contains("1:", "验证不通过")
                .containsPattern(REASON);
    }

    private static byte[] flipped(byte[] bytes, int place, int change) {
        byte[] changed = bytes.clone();
        changed[place] ^= (byte) change;
        return changed;
    }

    private static boolean receiptVerifies(byte[] bytes) {
        try {
            SignedStatement.verify(bytes, SignedStatement.RECEIPT_FORMAT, trust);
            return true;
        } catch (FlawException expected) {
            return false;
        }
    }

    private static Path receiptFile(String folder, byte[] bytes) throws IOException {
        Path file = Files.createDirectories(place(folder)).resolve(SUBMISSION + ".receipt.json");
        return Files.write(file, bytes);
    }

    private static Path place(String name) {
        return SharedGateway.get().data().resolveSibling("flips").resolve(name);
    }

    /** The exit code of the command, a colon, and what it printed. */
    private static String verify(Path path) {
        StringWriter printed = new StringWriter();
        int exit = new CommandLine(new Commands())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute("verify", "--trust", trustFile.toString(), path.toString());
        return exit + ":\n" + printed;
    }
}
