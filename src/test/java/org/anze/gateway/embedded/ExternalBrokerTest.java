package org.anze.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManagerImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/artemis gives the administrator of an external broker, in a real broker. */
class ExternalBrokerTest {

    private static final Path FILES = Path.of("deploy/artemis").toAbsolutePath();
    private static final String PARTY = "insurer-bing";
    private static final String OTHER = "sector-hazchem";
    private static final Pattern QUEUE = Pattern.compile(
            "artemis queue create --name (\\S+) --address (\\S+) --anycast --durable --preserve-on-no-consumers .*");

    @TempDir
    Path folder;

    private int port;

    @Test
    void treatsAddressesAsTheEmbeddedBrokerDoes() throws Exception {
        Map<String, AddressSettings> embedded =
                BrokerConfiguration.create(folder, BrokerPorts.anyFree(), 900).getAddressSettings();
        Map<String, AddressSettings> external =
                configuration(FILES.resolve("broker.xml")).getAddressSettings();

        assertThat(external.keySet()).containsAll(embedded.keySet());
        embedded.forEach((match, settings) -> {
            AddressSettings given = external.get(match);
            // The schema of broker.xml has no element for it; failing is what a full disk does anyway.
            given.setDiskFullMessagePolicy(settings.getDiskFullMessagePolicy());
            assertThat(given).as(match).isEqualTo(settings);
        });
    }

    @Test
    void syncsWhatItAcknowledges() throws Exception {
        FileConfiguration external = configuration(FILES.resolve("broker.xml"));

        assertThat(external.isPersistenceEnabled()).isTrue();
        assertThat(external.isJournalSyncTransactional()).isTrue();
        assertThat(external.isJournalSyncNonTransactional()).isTrue();
        assertThat(external.isJournalDatasync()).isTrue();
        assertThat(external.isLargeMessageSync()).isTrue();
        assertThat(external.isSecurityEnabled()).isTrue();
        assertThat(external.isWildcardRoutingEnabled()).isFalse();
    }

    @Test
    void speaksOnlyTlsBeyondItsOwnMachine() throws Exception {
        for (TransportConfiguration acceptor :
                configuration(FILES.resolve("broker.xml")).getAcceptorConfigurations()) {
            boolean local = "127.0.0.1".equals(acceptor.getParams().get("host"));
            assertThat(local
                            || "true".equals(String.valueOf(acceptor.getParams().get("sslEnabled"))))
                    .as(acceptor.getName())
                    .isTrue();
        }
    }

