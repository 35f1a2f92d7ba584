package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.demo.RecipientFaults;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.SamplePolicies;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * What breaks outside of the gateway: database, broker, recipients, senders in the middle of a file, certificates, clocks.
 * {@code -Danze.faults.outside=certificates,clocks} tries some of them alone.
 */
@Tag("long")
class OutsideFaultsTest {

    private static final Logger LOG = LoggerFactory.getLogger(OutsideFaultsTest.class);
    private static final String SENDER = "insurer-jia";
    private static final String REST_SENDER = "insurer-wu";
    private static final String REST_RECIPIENT = "platform-shanxi";
    private static final Path FOLDER = Path.of("target", "faults");
    private static final Path PROGRAMS = Path.of(System.getProperty("anze.test.stores", "target/test-stores"))
            .toAbsolutePath();
    private static final Set<String> GROUPS = Arrays.stream(
                    System.getProperty("anze.faults.outside", "").split(","))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    private static final Duration GOES_ON = Duration.ofMinutes(3);
    /** Longer than the gateway needs to see a party's file and a sender to send by it. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(45);

    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final int DATABASE_DISK = 700;
    private static final int BROKER_DISK = 900;
    /** The broker takes nothing more when less than 512 MB are free. */
    private static final int BROKER_FILL = 450;

    private static SmallDisk databaseDisk;
    private static SmallDisk brokerDisk;
    private static EmbeddedPostgres postgres;
    private static BrokerProcess broker;
    private static FaultSite site;

    private boolean chosen;
    private final List<String> rows = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @BeforeAll
    static void startSite() throws Exception {
        databaseDisk = new SmallDisk(FOLDER.resolve("database"), DATABASE_DISK);
        brokerDisk = new SmallDisk(FOLDER.resolve("broker"), BROKER_DISK);
        FileSystemUtils.deleteRecursively(databaseDisk.folder().resolve("home"));
        FileSystemUtils.deleteRecursively(brokerDisk.folder().resolve("journal"));
        postgres = new EmbeddedPostgres(databaseDisk.folder().resolve("home"), PROGRAMS.resolve("postgres"));
        postgres.start();
        site = new FaultSite("outside-faults", postgres, (journal, port) -> {
            broker = new BrokerProcess(brokerDisk.folder().resolve("journal"), port);
            return broker;
        });
        site.start();
    }

    @AfterAll
    static void stopSite() throws Exception {
        site.close();
        postgres.close();
        databaseDisk.close();
        brokerDisk.close();
    }

    @Test
    void losesNothingAndGivesNothingTwiceWhateverBreaksOutside() throws Exception {
        Map<String, Act> groups = new LinkedHashMap<>();
        groups.put("broker", this::broker);
        groups.put("recipients", this::recipients);
        groups.put("files", this::files);
        groups.put("certificates", this::certificates);
        groups.put("clocks", this::clocks);
        groups.put("database", this::database);
        assertThat(groups.keySet()).containsAll(GROUPS);
        for (Map.Entry<String, Act> group : groups.entrySet()) {
            chosen = GROUPS.isEmpty() || GROUPS.contains(group.getKey());
            group.getValue().run();
        }
        if (GROUPS.isEmpty()) {
            FaultPage.write("outside", table());
        }
        assertThat(failures).isEmpty();
        site.finish();
    }

    @FunctionalInterface
    private interface Act {
        /** Breaks something and mends what no program could mend by itself. */
        void run() throws Exception;
    }

    private void fault(String zh, String en, Act act) throws Exception {
        if (!chosen) {
            skipped(zh, en, "not asked for");
            return;
        }
        if (!failures.isEmpty()) {
            // What stands still already says nothing about the next fault.
            skipped(zh, en, "another one failed before");
            return;
        }
        FaultSite.Standing before = site.standing();
        long begin = System.nanoTime();
        String outcome;
        try {
            act.run();
            // Before and while it is broken some may have passed; from now on all must.
            FaultSite.Standing after = site.standing();
            site.awaitMore(after, 2, GOES_ON);
            site.requireSound();
            outcome = "✔ "
                    + Math.max(1, Duration.ofNanos(System.nanoTime() - begin).toSeconds()) + " s";
        } catch (AssertionError | Exception e) {
            LOG.error("{}, before it {}", en, before, e);
            failures.add(en + ": " + e.getMessage());
            outcome = "✘";
        }
        LOG.info("{}: {}", en, outcome);
        rows.add("| " + zh + " / " + en + " | " + outcome + " |\n");
    }

    private void skipped(String zh, String en, String why) {
        LOG.info("{}: not tried, {}", en, why);
        rows.add("| " + zh + " / " + en + " | 未试 / not tried |\n");
    }

