package org.anze.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two parties, a and b, over every protocol the broker speaks. */
class EmbeddedBrokerTest {

    private static final String A = "party-a";
    private static final String B = "party-b";
    private static final int MOST_BYTES = 300_000;
    private static final BrokerAccess ACCESS =
            BrokerAccess.ownAddressesOnly((user, secret) -> Arrays.equals(secret, ("secret-of-" + user).toCharArray()));

    @TempDir
    Path data;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = newBroker();
        broker.start();
        for (String party : new String[] {A, B}) {
            broker.createQueue("submit." + party);
            broker.createQueue("receipts." + party);
            broker.createQueue("feed." + party);
            broker.createQueue("settle." + party);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void keepsAMessageOverARestart() throws Exception {
        send(broker.connectionFactory(), "feed.party-a", "parcel 1");

        broker.close();
        assertThat(broker.running()).isFalse();
        broker = newBroker();
        broker.start();

        assertThat(broker.running()).isTrue();
        assertThat(receive(broker.connectionFactory(), "feed.party-a")).isEqualTo("parcel 1");
    }

    @Test
    void createsAQueueTwiceWithoutHarm() throws Exception {
        send(broker.connectionFactory(), "feed.party-a", "parcel 1");

        broker.createQueue("feed.party-a");

        assertThat(receive(broker.connectionFactory(), "feed.party-a")).isEqualTo("parcel 1");
    }

    @Test
    void refusesAQueueNameWithAWildcard() {
        assertThatIllegalArgumentException().isThrownBy(() -> broker.createQueue("submit.#"));
    }

    @Test
    void refusesASecondBrokerOnAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedBroker second =
                    new EmbeddedBroker(data.resolve("second"), new BrokerPorts(0, taken.getLocalPort(), 0, 0), ACCESS);

            assertThatIllegalStateException().isThrownBy(second::start);

            assertThat(second.running()).isFalse();
        }
    }

    @Test
    void letsAPartyUseItsOwnAddressesOverCore() throws Exception {
        send(core(A), "submit.party-a", "from a");
        send(core(A), "settle.party-a", "taken by a");
        send(broker.connectionFactory(), "receipts.party-a", "for a");

        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo("from a");
        assertThat(receive(broker.connectionFactory(), "settle.party-a")).isEqualTo("taken by a");
        assertThat(receive(core(A), "receipts.party-a")).isEqualTo("for a");
    }

    @Test
    void keepsAPartyFromOthersAddressesOverCore() {
        refusesForeignAddresses(core(A));
    }

    @Test
    void letsAPartyUseItsOwnAddressesOverAmqp() throws Exception {
        send(amqp(A), "submit.party-a", "from a");
        send(broker.connectionFactory(), "feed.party-a", "for a");

        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo("from a");
        assertThat(receive(amqp(A), "feed.party-a")).isEqualTo("for a");
    }

    @Test
    void keepsAPartyFromOthersAddressesOverAmqp() {
        refusesForeignAddresses(amqp(A));
    }

    @Test
    void letsAPartyUseItsOwnAddressesOverStomp() throws Exception {
        send(broker.connectionFactory(), "feed.party-a", "for a");
        try (RawStomp stomp = new RawStomp(broker.ports().stomp())) {
            assertThat(stomp.connect(A, "secret-of-party-a")).startsWith("CONNECTED");
            assertThat(stomp.ask("SEND\ndestination:submit.party-a\nreceipt:1\npersistent:true\n\nfrom a"))
                    .startsWith("RECEIPT");
            assertThat(stomp.ask("SUBSCRIBE\nid:1\ndestination:feed.party-a\nack:auto\n\n"))
                    .startsWith("MESSAGE")
                    .endsWith("for a");
        }
        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo("from a");
    }

    @Test
    void keepsAPartyFromOthersAddressesOverStomp() throws Exception {
        for (String frame : new String[] {
            "SEND\ndestination:submit.party-b\nreceipt:1\n\nforged",
            "SEND\ndestination:feed.party-a\nreceipt:1\n\nforged",
            "SEND\ndestination:submit.party-a\\c\\csubmit.party-b\nreceipt:1\n\nforged",
            "SUBSCRIBE\nid:1\ndestination:feed.party-b\nreceipt:1\n\n",
            "SUBSCRIBE\nid:1\ndestination:feed.party-a\\c\\cfeed.party-b\nreceipt:1\n\n",
            "SUBSCRIBE\nid:1\ndestination:dead-letters\nreceipt:1\n\n",
            "SUBSCRIBE\nid:1\ndestination:no.such\nreceipt:1\n\n",
            "SEND\ndestination:activemq.management\nreceipt:1\n\n"
        }) {
            try (RawStomp stomp = new RawStomp(broker.ports().stomp())) {
                assertThat(stomp.connect(A, "secret-of-party-a")).startsWith("CONNECTED");
                String answer = stomp.ask(frame);
                assertThat(answer).as(frame).startsWith("ERROR");
                if (!frame.contains("no.such")) {
                    // It is there and refused for want of permission.
                    assertThat(answer).as(frame).doesNotContain("not exist");
                }
            }
        }
    }

    @Test
    void letsAPartyUseItsOwnAddressesOverMqtt() throws Exception {
        send(broker.connectionFactory(), "feed.party-a", "for a");
        try (RawMqtt mqtt = mqttOf(A)) {
            assertThat(mqtt.publish("submit/party-a", "from a")).isTrue();
            assertThat(mqtt.subscribe("feed/party-a")).isEqualTo(1);
            assertThat(mqtt.receive()).endsWith("for a");
        }
        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Message message = session.createConsumer(session.createQueue("submit.party-a"))
                    .receive(5000);
            assertThat(message).isInstanceOf(BytesMessage.class);
            assertThat(message.getBody(byte[].class)).asString().isEqualTo("from a");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"feed/party-b", "receipts/party-b", "submit/party-a", "#", "feed/+", "dead-letters", "party-b"})
    void refusesAForeignSubscriptionOverMqttAndKeepsTheQueueWhole(String topic) throws Exception {
        send(broker.connectionFactory(), "feed.party-b", "for b");
        for (String client : new String[] {"party-a:feed", "party-a"}) {
            try (RawMqtt mqtt = new RawMqtt(broker.ports().mqtt())) {
                assertThat(mqtt.connect(client, A, "secret-of-party-a")).isZero();
                assertThat(mqtt.subscribe(topic)).isIn(0x80, -1);
            }
        }
        assertThat(receive(core(B), "feed.party-b")).isEqualTo("for b");
        broker.createQueue("dead-letters");
    }

    @Test
    void refusesAForeignPublicationOverMqtt() throws Exception {
        try (RawMqtt mqtt = mqttOf(A)) {
            mqtt.publish("submit/party-b", "forged");
        }
        assertThat(receiveNothing("submit.party-b")).isTrue();
    }

    @Test
    void refusesAnMqttClientIdThatIsNotTheParty() throws Exception {
        for (String client : new String[] {"feed", "party-b", "party-ab"}) {
            try (RawMqtt mqtt = new RawMqtt(broker.ports().mqtt())) {
                assertThat(mqtt.connect(client, A, "secret-of-party-a")).isNotZero();
            }
        }
    }

    @Test
    void refusesAStoredMqttSessionAndARetainedMessage() throws Exception {
        try (RawMqtt mqtt = new RawMqtt(broker.ports().mqtt())) {
            assertThat(mqtt.connect("party-a", A, "secret-of-party-a", false)).isNotZero();
        }
        try (RawMqtt mqtt = mqttOf(A)) {
            assertThat(mqtt.publish("submit/party-a", "kept", true)).isFalse();
        }
        assertThat(receiveNothing("submit.party-a")).isTrue();
    }

    @Test
    void refusesAWrongSecretOverEveryProtocol() throws Exception {
        assertThatThrownBy(() -> new ActiveMQConnectionFactory(coreUrl(), A, "wrong").createConnection())
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> started(new JmsConnectionFactory(A, "wrong", amqpUrl())))
                .isInstanceOf(JMSSecurityException.class);
        try (RawStomp stomp = new RawStomp(broker.ports().stomp())) {
            assertThat(stomp.connect(A, "wrong")).startsWith("ERROR");
        }
        try (RawMqtt mqtt = new RawMqtt(broker.ports().mqtt())) {
            assertThat(mqtt.connect("party-a", A, "wrong")).isNotZero();
        }
    }

    @Test
    void refusesANamelessUserAndTheGatewaysOwnName() {
        assertThatThrownBy(() -> new ActiveMQConnectionFactory(coreUrl()).createConnection())
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> new ActiveMQConnectionFactory(
                                coreUrl(), PartySecurityManager.INTERNAL_USER, "secret-of-gateway.internal")
                        .createConnection())
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> new ActiveMQConnectionFactory(coreUrl(), "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!")
                        .createConnection())
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void refusesAMessageBeyondTheLimitOverEveryProtocol() throws Exception {
        String large = "x".repeat(MOST_BYTES + 1);
        assertThatThrownBy(() -> send(core(A), "submit.party-a", large)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> send(amqp(A), "submit.party-a", large)).isInstanceOf(JMSException.class);
        try (RawStomp stomp = new RawStomp(broker.ports().stomp())) {
            assertThat(stomp.connect(A, "secret-of-party-a")).startsWith("CONNECTED");
            assertThat(stomp.ask("SEND\ndestination:submit.party-a\nreceipt:1\n\n" + large))
                    .startsWith("ERROR");
        }
        assertThat(receiveNothing("submit.party-a")).isTrue();
    }

    @Test
    void keepsASubmissionOverARestartEvenWhenItsSenderAskedForLess() throws Exception {
        try (RawStomp stomp = new RawStomp(broker.ports().stomp())) {
            assertThat(stomp.connect(A, "secret-of-party-a")).startsWith("CONNECTED");
            assertThat(stomp.ask("SEND\ndestination:submit.party-a\nreceipt:1\npersistent:false\n\nfrom a"))
                    .startsWith("RECEIPT");
        }
        try (Connection connection = amqp(A).createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue("submit.party-a"))) {
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.send(session.createTextMessage("also from a"));
        }

        broker.close();
        broker = newBroker();
        broker.start();

        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo("from a");
        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo("also from a");
    }

    @Test
    void takesALargeMessageBelowTheLimit() throws Exception {
        String text = "数".repeat(60_000);

        send(core(A), "submit.party-a", text);
        send(amqp(A), "submit.party-a", text);

        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo(text);
        assertThat(receive(broker.connectionFactory(), "submit.party-a")).isEqualTo(text);
    }

    @Test
    void endsTheOpenConnectionsOfAUserThatIsNoLongerWelcomeOnEveryProtocol() throws Exception {
        try (Connection core = core(A).createConnection();
                Connection amqp = amqp(A).createConnection();
                Connection other = core(B).createConnection();
                Connection own = broker.connectionFactory().createConnection();
                RawMqtt mqtt = mqttOf(A)) {
            CountDownLatch ended = new CountDownLatch(2);
            core.setExceptionListener(e -> ended.countDown());
            amqp.setExceptionListener(e -> ended.countDown());
            for (Connection connection : List.of(core, amqp, other, own)) {
                connection.start();
            }
            try (Session session = core.createSession(Session.AUTO_ACKNOWLEDGE);
                    Session overAmqp = amqp.createSession(Session.AUTO_ACKNOWLEDGE)) {
                session.createConsumer(session.createQueue("feed.party-a"));
                overAmqp.createConsumer(overAmqp.createQueue("receipts.party-a"));

                assertThat(broker.end(user -> false)).isEmpty();
                assertThat(broker.end(user -> user.equals(A))).containsOnlyKeys(A);
                assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            }
            send(other, "submit.party-b");
            assertThat(broker.end(user -> user.equals(A))).isEmpty();
        }
        send(broker.connectionFactory(), "feed.party-a", "still here");
        assertThat(receive(core(A), "feed.party-a")).isEqualTo("still here");
    }

    private static void send(Connection connection, String queue) throws JMSException {
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage("x"));
        }
    }

    @Test
    void treatsAnAccessCheckThatFailsAsARefusal() {
        broker.close();
        broker = new EmbeddedBroker(data, BrokerPorts.anyFree(), new BrokerAccess() {
            @Override
            public boolean authenticate(String user, char[] secret) {
                throw new IllegalStateException("the credentials cannot be read");
            }

            @Override
            public boolean mayUse(String user, String address, boolean send) {
                return true;
            }
        });
        broker.start();

        assertThatThrownBy(() -> core(A).createConnection()).isInstanceOf(JMSSecurityException.class);
    }

    private void refusesForeignAddresses(ConnectionFactory factory) {
        for (String address :
                new String[] {"submit.party-b", "settle.party-b", "feed.party-a", "dead-letters", "activemq.management"
                }) {
            assertThat(catchThrowable(() -> send(factory, address, "forged")))
                    .as("send to " + address)
                    .isInstanceOf(JMSException.class);
        }
        for (String address : new String[] {"feed.party-b", "receipts.party-b", "submit.party-a", "dead-letters"}) {
            assertThat(catchThrowable(() -> receive(factory, address)))
                    .as("receive from " + address)
                    .isInstanceOf(JMSException.class);
        }
        assertThat(catchThrowable(() -> send(factory, "made.by.a", "forged"))).isInstanceOf(JMSException.class);
    }

    private RawMqtt mqttOf(String party) throws IOException {
        RawMqtt mqtt = new RawMqtt(broker.ports().mqtt());
        assertThat(mqtt.connect(party + ":1", party, "secret-of-" + party)).isZero();
        return mqtt;
    }

    private boolean receiveNothing(String queue) throws JMSException {
        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            return session.createConsumer(session.createQueue(queue)).receive(200) == null;
        }
    }

    private EmbeddedBroker newBroker() {
        return new EmbeddedBroker(data, BrokerPorts.anyFree(), ACCESS, MOST_BYTES);
    }

    private String coreUrl() {
        return "tcp://127.0.0.1:" + broker.ports().core();
    }

    private String amqpUrl() {
        return "amqp://127.0.0.1:" + broker.ports().amqp();
    }

    private ConnectionFactory core(String party) {
        return new ActiveMQConnectionFactory(coreUrl(), party, "secret-of-" + party);
    }

    private ConnectionFactory amqp(String party) {
        return new JmsConnectionFactory(party, "secret-of-" + party, amqpUrl());
    }

    private static void started(ConnectionFactory factory) throws JMSException {
        try (Connection connection = factory.createConnection()) {
            connection.start();
        }
    }

    private static void send(ConnectionFactory factory, String queue, String text) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    private static String receive(ConnectionFactory factory, String queue) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                Message message = consumer.receive(5000);
                assertThat(message).as("a message in %s", queue).isNotNull();
                return message.getBody(String.class);
            }
        }
    }
}