    @Test
    void letsThePartyUseItsOwnAddressesAndTheNodesAll() throws Exception {
        ActiveMQServer server = started();
        try {
            try (Connection node = connect("node");
                    Session session = node.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                node.start();
                for (String queue : queues()) {
                    session.createProducer(session.createQueue(queue)).send(session.createTextMessage("一"));
                    try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                        assertThat(consumer.receive(10_000)).as(queue).isNotNull();
                    }
                }
            }
            assertThat(mayBeUsedBy(PARTY, true)).containsExactlyInAnyOrder("submit." + PARTY, "settle." + PARTY);
            assertThat(mayBeUsedBy(PARTY, false)).containsExactlyInAnyOrder("receipts." + PARTY, "feed." + PARTY);
        } finally {
            server.stop();
        }
    }

    @Test
    void makesNoQueueBecauseAClientNamesIt() throws Exception {
        ActiveMQServer server = started();
        try (Connection node = connect("node");
                Session session = node.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            assertThat(catchThrowable(() -> session.createProducer(session.createQueue("submit.nobody"))
                            .send(session.createTextMessage("一"))))
                    .isInstanceOf(JMSException.class);
        } finally {
            server.stop();
        }
    }

    @Test
    void nodesReachItOverTlsAndTrustItsAuthorityAlone() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                "broker.p12",
                "-storepass",
                "of-the-broker");
        keytool(
                "-exportcert",
                "-alias",
                "broker",
                "-file",
                "broker-ca.crt",
                "-keystore",
                "broker.p12",
                "-storepass",
                "of-the-broker");
        keytool(
                "-genkeypair",
                "-alias",
                "other",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-keystore",
                "other.p12",
                "-storepass",
                "public");
        // As docs/operations/deployment.md makes it.
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker-ca",
                "-file",
                "broker-ca.crt",
                "-keystore",
                "broker-ca.p12",
                "-storetype",
                "PKCS12",
                "-storepass",
                "public");
        ActiveMQServer server = started(
                acceptors -> acceptors
                        .replace("etc/broker.p12", folder + "/broker.p12")
                        .replace("${keystore.password}", "of-the-broker")
                        .replaceAll("tcp://[0-9.]+:\\d+", "tcp://127.0.0.1:0"),
                "commands");
        try {
            int secure = port(server, "core");
            String url = Files.readAllLines(Path.of("deploy/systemd/gateway.env")).stream()
                    .filter(line -> line.startsWith("ANZE_STORES_BROKERURL="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .map(line -> line.replaceAll("\\(.*\\)", "tcp://localhost:" + secure))
                    .map(line -> line.replace("reconnectAttempts=-1", "reconnectAttempts=0"))
                    .findAny()
                    .orElseThrow();
            assertThat(url).contains("sslEnabled=true").contains("/etc/anze-gateway/certs/broker-ca.p12");
            String trusting = url.replace("/etc/anze-gateway/certs/broker-ca.p12", folder + "/broker-ca.p12");
            String mistaken = url.replace("/etc/anze-gateway/certs/broker-ca.p12", folder + "/other.p12");

            connect(trusting, "node").close();
            assertThat(catchThrowable(() -> connect(mistaken, "node").close())).isInstanceOf(JMSException.class);
            // A name that the certificate does not have.
            assertThat(catchThrowable(() -> connect(trusting.replace("localhost", "127.0.0.1"), "node")
                            .close()))
                    .isInstanceOf(JMSException.class);
        } finally {
            server.stop();
        }
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void refusesWhatIsNoParty() throws Exception {
        Process process = new ProcessBuilder("sh", FILES.resolve("party.sh").toString(), "xml", "a\"/><x y=\"").start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    /** Queues that a user may send to, or receive from. */
    private List<String> mayBeUsedBy(String user, boolean send) throws Exception {
        List<String> allowed = new ArrayList<>();
        for (String queue : queues()) {
            try (Connection party = connect(user);
                    Session session = party.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                if (send) {
                    session.createProducer(session.createQueue(queue)).send(session.createTextMessage("一"));
                } else {
                    session.createConsumer(session.createQueue(queue)).close();
                }
                allowed.add(queue);
            } catch (JMSSecurityException refused) {
                assertThat(refused).hasMessageContaining(queue);
            }
        }
        return allowed;
    }

    /** The broker of the files with the queues of the commands, on another port and other folders, and without TLS. */
    private ActiveMQServer started() throws Exception {
        return started(
                acceptors ->
                        "<acceptors><acceptor name=\"core\">tcp://127.0.0.1:0?protocols=CORE</acceptor></acceptors>",
                "core");
    }

    /**
     * @param acceptors what becomes of that element
     * @param open name of the acceptor that the tests' clients and the administrator use
     */
    private ActiveMQServer started(UnaryOperator<String> acceptors, String open) throws Exception {
        String settings = printed("xml");
        Path file = folder.resolve("broker.xml");
        String whole = Files.readString(FILES.resolve("broker.xml"));
        assertThat(whole).contains("</security-settings>");
        String listening = whole.substring(whole.indexOf("<acceptors>"), whole.indexOf("</acceptors>") + 12);
        Files.writeString(
                file,
                whole.replace("</security-settings>", settings + "</security-settings>")
                        .replace(listening, acceptors.apply(listening))
                        .replace(">data/", ">" + folder + "/"));
        FileConfiguration configuration = configuration(file);
        configuration.setJournalType(JournalType.NIO).setMinDiskFree(1 << 20);
        SecurityConfiguration users = new SecurityConfiguration();
        Map<String, String> roles = Map.of("node", "gateway", "administrator", "amq", PARTY, PARTY, OTHER, OTHER);
        roles.forEach((user, role) -> {
            users.addUser(user, "secret-of-" + user);
            users.addRole(user, role);
        });
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, new ActiveMQSecurityManagerImpl(users));
        server.start();
        assertThat(server.waitForActivation(30, TimeUnit.SECONDS)).isTrue();
        port = port(server, open);
        create(queues());
        return server;
    }

    /** As the commands do: by a message to the broker's management address, with the administrator's role. */
    private void create(Set<String> queues) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session =
                        factory.createSession("administrator", "secret-of-administrator", false, true, true, false, 0);
                ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
            session.start();
            for (String queue : queues) {
                ClientMessage message = session.createMessage(false);
                String wanted = QueueConfiguration.of(queue)
                        .setAddress(queue)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setPurgeOnNoConsumers(false)
                        .setAutoCreateAddress(true)
                        .toJSON();
                ManagementHelper.putOperationInvocation(message, ResourceNames.BROKER, "createQueue", wanted, false);
                ClientMessage answer = requestor.request(message, 10_000);
                assertThat(ManagementHelper.hasOperationSucceeded(answer))
                        .as("%s", ManagementHelper.getResult(answer))
                        .isTrue();
            }
        }
    }

    private static int port(ActiveMQServer server, String acceptor) {
        return ((NettyAcceptor) server.getRemotingService().getAcceptor(acceptor)).getActualPort();
    }

    private Connection connect(String user) throws JMSException {
        return connect("tcp://127.0.0.1:" + port, user);
    }

    private static Connection connect(String url, String user) throws JMSException {
        return new ActiveMQConnectionFactory(url).createConnection(user, "secret-of-" + user);
    }

    /** What the commands make. */
    private static Set<String> queues() throws Exception {
        return printed("commands")
                .lines()
                .map(QUEUE::matcher)
                .filter(Matcher::matches)
                .peek(command -> assertThat(command.group(1)).isEqualTo(command.group(2)))
                .map(command -> command.group(1))
                .collect(Collectors.toSet());
    }

    private static String printed(String what) throws Exception {
        Process process = new ProcessBuilder("sh", FILES.resolve("party.sh").toString(), what, PARTY, OTHER).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }

    private static FileConfiguration configuration(Path file) throws Exception {
        FileConfiguration configuration = new FileConfiguration();
        new FileDeploymentManager(file.toUri().toString())
                .addDeployable(configuration)
                .readConfiguration();
        return configuration;
    }
}