    private String table() {
        return "| 故障 / fault | 结果与恢复用时 / outcome, time until all went on |\n|---|---|\n" + String.join("", rows);
    }

    private static void hold(Duration time) {
        waiting("a while").pollDelay(time).atMost(time.multipliedBy(2)).until(() -> true);
    }

    private static void all(Consumer<RecipientFaults> act) {
        site.gateway()
                .recipients()
                .received()
                .keySet()
                .forEach(party -> act.accept(site.gateway().recipients().faults(party)));
    }

    /** Waits until every recipient has done what it was told: only then does it have to go on again. */
    private static void eachMisbehaved(String what, Predicate<RecipientFaults> done) {
        waiting("every answer " + what)
                .atMost(GOES_ON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> site.gateway().recipients().received().keySet().stream()
                        .allMatch(party -> done.test(site.gateway().recipients().faults(party))));
    }

    /** Clients lose their servers here; what their threads die of is not what is asked. */
    private static ConditionFactory waiting(String what) {
        return Awaitility.await(what).dontCatchUncaughtExceptions();
    }

    private void recipients() throws Exception {
        fault("接收方全部停机 5 秒", "all recipients down for 5 s", () -> {
            all(faults -> faults.down(true));
            hold(A_WHILE);
            all(faults -> faults.down(false));
        });
        fault("接收方缓慢", "recipients slow", () -> {
            all(faults -> faults.slow(Duration.ofSeconds(1)));
            hold(A_WHILE);
            all(faults -> faults.slow(Duration.ZERO));
        });
        fault("接收方超时后才应答", "recipients answer after the time-out", () -> {
            all(faults -> faults.slow(FaultSite.TIMEOUT.plusSeconds(1)));
            hold(A_WHILE.multipliedBy(2));
            all(faults -> faults.slow(Duration.ZERO));
        });
        fault("接收方应答无法识别", "recipients answer garbage", () -> {
            all(faults -> faults.garbleAnswers(3));
            eachMisbehaved("garbled", faults -> faults.answersToGarble() == 0);
        });
        fault("接收方连接中断、应答丢失", "connection cut, answers lost", () -> {
            all(faults -> faults.loseAnswers(3));
            eachMisbehaved("lost", faults -> faults.answersToLose() == 0);
        });
        fault("接收方重复应答", "a recipient answers twice", this::answerTwice);
    }

