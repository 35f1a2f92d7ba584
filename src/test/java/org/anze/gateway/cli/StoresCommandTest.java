package org.anze.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.Connection;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.anze.gateway.pki.PartySecrets;
import org.anze.gateway.pki.PrivateFiles;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.util.FileSystemUtils;

/** {@code anze stores} as the process that people start. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoresCommandTest {

    private static final Path FOLDER =
            Path.of("target", "stores-command-" + ProcessHandle.current().pid()).toAbsolutePath();
    private static final Map<String, String> TOLD = new HashMap<>();
    private static final String PARTY = "insurer-bing";

    private static Process process;
    private static int databasePort;
    private static String partySecret;

    @BeforeAll
    static void start() throws Exception {
        FileSystemUtils.deleteRecursively(FOLDER);
        PartySecrets.Fresh fresh = PartySecrets.fresh();
        partySecret = fresh.secret();
        Path credentials =
                Files.createDirectories(FOLDER.resolve("data/credentials").resolve(PARTY));
        Files.writeString(credentials.resolve("secret.hash"), fresh.line() + "\n");
        databasePort = freePort();
        process = launch(databasePort);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        List<String> other = new ArrayList<>();
        String line = lines.readLine();
        while (line != null && !line.startsWith("✔")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                TOLD.put(line.substring(0, equals), line.substring(equals + 1));
            } else {
                other.add(line);
            }
            line = lines.readLine();
        }
        assertThat(line).as("ready; it said %s", other).isNotNull();
    }

    private static Process launch(int port) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "org.anze.gateway.AnzeGateway",
                        "stores",
                        "--data=" + FOLDER.resolve("stores"),
                        "--credentials-data=" + FOLDER.resolve("data"),
                        "--postgres-port=" + port,
                        "--core-port=0",
                        "--amqp-port=0",
                        "--stomp-port=0",
                        "--mqtt-port=0")
                .redirectErrorStream(true)
                .start();
    }

    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void end() throws Exception {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        FileSystemUtils.deleteRecursively(FOLDER);
    }

    @Test
    @Order(1)
    void takesTheDatabaseUserAtThePortThatWasAskedFor() throws Exception {
        assertThat(TOLD.get("database-url")).contains(":" + databasePort + "/");
        try (var connection = DriverManager.getConnection(
                        TOLD.get("database-url"), TOLD.get("database-user"), secret("database-password-file"));
                var answer = connection.createStatement().executeQuery("select 1")) {
            assertThat(answer.next()).isTrue();
        }
    }

    @Test
    @Order(2)
    void letsTheNodesUseEveryAddressOfEveryParty() throws Exception {
        try (Connection node = connect(TOLD.get("broker-user"), secret("broker-password-file"));
                Session session = node.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            node.start();
            for (String queue : List.of("submit.insurer-bing", "feed.sector-hazchem", "settle.sector-hazchem")) {
                session.createProducer(session.createQueue(queue)).send(session.createTextMessage("一"));
                try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                    assertThat(consumer.receive(10_000)).as(queue).isNotNull();
                }
            }
        }
    }

    @Test
    @Order(3)
    void letsAPartyUseItsOwnAddressesAlone() throws Exception {
        try (Connection party = connect(PARTY, partySecret);
                Session session = party.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            party.start();
            session.createProducer(session.createQueue("submit." + PARTY)).send(session.createTextMessage("一"));
            assertThat(catchThrowable(() -> session.createConsumer(session.createQueue("feed.sector-hazchem"))))
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    @Order(4)
    void refusesAnotherPassword() {
        assertThat(catchThrowable(
                        () -> connect(TOLD.get("broker-user"), "guessed").close()))
                .isInstanceOf(JMSSecurityException.class);
        assertThat(catchThrowable(() -> connect(PARTY, "guessed").close())).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    @Order(5)
    void aSecondOneOnTheSameFilesIsRefused() throws Exception {
        Process second = launch(freePort());
        assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("using this data directory");
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    @Order(6)
    void leavesNothingBehindWhenItIsEnded() throws Exception {
        List<ProcessHandle> below = process.descendants().toList();
        assertThat(below).as("the database's processes").isNotEmpty();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(below).noneMatch(ProcessHandle::isAlive);
    }

    private static String secret(String key) throws Exception {
        return PrivateFiles.readSecret(Path.of(TOLD.get(key)));
    }

    private static Connection connect(String user, String password) throws Exception {
        return new ActiveMQConnectionFactory(TOLD.get("broker-url")).createConnection(user, password);
    }
}
