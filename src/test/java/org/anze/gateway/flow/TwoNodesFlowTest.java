package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.anze.gateway.demo.ReceivedRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes under load: the one that writes is killed, then the one that writes is frozen and woken again. Every record that was
 * receipted is in the ledger once and at every recipient once.
 *
 * <p>The long run is {@code -Danze.nodes.kills=30}: kills of either in turn.
 */
@Tag("long")
class TwoNodesFlowTest {

    private static final Logger LOG = LoggerFactory.getLogger(TwoNodesFlowTest.class);
    private static final int KILLS = Integer.getInteger("anze.nodes.kills", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOVES = 40;

    private static TwoNodes gateway;

    @BeforeAll
    static void startNodes() throws IOException {
        gateway = new TwoNodes("nodes");
        gateway.start();
    }

    @AfterAll
    static void stopNodes() {
        gateway.close();
    }

    @Test
    void losesNothingAndTakesNothingTwiceWhenTheWritingNodeIsKilledOrFrozen() throws Exception {
        try (NodeLoad load = new NodeLoad(gateway, "WUNODES")) {
            awaitMore(load, MOVES);
            for (int kill = 0; kill < KILLS; kill++) {
                GatewayProcess killed = gateway.holder();
                load.longestWait();
                Set<String> left = gateway.leases(killed);
                killed.kill();
                requireTakenOver(left, killed, Duration.ofSeconds(5));
                awaitMore(load, MOVES);
                assertThat(gateway.holder()).isSameAs(gateway.other(killed));
                Duration wait = load.longestWait();
                LOG.info("longest wait after kill -9: {} ms", wait.toMillis());
                assertThat(wait).isLessThan(Duration.ofSeconds(5));
                gateway.start(killed);
                awaitMore(load, MOVES);
            }
            GatewayProcess frozen = gateway.holder();
            load.longestWait();
            Set<String> left = gateway.leases(frozen);
            signal("STOP", frozen);
            try {
                requireTakenOver(left, frozen, Duration.ofSeconds(15));
                awaitMore(load, MOVES);
                assertThat(gateway.holder()).isSameAs(gateway.other(frozen));
                Duration wait = load.longestWait();
                LOG.info("longest wait after SIGSTOP: {} ms", wait.toMillis());
                assertThat(wait).isLessThan(Duration.ofSeconds(15));
            } finally {
                signal("CONT", frozen);
            }
            awaitMore(load, MOVES);
            load.finish(PATIENCE);

            long sent = load.submissions() * NodeLoad.RECORDS;
            assertThat(load.accepted()).isEqualTo(sent);
            assertThat(count("select count(*) from ledger_entry")).isEqualTo(sent);
            assertThat(count("select size from ledger_state")).isEqualTo(sent);
            load.seen().requireStored(gateway.jdbc());
            received("platform-shanxi", sent);
            received("ministry", sent);
            received("sector-hazchem", sent);
        }
    }

    /** The writer's turn, feeds and schedules: all of a node's work has to be the other's before the time is over. */
    private static void requireTakenOver(Set<String> work, GatewayProcess from, Duration time) {
        long begin = System.nanoTime();
        assertThat(work).contains("ledger");
        Awaitility.await("all of " + work + " taken over")
                .atMost(time)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.leases(gateway.other(from)).containsAll(work));
        LOG.info(
                "{} taken over within {} ms",
                work,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static long count(String sql) {
        return gateway.jdbc().sql(sql).query(Long.class).single();
    }

    private static void awaitMore(NodeLoad load, int submissions) {
        long before = load.submissions();
        Awaitility.await("receipts")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> load.submissions() >= before + submissions);
    }

    private static void received(String party, long expected) throws IOException {
        Path folder = gateway.recipients().received(party).folder();
        Awaitility.await(party)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ReceivedRecords.read(folder).count("policy") >= expected);
        ReceivedRecords records = ReceivedRecords.read(folder);
        assertThat(records.count("policy")).as(party).isEqualTo(expected);
        assertThat(records.repeated()).as(party).isZero();
        assertThat(gateway.recipients().received(party).violations()).as(party).isEmpty();
    }

    private static void signal(String name, GatewayProcess node) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(node.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