    /** The receipts of the last parcels of the queue recipient come once more. */
    private void answerTwice() throws Exception {
        String party = "sector-hazchem";
        long last = site.gateway().recipients().received(party).last();
        PkiLayout layout = new PkiLayout(site.gateway().first().data());
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + site.gateway().first().corePort(),
                        party,
                        PrivateFiles.readSecret(layout.demoKeys(party).secret()));
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            for (long number = Math.max(1, last - 5); number <= last; number++) {
                BytesMessage answer = session.createBytesMessage();
                answer.writeBytes(
                        new RecipientReceipt(number, RecipientReceipt.Status.ACKNOWLEDGED, List.of()).toJson());
                session.createProducer(session.createQueue("settle." + party)).send(answer);
            }
        }
    }

    private static byte[] policies(String prefix) {
        return SamplePolicies.lines(prefix, 0, MixedMessage.NEW_RECORDS, "140212", "03");
    }

    private void files() throws Exception {
        GatewayProcess node = site.gateway().first();
        fault("SFTP 在文件中间断开", "SFTP cut in the middle of a file", () -> {
            String name = FaultSite.FILES + "CUT.ndjson";
            byte[] content = policies("FTCUT");
            try (SftpSession sender = new SftpSession(node, SENDER)) {
                sender.cutInTheMiddle(name, content);
            }
            try (SftpSession sender = new SftpSession(node, SENDER)) {
                sender.write(name, content);
            }
            requireReceipt(name, "FTCUT", MixedMessage.NEW_RECORDS, 0);
        });
        fault("SFTP 两个会话争相改名", "two SFTP sessions race to rename a file", () -> {
            String name = FaultSite.FILES + "RACE.ndjson";
            try (SftpSession one = new SftpSession(node, SENDER);
                    SftpSession other = new SftpSession(node, SENDER)) {
                one.write(name + ".part", policies("FTRACE"));
                CompletableFuture<Boolean> renamed =
                        CompletableFuture.supplyAsync(() -> other.rename(name + ".part", name));
                assertThat(one.rename(name + ".part", name)).isNotEqualTo(renamed.join());
            }
            requireReceipt(name, "FTRACE", MixedMessage.NEW_RECORDS, 0);
        });
        fault("同一文件以两个名称报送", "the same file under two names", () -> {
            for (String name : List.of("NAME1", "NAME2")) {
                try (SftpSession sender = new SftpSession(node, SENDER)) {
                    sender.write(FaultSite.FILES + name + ".ndjson", policies("FTNAME"));
                }
                boolean first = name.equals("NAME1");
                requireReceipt(
                        FaultSite.FILES + name + ".ndjson",
                        "FTNAME",
                        first ? MixedMessage.NEW_RECORDS : 0,
                        first ? 0 : MixedMessage.NEW_RECORDS);
            }
        });
    }

    private static void requireReceipt(String name, String prefix, long accepted, long duplicate) throws IOException {
        JsonNode receipt = site.load()
                .seen()
                .add(site.gateway()
                        .first()
                        .senders()
                        .awaitReceipt(SENDER, name + ".receipt.json", Duration.ofSeconds(60)));
        site.load()
                .accepted(IntStream.range(0, MixedMessage.NEW_RECORDS)
                        .mapToObj(i -> prefix + i + " v1")
                        .collect(Collectors.toSet()));
        assertThat(receipt.path("accepted").asLong()).isEqualTo(accepted);
        assertThat(receipt.path("duplicate").asLong()).isEqualTo(duplicate);
    }

    private void certificates() throws Exception {
        fault("报送方的客户端证书到期，再登记新证书", "a sender's certificate expires, then a new one is registered", () -> {
            Path parties = site.gateway().first().home().resolve("parties");
            SiteCertificates certificates =
                    new SiteCertificates(site.gateway().first().data(), parties);
            Party sender = Parties.load(parties).find(REST_SENDER).orElseThrow();
            certificates.client(sender, SHORT_LIFE);
            expire(certificates);
            certificates.client(sender, Duration.ofDays(365));
        });
        fault("接收方的服务器证书到期，再换新证书", "a recipient's certificate expires, then it has a new one", () -> {
            SiteCertificates certificates = new SiteCertificates(
                    site.gateway().first().data(), site.gateway().first().home().resolve("parties"));
            DemoRecipients recipients = site.gateway().recipients();
            recipients.present(REST_RECIPIENT, certificates.server(REST_RECIPIENT, SHORT_LIFE));
            Instant end = Instant.now().plus(SHORT_LIFE);
            long before = recipients.received(REST_RECIPIENT).last();
            waiting("parcels under the short-lived certificate")
                    .atMost(SHORT_LIFE)
                    .until(() -> recipients.received(REST_RECIPIENT).last() > before);
            waiting("its end").atMost(SHORT_LIFE.multipliedBy(2)).until(() -> Instant.now()
                    .isAfter(end));
            // What is open stays open, and is resumed with whoever remembers it; a server that starts anew does not.
            recipients.present(REST_RECIPIENT, certificates.presented(REST_RECIPIENT));
            waiting("refused by its problem").atMost(GOES_ON).until(() -> lastError(REST_RECIPIENT)
                    .contains("RST-0301"));
            long held = recipients.received(REST_RECIPIENT).last();
            site.load().awaitMore(Set.of(SteadyLoad.Channel.values()), 2, GOES_ON);
            assertThat(recipients.received(REST_RECIPIENT).last()).isEqualTo(held);
            site.requireSound();
            recipients.present(REST_RECIPIENT, certificates.server(REST_RECIPIENT, Duration.ofDays(365)));
        });
    }

    /** Waits until the gateway no longer takes a sender's certificate, and sees that this stops nobody else. */
    private static void expire(SiteCertificates certificates) throws Exception {
        GatewayProcess node = site.gateway().first();
        PartyClient open = PartyClient.withCertificate(node.https(), certificates.presented(REST_SENDER));
        long begun = site.load().receipts(SteadyLoad.Channel.REST);
        waiting("receipts under the short-lived certificate")
                .atMost(SHORT_LIFE)
                .until(() -> open.get("/api/v1/submissions/none").status() == 404
                        && site.load().receipts(SteadyLoad.Channel.REST) > begun);
        // A connection that was open before is refused by its next request, a new one in its handshake.
        waiting("an open connection is refused")
                .atMost(SHORT_LIFE.multipliedBy(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> open.get("/api/v1/submissions/none").text().contains("CRT-0003"));
        PartyClient late = PartyClient.withCertificate(node.https(), certificates.presented(REST_SENDER));
        assertThatThrownBy(() -> late.get("/api/v1/submissions/none")).isInstanceOf(IOException.class);
        long held = site.load().receipts(SteadyLoad.Channel.REST);
        site.load().awaitMore(Set.of(SteadyLoad.Channel.SFTP, SteadyLoad.Channel.QUEUE), 3, GOES_ON);
        assertThat(site.load().receipts(SteadyLoad.Channel.REST)).isEqualTo(held);
        site.requireSound();
    }

    private static String lastError(String recipient) {
        return String.join(
                " ",
                site.gateway()
                        .jdbc()
                        .sql("select coalesce(last_error, '') from parcel where recipient = ? and settled_at is null")
                        .param(recipient)
                        .query(String.class)
                        .list());
    }

    private void clocks() throws Exception {
        GatewayProcess first = site.gateway().first();
        GatewayProcess second = site.gateway().second();
        jumps("一个节点的时钟快一小时", "one node's clock jumps an hour ahead", first, Duration.ofHours(1));
        jumps("该节点时钟跳回", "it jumps back", first, Duration.ZERO);
        jumps("另一节点的时钟慢一小时", "the other's falls back by an hour", second, Duration.ofHours(-1));
        jumps("该节点时钟恢复", "it is right again", second, Duration.ZERO);
        jumps("一个节点的时钟快一天", "one node's clock jumps a day ahead", first, Duration.ofDays(1));
        jumps("该节点时钟跳回一天", "it jumps back by the day", first, Duration.ZERO);
        jumps("另一节点的时钟慢一天", "the other's falls back by a day", second, Duration.ofDays(-1));
        jumps("该节点时钟恢复", "it is right again", second, Duration.ZERO);
    }

    /** A node that is far off notices, and leaves its work to the other until it is right again. */
    private void jumps(String zh, String en, GatewayProcess node, Duration offset) throws Exception {
        fault(zh, en, () -> {
            site.control(node).clock(offset);
            waiting("it notices")
                    .atMost(GOES_ON)
                    .until(() -> Math.abs(clockAhead(node) - offset.toMillis()) < A_WHILE.toMillis());
            if (!offset.isZero()) {
                waiting("it leaves its work")
                        .atMost(GOES_ON)
                        .until(() -> site.gateway().leases(node).isEmpty());
            }
        });
    }

    private static long clockAhead(GatewayProcess node) {
        return site.gateway()
                .jdbc()
                .sql("select clock_ahead_ms from node where id like ? order by seen desc limit 1")
                .param((node == site.gateway().first() ? "first" : "second") + "/%")
                .query(Long.class)
                .single();
    }

    private void broker() throws Exception {
        fault("消息服务被杀后重启", "broker killed and started again", () -> {
            broker.kill();
            broker.start();
        });
        fault("消息服务停 10 秒", "broker away for 10 s", () -> {
            broker.kill();
            hold(A_WHILE.multipliedBy(2));
            broker.start();
        });
        if (brokerDisk.isMounted()) {
            fault("消息服务磁盘满", "broker's disk full", () -> {
                brokerDisk.fill(BROKER_FILL);
                hold(A_WHILE.multipliedBy(2));
                brokerDisk.empty();
            });
        } else {
            skipped("消息服务磁盘满", "broker's disk full", "no right to mount a small disk");
        }
    }

    private void database() throws Exception {
        fault("数据库连接耗尽", "database out of connections", OutsideFaultsTest::takeAllConnections);
        fault("数据库连接全部被断开", "all connections of the database cut", site::cutConnections);
        fault("数据库主进程被杀", "postmaster killed", () -> FaultSite.signal("KILL", postmaster()));
        fault("数据库有序重启", "database restarted in order", () -> {
            postgres.close();
            postgres.start();
        });
        if (databaseDisk.isMounted()) {
            fault("数据库磁盘满", "database's disk full", () -> {
                databaseDisk.fill(DATABASE_DISK);
                hold(A_WHILE);
                databaseDisk.empty();
            });
        } else {
            skipped("数据库磁盘满", "database's disk full", "no right to mount a small disk");
        }
    }

    private static long postmaster() throws Exception {
        try (Stream<Path> files = Files.walk(databaseDisk.folder().resolve("home"), 3)) {
            Path file = files.filter(each -> each.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        }
    }

    /** For a while everything that becomes free is taken at once. */
    private static void takeAllConnections() throws SQLException {
        Deque<java.sql.Connection> taken = new ArrayDeque<>();
        long end = System.nanoTime() + A_WHILE.toNanos();
        int refused = 0;
        try {
            site.cutConnections();
            while (System.nanoTime() < end) {
                try {
                    taken.push(DriverManager.getConnection(site.gateway().url(), postgres.user(), postgres.password()));
                } catch (SQLException full) {
                    refused++;
                }
            }
        } finally {
            while (!taken.isEmpty()) {
                taken.pop().close();
            }
        }
        assertThat(refused).isPositive();
    }
}
