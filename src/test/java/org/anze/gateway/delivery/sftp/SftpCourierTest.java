package org.anze.gateway.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.anze.gateway.demo.ReceivedParcels;
import org.anze.gateway.demo.RecipientFaults;
import org.anze.gateway.demo.SftpRecipient;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.pki.DemoAuthority;
import org.anze.gateway.pki.DemoParty;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpCourierTest {

    private static final String CITY = "city-datong";

    @TempDir
    Path folder;

    private final FakeSettlements settlements = new FakeSettlements();
    private final RecipientFaults faults = new RecipientFaults();
    private Path gatewayKey;
    private Path hostKey;
    private String hostKeyLine;
    private SftpRecipient recipient;
    private SftpCourier courier;

    @BeforeEach
    void open() throws Exception {
        PkiLayout layout = new PkiLayout(folder);
        new DemoAuthority(folder, Clock.systemUTC()).provide(List.of(new DemoParty(CITY, "大同", "11140200MAYY000001")));
        // The gateway logs in with its host key; the demo's city has one key for everything.
        gatewayKey = layout.sshHostKey();
        hostKey = layout.demoKeys(CITY).sshKey();
        hostKeyLine = Files.readString(layout.demoKeys(CITY).sshPublicKey());
        knownHost(hostKeyLine);
        startRecipient(0);
        startCourier(Duration.ZERO);
    }

    @AfterEach
    void close() throws IOException {
        courier.stop();
        recipient.close();
    }

    private void knownHost(String line) throws IOException {
        Files.writeString(folder.resolve("credentials").resolve(CITY).resolve("known_host"), line);
    }

    private void startRecipient(int port) throws IOException {
        ReceivedParcels received = new ReceivedParcels(folder.resolve("received"), SftpCourierTest::reason, faults);
        recipient = new SftpRecipient(
                port, folder.resolve("server"), hostKey, Path.of(gatewayKey + ".pub"), received, faults);
        recipient.start();
    }

    private static String reason(byte[] document, java.util.Map<String, byte[]> renditions) {
        String text = new String(document, StandardCharsets.UTF_8);
        return text.contains("forged") || renditions.isEmpty() ? "not proven" : null;
    }

    private void startCourier(Duration patience) {
        courier = new SftpCourier(gatewayKey, folder.resolve("credentials"), settlements, patience);
        courier.start();
    }

    private Party party() {
        return party("sftp://anze@127.0.0.1:" + recipient.port() + "/in", null, Duration.ofSeconds(10));
    }

    private static Party party(String endpoint, String hostKey, Duration timeout) {
        Party.Delivery delivery = new Party.Delivery(
                Party.Channel.SFTP,
                endpoint,
                Party.Format.CSV,
                Map.of(),
                "GB18030",
                0,
                timeout,
                null,
                null,
                hostKey,
                null,
                null);
        return new Party(
                CITY,
                PartyType.CTY,
                new Party.Name("大同", "Datong"),
                "11140200MAYY000001",
                List.of("1402"),
                null,
                delivery,
                List.of());
    }

    private static Parcel parcel(long number, String text) {
        return new Parcel(
                CITY,
                number,
                text.getBytes(StandardCharsets.UTF_8),
                List.of(new Parcel.Rendition(
                        Parcel.fileBase(number) + ".csv", "text/csv", new byte[(int) number * 100_000])),
                1);
    }

    private void awaitSettled(long number) {
        await().untilAsserted(() -> {
            courier.poll(party());
            assertThat(settlements.settled).containsKey(number);
        });
    }

    @Test
    void pushesTheParcelAndSettlesItWhenTheReceiptLiesThere() throws Exception {
        assertThat(courier.deliver(party(), parcel(1, "one"))).isInstanceOf(Settlement.AwaitingReceipt.class);
        awaitSettled(1);
        assertThat(settlements.settled.get(1L)).isInstanceOf(Settlement.Acknowledged.class);
        assertThat(folder.resolve("received/000000001.parcel.json")).hasContent("one");
        assertThat(folder.resolve("received/000000001.csv")).hasSize(100_000);
        assertThat(folder.resolve("server/in")).isEmptyDirectory();
        assertThat(folder.resolve("server/receipts")).isEmptyDirectory();
    }

    @Test
    void looksForReceiptsByItselfAndClearsThemAway() throws Exception {
        courier.deliver(party(), parcel(1, "one"));
        await().untilAsserted(() -> assertThat(settlements.settled).containsKey(1L));
        await().untilAsserted(
                        () -> assertThat(folder.resolve("server/receipts")).isEmptyDirectory());
    }

    @Test
    void answersAtOnceWhenTheReceiptComesWithinItsPatience() throws Exception {
        courier.stop();
        startCourier(Duration.ofSeconds(10));
        assertThat(courier.deliver(party(), parcel(1, "one"))).isInstanceOf(Settlement.Acknowledged.class);
    }

    @Test
    void deliversOnceWhenTheReceiptIsLost() throws Exception {
        faults.loseAnswers(1);
        courier.deliver(party(), parcel(1, "one"));
        await().until(() -> recipient.received().last() == 1);
        assertThat(settlements.settled).isEmpty();
        courier.deliver(party(), parcel(1, "one"));
        awaitSettled(1);
        assertThat(recipient.received().violations()).isEmpty();
    }

    @Test
    void settlesFromTheReceiptThatLiesThereWithoutPushingAgain() throws Exception {
        courier.deliver(party(), parcel(1, "one"));
        await().until(() -> Files.exists(folder.resolve("server/receipts/000000001.receipt.json")));
        courier.stop();
        startCourier(Duration.ZERO);
        assertThat(courier.deliver(party(), parcel(1, "one"))).isInstanceOf(Settlement.Acknowledged.class);
        assertThat(folder.resolve("server/in")).isEmptyDirectory();
    }

    @Test
    void passesOnWhichRecordsAreRefusedAndThatAParcelIsNotProven() throws Exception {
        faults.refuse(4711);
        String document = "{\"evidence\":{\"entries\":[{\"header\":{\"index\":4711}}]}}";
        courier.deliver(party(), parcel(1, document));
        courier.deliver(party(), parcel(2, "forged"));
        awaitSettled(2);
        assertThat(settlements.settled.get(1L))
                .isEqualTo(new Settlement.Refused(
                        List.of(new Settlement.RefusedRecord(4711, "refused on purpose")), digest(document)));
        assertThat(settlements.settled.get(2L)).isEqualTo(refused(-1, "not proven"));
    }

    private static String digest(String document) {
        return Base64.getEncoder().encodeToString(Suite.SM.hash(document.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void pushesAgainWhenTheReceiptThatLiesThereIsOfOtherBytes() throws Exception {
        settlements.document = "one".getBytes(StandardCharsets.UTF_8);
        Path receipt = folder.resolve("server/receipts/000000001.receipt.json");
        Files.writeString(receipt, "{\"parcel\":1,\"status\":\"ACKNOWLEDGED\",\"digest\":\"" + digest("other") + "\"}");
        assertThat(courier.poll(party())).isZero();
        assertThat(settlements.settled).isEmpty();

        assertThat(courier.deliver(party(), parcel(1, "one"))).isInstanceOf(Settlement.AwaitingReceipt.class);

        awaitSettled(1);
        assertThat(settlements.settled.get(1L)).isEqualTo(new Settlement.Acknowledged(digest("one")));
    }

    @Test
    void pushesAgainWhenTheReceiptThatLiesThereCannotBeRead() throws Exception {
        Path receipt = folder.resolve("server/receipts/000000001.receipt.json");
        Files.writeString(receipt, "<?");

        assertThat(courier.deliver(party(), parcel(1, "one"))).isInstanceOf(Settlement.AwaitingReceipt.class);

        awaitSettled(1);
    }

    private static Settlement refused(long index, String reason) {
        return new Settlement.Refused(List.of(new Settlement.RefusedRecord(index, reason)));
    }

    @Test
    void leavesReceiptsThatCannotBeReadOrAreAboutNothing() throws Exception {
        settlements.made = 5;
        Path receipts = folder.resolve("server/receipts");
        Files.writeString(receipts.resolve("000000001.receipt.json"), "{\"parcel\":1,\"status\":\"ACKNOW");
        Files.writeString(
                receipts.resolve("000000002.receipt.json"),
                "{\"parcel\":3,\"status\":\"ACKNOWLEDGED\",\"refused\":[]}");
        Files.writeString(
                receipts.resolve("000000009.receipt.json"),
                "{\"parcel\":9,\"status\":\"ACKNOWLEDGED\",\"refused\":[]}");
        Files.writeString(
                receipts.resolve("000000004.receipt.json"),
                "{\"parcel\":4,\"status\":\"ACKNOWLEDGED\",\"refused\":[]}");
        assertThat(courier.poll(party())).isEqualTo(1);
        assertThat(settlements.settled).containsOnlyKeys(4L);
        try (var left = Files.list(receipts)) {
            assertThat(left).hasSize(3);
        }
    }

    @Test
    void keepsTheReceiptWhileItCannotBeSettled() throws Exception {
        settlements.failures.set(1);
        courier.deliver(party(), parcel(1, "one"));
        await().until(() -> Files.exists(folder.resolve("server/receipts/000000001.receipt.json")));
        await().untilAsserted(() -> assertThat(settlements.settled).containsKey(1L));
        assertThat(settlements.failures).hasValue(0);
        assertThat(settlements.calls.get()).isGreaterThan(1);
    }

    @Test
    void comesBackAfterTheRecipientWasDown() throws Exception {
        courier.deliver(party(), parcel(1, "one"));
        awaitSettled(1);
        int port = recipient.port();
        recipient.close();
        Party party = party();
        assertThatThrownBy(() -> courier.deliver(party, parcel(2, "two"))).isInstanceOf(IOException.class);
        startRecipient(port);
        assertThat(recipient.received().last()).isEqualTo(1);
        courier.deliver(party(), parcel(2, "two"));
        awaitSettled(2);
        faults.down(true);
        await().untilAsserted(() -> assertThatThrownBy(() -> courier.deliver(party(), parcel(3, "three")))
                .isInstanceOf(IOException.class));
        faults.down(false);
        courier.deliver(party(), parcel(3, "three"));
        awaitSettled(3);
        assertThat(recipient.received().violations()).isEmpty();
    }

    @Test
    void refusesAServerWithAnotherHostKeyOrAnUnknownOne() throws Exception {
        knownHost(Files.readString(Path.of(gatewayKey + ".pub")));
        assertThatThrownBy(() -> courier.deliver(party(), parcel(1, "one"))).isInstanceOf(IOException.class);
        knownHost("nonsense");
        assertThatThrownBy(() -> courier.deliver(party(), parcel(1, "one"))).hasMessageContaining("host key");
        Files.delete(folder.resolve("credentials").resolve(CITY).resolve("known_host"));
        assertThatThrownBy(() -> courier.deliver(party(), parcel(1, "one"))).hasMessageContaining("known_host");
        assertThat(folder.resolve("server/in")).isEmptyDirectory();
        String line = "city.example " + hostKeyLine;
        String endpoint = "sftp://anze@127.0.0.1:" + recipient.port() + "/in/";
        courier.deliver(party(endpoint, line, Duration.ofSeconds(10)), parcel(1, "one"));
        awaitSettledThrough(line, endpoint);
    }

    private void awaitSettledThrough(String line, String endpoint) {
        await().untilAsserted(() -> {
            courier.poll(party(endpoint, line, Duration.ofSeconds(10)));
            assertThat(settlements.settled).containsKey(1L);
        });
    }

    @Test
    void refusesEndpointsThatAreNotSftp() {
        for (String endpoint :
                List.of("https://x/in", "sftp://127.0.0.1/in", "sftp://a:secret@h/in", "::", "sftp:///x")) {
            assertThatThrownBy(() -> courier.deliver(party(endpoint, null, Duration.ofSeconds(1)), parcel(1, "one")))
                    .as(endpoint)
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void givesUpOnAServerThatAcceptsAndSaysNothing() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            Party party = party("sftp://anze@127.0.0.1:" + silent.getLocalPort() + "/in", null, Duration.ofMillis(500));
            long begin = System.nanoTime();
            assertThatThrownBy(() -> courier.deliver(party, parcel(1, "one"))).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
