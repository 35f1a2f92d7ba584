package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anze.gateway.AnzeGateway;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.NodeLoad;
import org.anze.gateway.flow.SamplePolicies;
import org.anze.gateway.flow.TwoNodes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of this build joins one of the version before, and migrates the tables under it: both take in, each processes and
 * delivers after the other was killed, and the version before starts again beside the newer tables. {@code
 * -Danze.previous.jar=<the version before>}; without it there is nothing to try.
 */
@Tag("long")
class RollingUpgradeTest {

    private static final Logger LOG = LoggerFactory.getLogger(RollingUpgradeTest.class);
    private static final String PREVIOUS = System.getProperty("anze.previous.jar", "");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOVES = 40;

    private TwoNodes gateway;
    private Agreements agreements;
    private final Set<String> records = new HashSet<>();
    private int sent;

    @Test
    void losesNothingWhileThePreviousVersionRunsBesideThisOneAndComesBack() throws Exception {
        Assumptions.assumeFalse(PREVIOUS.isEmpty(), "-Danze.previous.jar names no build of the version before");
        try (TwoNodes nodes = new TwoNodes("upgrade")) {
            gateway = nodes;
            agreements = Conservation.agreements(gateway.first().home().resolve("parties"));
            GatewayProcess previous = gateway.first();
            previous.program(Path.of(PREVIOUS));
            gateway.start();
            assertThat(gateway.holder()).isSameAs(previous);
            areTwoVersions();
            try (NodeLoad load = new NodeLoad(gateway, "WUPREV")) {
                awaitMore(load);
                takes(gateway.first());
                takes(gateway.second());

                standsIn(load, gateway.second(), previous);
                gateway.start(previous);
                awaitMore(load);
                standsIn(load, previous, gateway.second());
                gateway.start(gateway.second());
                awaitMore(load);
                takes(gateway.first());
                takes(gateway.second());
                load.finish(PATIENCE);

                records.addAll(load.records());
                assertThat(load.accepted()).isEqualTo(load.submissions() * NodeLoad.RECORDS);
                Awaitility.await("everything given and settled")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> Conservation.isAllSettled(gateway.jdbc(), agreements));
                assertThat(Conservation.differences(gateway.recipients(), records))
                        .isEmpty();
                load.seen().requireStored(gateway.jdbc());
                assertThat(Conservation.violations(gateway.recipients())).isEmpty();
                assertThat(Conservation.violations(gateway.jdbc(), agreements)).isEmpty();
                LOG.info("{} records", records.size());
            }
        }
    }

    /** Of which the later one migrated the tables under the first: otherwise this test would show nothing. */
    private void areTwoVersions() throws Exception {
        String before;
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(PREVIOUS))) {
            before = digest(jar.getPath("BOOT-INF", "classes"));
        }
        Path here = Path.of(AnzeGateway.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(digest(here))
                .as("programs of this build and of the version before")
                .isNotEqualTo(before);
        List<String> newer = gateway.jdbc()
                .sql("select version from flyway_schema_history where version is not null"
                        + " and installed_on > (select min(since) from node) order by installed_rank")
                .query(String.class)
                .list();
        String newest = gateway.jdbc()
                .sql("select version from flyway_schema_history where version is not null"
                        + " order by installed_rank desc limit 1")
                .query(String.class)
                .single();
        assertThat(newer).as("migrations after the first node began").contains(newest);
        LOG.info("migrations {}", newer);
    }

    /** Of all files of the gateway's own below a folder of classes. */
    private static String digest(Path classes) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.walk(classes.resolve("org").resolve("anze"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Kills one node; the other one processes and delivers from then on. */
    private void standsIn(NodeLoad load, GatewayProcess remaining, GatewayProcess killed) {
        killed.kill();
        awaitMore(load);
        assertThat(gateway.holder()).isSameAs(remaining);
        assertThat(Conservation.violations(gateway.jdbc(), agreements)).isEmpty();
    }

    /** This very node answers with a receipt. */
    private void takes(GatewayProcess node) throws IOException {
        String id = "WUONE" + ++sent;
        byte[] body = SamplePolicies.lines(id + "R", 0, NodeLoad.RECORDS, "140212", "03");
        PartyClient.Answer answer = node.senders()
                .https("insurer-wu")
                .submit(id, "application/x-ndjson", "canonical-policy", () -> new ByteArrayInputStream(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        IntStream.range(0, NodeLoad.RECORDS).forEach(i -> records.add(id + "R" + i + " v1"));
    }

    private static void awaitMore(NodeLoad load) {
        long before = load.submissions();
        Awaitility.await("receipts")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> load.submissions() >= before + MOVES);
    }
}
