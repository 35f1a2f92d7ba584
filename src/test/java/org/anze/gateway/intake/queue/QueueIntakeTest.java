package org.anze.gateway.intake.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anze.gateway.embedded.BrokerAccess;
import org.anze.gateway.embedded.BrokerPorts;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.intake.sftp.FakeDesk;
import org.anze.gateway.intake.sftp.FakeSupplements;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.validation.ReplayWindow;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueIntakeTest {

    private static final String BING = "insurer-bing";
    private static final String DING = "insurer-ding";
    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    private final FakeDesk desk = new FakeDesk();
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private final FakeSupplements supplements = new FakeSupplements();
    private final SwitchedLease lease = new SwitchedLease();
    private volatile Parties parties = Parties.of(List.of(party(BING), party(DING)));
    private QueueIntake intake;
    private ConnectionFactory core;

    @BeforeAll
    static void startBroker() {
        broker = new EmbeddedBroker(
                folder, BrokerPorts.anyFree(), BrokerAccess.ownAddressesOnly((user, secret) -> new String(secret)
                        .equals("secret of " + user)));
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        core = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.ports().core(), BING, "secret of " + BING);
        start();
    }

    private void start() {
        intake = new QueueIntake(
                broker.connectionFactory(),
                () -> parties,
                desk,
                broker::createQueue,
                2,
                supplements,
                lease,
                new ProducedAt(
                        now -> new ReplayWindow(Duration.ofMinutes(15), Duration.ofDays(7)),
                        Clock.fixed(NOW, ZoneOffset.UTC)));
        intake.follow(parties);
    }

    @AfterEach
    void close() throws Exception {
        intake.stop();
        // What a failed test left must not disturb the next one.
        for (String queue : List.of("submit." + BING, "receipts." + BING)) {
            drain(queue);
        }
    }

    private static void drain(String queue) throws JMSException {
        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            while (consumer.receiveNoWait() != null) {
                continue;
            }
        }
    }

    private static Party party(String id) {
        Party.Intake intake = new Party.Intake(
                "default", List.of("other"), false, false, false, null, new Party.QueueDrop("services"), null);
        return new Party(
                id,
                PartyType.INS,
                new Party.Name("丙保险", "Bing"),
                "91140106MAYY000002",
                List.of(),
                intake,
                null,
                List.of());
    }

    /** Makes a message for a session. */
    private interface Maker {
        Message make(Session session) throws JMSException;
    }

    private static void send(ConnectionFactory factory, Maker... makers) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue("submit." + BING))) {
            for (Maker maker : makers) {
                producer.send(maker.make(session));
            }
        }
    }

    private static Maker bytes(String id, byte[] content) {
        return session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(content);
            if (id != null) {
                message.setStringProperty("SubmissionId", id);
            }
            return message;
        };
    }

    private static Maker bytes(String id, String content) {
        return bytes(id, content.getBytes(StandardCharsets.UTF_8));
    }

    private record Receipt(String correlation, String text, int deliveryMode) {}

    private List<Receipt> receipts(int count) throws JMSException {
        List<Receipt> receipts = new ArrayList<>();
        try (Connection connection = core.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue("receipts." + BING))) {
            connection.start();
            for (int i = 0; i < count; i++) {
                Message message = consumer.receive(15_000);
                assertThat(message).as("receipt %d", i + 1).isNotNull();
                receipts.add(new Receipt(
                        message.getJMSCorrelationID(),
                        new String(message.getBody(byte[].class), StandardCharsets.UTF_8),
                        message.getJMSDeliveryMode()));
            }
            assertThat(consumer.receive(200)).isNull();
        }
        return receipts;
    }

    private static Maker with(String property, String value, Maker maker) {
        return session -> {
            Message message = maker.make(session);
            message.setStringProperty(property, value);
            return message;
        };
    }

    @Test
    void onlyTriesAMessageThatSaysSo() throws Exception {
        send(core, with("DryRun", "true", bytes("T-1", "x")));

        assertThat(receipts(1).get(0).text()).contains("\"dryRun\" : true");
        assertThat(desk.kept()).isEmpty();
        assertThat(desk.tried).hasSize(1);
    }

    @Test
    void handsTheSignatureInAPropertyOver() throws Exception {
        send(
                core,
                with("OriginSignature", "e30..AA", bytes("S-1", "x")),
                with("OriginSignature", "not base64!", bytes("S-2", "x")),
                bytes("S-3", "x"));

        assertThat(receipts(3))
                .filteredOn(receipt -> receipt.correlation().equals("S-2"))
                .allMatch(receipt ->
                        receipt.text().contains("ORG-0002") && receipt.text().contains("V-S10"))
                .hasSize(1);
        assertThat(desk.kept())
                .filteredOn(kept -> kept.arrival().messageId().equals("S-1"))
                .allSatisfy(kept -> {
                    assertThat(kept.arrival().signature()).isInstanceOf(PresentedSignature.Detached.class);
                    assertThat(((PresentedSignature.Detached) kept.arrival().signature()).kind())
                            .isEqualTo(EntryOrigin.Kind.JWS);
                })
                .hasSize(1);
        assertThat(desk.kept())
                .filteredOn(kept -> kept.arrival().messageId().equals("S-3"))
                .allMatch(kept -> kept.arrival().signature() == null)
                .hasSize(1);
    }

    @Test
    void refusesAMessageThatWasProducedLongAgo() throws Exception {
        send(
                core,
                with("ProducedAt", "2026-11-01T08:00:00+08:00", bytes("P-1", "x")),
                with("ProducedAt", "yesterday", bytes("P-2", "x")),
                with("ProducedAt", "2026-11-20T08:00:00+08:00", bytes("P-3", "x")));

        List<Receipt> receipts = receipts(3);

        assertThat(receipts)
                .filteredOn(receipt -> receipt.correlation().equals("P-1"))
                .allMatch(receipt ->
                        receipt.text().contains("INT-0112") && receipt.text().contains("V-S11"));
        assertThat(receipts)
                .filteredOn(receipt -> receipt.correlation().equals("P-2"))
                .allMatch(receipt -> receipt.text().contains("INT-0111"));
        assertThat(desk.kept()).extracting(kept -> kept.arrival().messageId()).containsExactly("P-3");
    }

    @Test
    void sendsTheSecondReceiptUnderTheSameId() throws Exception {
        supplements.made(new SupplementaryReceipts.Supplement(
                7, "S7", BING, "M-7", null, "second".getBytes(StandardCharsets.UTF_8)));

        assertThat(receipts(1)).singleElement().satisfies(receipt -> {
            assertThat(receipt.text()).isEqualTo("second");
            assertThat(receipt.correlation()).isEqualTo("M-7");
        });
    }

    @Test
    void leavesSecondReceiptsToTheNodeThatHoldsTheLease() throws Exception {
        lease.becomes(false);
        supplements.made(new SupplementaryReceipts.Supplement(
                7, "S7", BING, "M-7", null, "second".getBytes(StandardCharsets.UTF_8)));
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> supplements.open().size() == 1);

        // The holder died: what it left is handed over without waiting for the next look.
        lease.becomes(true);

        assertThat(receipts(1)).singleElement().satisfies(receipt -> assertThat(receipt.correlation())
                .isEqualTo("M-7"));
        await().until(() -> supplements.open().isEmpty());
    }

    /** Held or not as a test says. */
    private static final class SwitchedLease implements Lease {
        private final List<Changed> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean held = true;

        void becomes(boolean now) {
            held = now;
            listeners.forEach(listener -> listener.changed(now));
        }

        @Override
        public long token() {
            return held ? 1 : NONE;
        }

        @Override
        public void onChange(Changed listener) {
            listeners.add(listener);
        }

        @Override
        public void guard(java.sql.Connection connection) {
            throw new UnsupportedOperationException("sending is no transaction of the database");
        }
    }

    @Test
    void answersASubmissionWithItsReceiptUnderItsOwnId() throws Exception {
        send(core, bytes("B-1", "<服务/>"));
        Receipt receipt = receipts(1).get(0);
        assertThat(receipt.correlation()).isEqualTo("B-1");
        assertThat(receipt.text()).isEqualTo("{\"submission\":\"S1\"}");
        assertThat(receipt.deliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
        FakeDesk.Kept kept = desk.kept().get(0);
        assertThat(kept.text()).isEqualTo("<服务/>");
        assertThat(kept.arrival().party().id()).isEqualTo(BING);
        assertThat(kept.arrival().mapping()).isEqualTo("services");
    }

    @Test
    void takesTheMappingThatTheMessageNames() throws Exception {
        send(core, session -> {
            Message message = bytes("B-1", "x").make(session);
            message.setStringProperty("Mapping", "other");
            return message;
        });
        receipts(1);
        assertThat(desk.kept().get(0).arrival().mapping()).isEqualTo("other");
    }

    @Test
    void takesBytesOverAmqpAndTheCorrelationIdWhenThereIsNoOther() throws Exception {
        JmsConnectionFactory amqp = new JmsConnectionFactory(
                BING, "secret of " + BING, "amqp://127.0.0.1:" + broker.ports().amqp());
        byte[] xml = "<?xml version=\"1.0\" encoding=\"GB18030\"?><a>𠮷镕</a>".getBytes(GB18030);
        send(amqp, session -> {
            Message message = bytes(null, xml).make(session);
            message.setJMSCorrelationID("A-7");
            return message;
        });
        assertThat(receipts(1).get(0).correlation()).isEqualTo("A-7");
        assertThat(desk.kept().get(0).content()).isEqualTo(xml);
    }

    @Test
    void takesBytesOverStompAsTheyAre() throws Exception {
        byte[] xml = "<?xml version=\"1.0\" encoding=\"GB18030\"?><a>𠮷镕</a>".getBytes(GB18030);
        stomp("SubmissionId:S-1\ncontent-length:" + xml.length, xml);
        assertThat(receipts(1).get(0).correlation()).isEqualTo("S-1");
        assertThat(desk.kept().get(0).content()).isEqualTo(xml);
    }

    @Test
    void refusesStompTextThatLostItsEncodingOnTheWay() throws Exception {
        stomp("SubmissionId:S-1", "<a>镕</a>".getBytes(GB18030));
        assertThat(receipts(1).get(0).text()).contains("QUE-0102");
        assertThat(desk.kept()).isEmpty();
    }

    private static void stomp(String headers, byte[] body) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), broker.ports().stomp())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(frame("CONNECT\naccept-version:1.2\nhost:x\nlogin:" + BING + "\npasscode:secret of " + BING, ""));
            assertThat(answer(socket)).startsWith("CONNECTED");
            ByteArrayOutputStream send = new ByteArrayOutputStream();
            send.writeBytes(("SEND\ndestination:submit." + BING + "\nreceipt:1\n" + headers + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            send.writeBytes(body);
            send.write(0);
            out.write(send.toByteArray());
            assertThat(answer(socket)).startsWith("RECEIPT");
        }
    }

    private static byte[] frame(String head, String body) {
        return (head + "\n\n" + body + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static String answer(Socket socket) throws Exception {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int next = socket.getInputStream().read();
                next > 0;
                next = socket.getInputStream().read()) {
            frame.write(next);
        }
        return frame.toString(StandardCharsets.UTF_8).stripLeading();
    }

    @Test
    void readsTextInTheEncodingItsXmlDeclares() throws Exception {
        String xml = "<?xml version='1.0' encoding='GB18030'?><a>𠮷镕</a>";
        send(core, session -> {
            Message message = session.createTextMessage(xml);
            message.setStringProperty("SubmissionId", "T-1");
            return message;
        });
        receipts(1);
        assertThat(desk.kept().get(0).content()).isEqualTo(xml.getBytes(GB18030));
    }

    @Test
    void answersTheSameMessageWithTheSameReceiptAndOtherBytesWithAConflict() throws Exception {
        send(core, bytes("B-1", "one"), bytes("B-1", "one"));
        assertThat(receipts(2)).extracting(Receipt::text).containsOnly("{\"submission\":\"S1\"}");
        send(core, bytes("B-1", "two"));
        assertThat(receipts(1).get(0).text()).contains("TST-0002");
        assertThat(desk.kept()).hasSize(1);
    }

    @Test
    void takesTheBytesThemselvesForTheIdWhenThereIsNone() throws Exception {
        byte[] large = new byte[3 << 20];
        java.util.Arrays.fill(large, (byte) 'x');
        send(core, bytes(null, large), bytes(null, large), bytes(null, "small"));
        List<Receipt> receipts = receipts(3);
        assertThat(receipts).extracting(Receipt::correlation).allMatch(id -> id.startsWith("sha256-"));
        assertThat(desk.kept()).hasSize(2);
        assertThat(desk.kept()).anyMatch(kept -> kept.content().length == large.length);
    }

    @Test
    void answersWhatIsRefusedAsAWholeWithTheProblem() throws Exception {
        send(core, bytes("B-1", "REFUSE"), session -> {
            var message = session.createMapMessage();
            message.setString("a", "b");
            message.setStringProperty("SubmissionId", "B-2");
            return message;
        });
        List<Receipt> receipts = receipts(2);
        assertThat(receipts).extracting(Receipt::correlation).containsExactlyInAnyOrder("B-1", "B-2");
        assertThat(receipts).anyMatch(receipt -> receipt.text().contains("TST-0003"));
        assertThat(receipts).anyMatch(receipt -> receipt.text().contains("QUE-0101"));
    }

    @Test
    void keepsTheMessageWhileTheDeskIsBusyOrLosesItsAnswer() throws Exception {
        desk.busy.set(2);
        desk.loseAnswers.set(1);
        send(core, bytes("B-1", new byte[200_000]));
        receipts(1);
        assertThat(desk.kept()).hasSize(1);
        assertThat(desk.kept().get(0).content()).hasSize(200_000);
        assertThat(desk.calls).hasValue(4);
    }

    @Test
    void pausesTheQueueOfAPartyThatIsHeldBackAndNobodyElses() throws Exception {
        desk.busyFor = BING;
        desk.pause = Duration.ofSeconds(1);
        Maker[] makers = new Maker[20];
        for (int i = 0; i < makers.length; i++) {
            makers[i] = bytes("B-" + i, "content " + i);
        }
        send(core, makers);
        // Each of its two consumers stands with one message; the others stay with the broker.
        await().untilAsserted(() -> assertThat(desk.calls).hasValueGreaterThanOrEqualTo(2));

        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue("submit." + DING));
                var receipts = session.createConsumer(session.createQueue("receipts." + DING))) {
            connection.start();
            producer.send(bytes("D-1", "one").make(session));
            assertThat(receipts.receive(15_000)).isNotNull();
        }

        assertThat(desk.kept()).extracting(kept -> kept.arrival().messageId()).containsExactly("D-1");
        // Two at a time, a second apart: who is held back does not ask over and over.
        assertThat(desk.calls.get()).isLessThan(makers.length);
        assertThat(receipts(0)).isEmpty();

        desk.busyFor = null;

        assertThat(receipts(makers.length))
                .extracting(Receipt::correlation)
                .doesNotHaveDuplicates()
                .hasSize(makers.length);
        assertThat(desk.kept()).hasSize(makers.length + 1);
    }

    @Test
    void leavesWhatWaitsWithTheBrokerWhenItIsStoppedWhileAPartyIsHeldBack() throws Exception {
        desk.busyFor = BING;
        desk.pause = Duration.ofSeconds(10);
        send(core, bytes("B-1", "one"), bytes("B-2", "two"), bytes("B-3", "three"));
        await().untilAsserted(() -> assertThat(desk.calls).hasValueGreaterThanOrEqualTo(2));

        intake.stop();
        desk.busyFor = null;
        start();

        assertThat(receipts(3)).extracting(Receipt::correlation).containsExactlyInAnyOrder("B-1", "B-2", "B-3");
        assertThat(desk.kept()).hasSize(3);
    }

    @Test
    void doesNotForgetTheReceiptWhenItIsStoppedBeforeTheSubmissionIsFinal() throws Exception {
        desk.holdsBack = true;
        send(core, bytes("B-1", "one"));
        await().untilAsserted(() -> assertThat(desk.kept()).hasSize(1));
        intake.stop();
        desk.holdsBack = false;
        start();
        assertThat(receipts(1).get(0).correlation()).isEqualTo("B-1");
        assertThat(desk.kept()).hasSize(1);
    }

    @Test
    void followsThePartiesThatComeAndGo() throws Exception {
        intake.follow(Parties.of(List.of(party(DING))));
        send(core, bytes("B-1", "one"));
        assertThat(receipts(0)).isEmpty();
        assertThat(desk.kept()).isEmpty();
        intake.follow(parties);
        receipts(1);
        assertThat(desk.kept()).hasSize(1);
    }

    @Test
    void holdsMessagesOfAPartyWhoseFileIsBroken() throws Exception {
        Parties sound = parties;
        parties = Parties.of(List.of());
        send(core, bytes("B-1", "one"));
        assertThat(receipts(0)).isEmpty();
        parties = sound;
        assertThat(receipts(1).get(0).correlation()).isEqualTo("B-1");
    }

    @Test
    void takesAThousandMessagesOfOneParty() throws Exception {
        Maker[] makers = new Maker[1000];
        for (int i = 0; i < makers.length; i++) {
            makers[i] = bytes("B-" + i, "content " + i);
        }
        send(core, makers);
        Map<String, List<Receipt>> byId =
                receipts(1000).stream().collect(java.util.stream.Collectors.groupingBy(Receipt::correlation));
        assertThat(byId).hasSize(1000);
        assertThat(desk.kept()).hasSize(1000);
    }
}
