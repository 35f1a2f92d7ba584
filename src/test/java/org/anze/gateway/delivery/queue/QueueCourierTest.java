package org.anze.gateway.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.delivery.sftp.FakeSettlements;
import org.anze.gateway.demo.QueueRecipient;
import org.anze.gateway.demo.ReceivedParcels;
import org.anze.gateway.demo.RecipientFaults;
import org.anze.gateway.embedded.BrokerAccess;
import org.anze.gateway.embedded.BrokerPorts;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueCourierTest {

    private static final String SECTOR = "sector-hazchem";

    @TempDir
    static Path brokerFolder;

    @TempDir
    Path folder;

    private static EmbeddedBroker broker;

    private final FakeSettlements settlements = new FakeSettlements();
    private final RecipientFaults faults = new RecipientFaults();
    private ConnectionFactory theirs;
    private QueueCourier courier;
    private QueueReceipts receipts;
    private QueueRecipient recipient;

    @BeforeAll
    static void startBroker() {
        broker = new EmbeddedBroker(
                brokerFolder, BrokerPorts.anyFree(), BrokerAccess.ownAddressesOnly((user, secret) -> new String(secret)
                        .equals("secret of " + user)));
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        theirs = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + broker.ports().core(), SECTOR, "secret of " + SECTOR);
        courier = new QueueCourier(broker.connectionFactory(), broker::createQueue);
        receipts = new QueueReceipts(broker.connectionFactory(), settlements, broker::createQueue);
        receipts.follow(Parties.of(List.of(party(Party.Format.JSON))));
        drain("feed." + SECTOR);
    }

    @AfterEach
    void close() {
        if (recipient != null) {
            recipient.close();
        }
        receipts.stop();
    }

    private void startRecipient() throws IOException {
        ReceivedParcels received = new ReceivedParcels(
                folder.resolve("received"),
                (document, renditions) ->
                        new String(document, StandardCharsets.UTF_8).contains("forged") ? "not proven" : null,
                faults);
        recipient = new QueueRecipient(theirs, SECTOR, received, faults);
    }

    private static Party party(Party.Format format) {
        Party.Delivery delivery = new Party.Delivery(
                Party.Channel.QUEUE, null, format, Map.of(), null, 0, null, null, null, null, null, null);
        return new Party(
                SECTOR,
                PartyType.SEC,
                new Party.Name("危化", "Hazchem"),
                "11140000MAYY000003",
                List.of("14"),
                null,
                delivery,
                List.of());
    }

    /** Documents differ from test to test, for the broker remembers what it has seen. */
    private Parcel parcel(long number, String text) {
        return new Parcel(SECTOR, number, (text + " " + folder).getBytes(StandardCharsets.UTF_8), List.of(), 1);
    }

    private Settlement deliver(long number, String text) throws IOException {
        return courier.deliver(party(Party.Format.JSON), parcel(number, text));
    }

    private static List<Message> drain(String queue) throws JMSException {
        List<Message> messages = new ArrayList<>();
        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (Message next = consumer.receive(200); next != null; next = consumer.receive(200)) {
                messages.add(next);
            }
        }
        return messages;
    }

    private void settle(String text) throws JMSException {
        try (Connection connection = theirs.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue("settle." + SECTOR))) {
            producer.send(session.createTextMessage(text));
        }
    }

    private void awaitSettled(Long... numbers) {
        await().untilAsserted(() -> assertThat(settlements.settled).containsOnlyKeys(numbers));
    }

    @Test
    void handsTheDocumentOverAndSettlesItByTheReceipt() throws Exception {
        startRecipient();
        assertThat(deliver(1, "one")).isInstanceOf(Settlement.AwaitingReceipt.class);
        deliver(2, "two");
        awaitSettled(1L, 2L);
        assertThat(folder.resolve("received/000000001.parcel.json"))
                .hasBinaryContent(parcel(1, "one").document());
        assertThat(settlements.settled.get(1L)).isInstanceOf(Settlement.Acknowledged.class);
    }

    @Test
    void tellsNumberRecipientAndContentType() throws Exception {
        deliver(7, "x".repeat(500_000));
        Message message = drain("feed." + SECTOR).get(0);
        assertThat(message.getLongProperty("ParcelNumber")).isEqualTo(7);
        assertThat(message.getStringProperty("Recipient")).isEqualTo(SECTOR);
        assertThat(message.getStringProperty("ContentType")).isEqualTo("application/json");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
    }

    @Test
    void putsAParcelIntoTheQueueOnceWhenTheGatewayDoesNotKnowWhetherItDid() throws Exception {
        deliver(1, "one");
        // A gateway killed between the broker's answer and its own note starts anew and sends again.
        courier = new QueueCourier(broker.connectionFactory(), broker::createQueue);
        deliver(1, "one");
        assertThat(drain("feed." + SECTOR)).hasSize(1);
    }

    @Test
    void sendsAgainWhatTheBrokerHadTakenWhenTheReceiptStaysAway() throws Exception {
        startRecipient();
        faults.loseAnswers(1);
        deliver(1, "one");
        await().until(() -> recipient.received().last() == 1);
        assertThat(settlements.settled).isEmpty();
        deliver(1, "one");
        awaitSettled(1L);
        assertThat(recipient.received().violations()).isEmpty();
    }

    @Test
    void passesOnRefusals() throws Exception {
        startRecipient();
        deliver(1, "forged");
        awaitSettled(1L);
        assertThat(settlements.settled.get(1L))
                .isEqualTo(new Settlement.Refused(List.of(new Settlement.RefusedRecord(-1, "not proven"))));
    }

    @Test
    void holdsParcelsForARecipientThatIsDown() throws Exception {
        startRecipient();
        faults.down(true);
        for (int number = 1; number <= 5; number++) {
            deliver(number, "parcel");
        }
        faults.down(false);
        awaitSettled(1L, 2L, 3L, 4L, 5L);
        recipient.close();
        deliver(6, "parcel");
        startRecipient();
        assertThat(recipient.received().last()).isGreaterThanOrEqualTo(5);
        awaitSettled(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(recipient.received().violations()).isEmpty();
    }

    @Test
    void keepsTheReceiptWhileItCannotBeSettled() throws Exception {
        settlements.failures.set(3);
        settle("{\"parcel\":9,\"status\":\"ACKNOWLEDGED\",\"refused\":[]}");
        awaitSettled(9L);
    }

    @Test
    void passesOverWhatIsNoReceiptOrAboutNothingOrAboutOtherBytes() throws Exception {
        settlements.made = 5;
        settlements.document = "five".getBytes(StandardCharsets.UTF_8);
        settle("<?");
        settle("{\"parcel\":4,\"status\":\"ACKNOWLEDGED\",\"digest\":\"AAAA\"}");
        settle("");
        settle("{\"parcel\":6,\"status\":\"ACKNOWLEDGED\",\"refused\":[]}");
        settle("{\"parcel\":5,\"status\":\"ACKNOWLEDGED\",\"refused\":[]}");
        awaitSettled(5L);
    }

    @Test
    void refusesRenditionsWhichAQueueCannotCarry() {
        assertThatThrownBy(() -> courier.deliver(party(Party.Format.CSV), parcel(1, "one")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("JSON");
    }

    @Test
    void saysSoWhenTheBrokerDoesNotTakeTheParcel() {
        ConnectionFactory nobody = new ActiveMQConnectionFactory("tcp://127.0.0.1:1?connectionTtl=1000");
        QueueCourier lost = new QueueCourier(nobody, queue -> {});
        assertThatThrownBy(() -> lost.deliver(party(Party.Format.JSON), parcel(1, "one")))
                .isInstanceOf(IOException.class);
    }
}
