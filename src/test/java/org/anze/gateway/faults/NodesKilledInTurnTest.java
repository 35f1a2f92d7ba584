package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.NodeLoad;
import org.anze.gateway.flow.TwoNodes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Either of two nodes is killed in turn, at a steady beat, under load: nothing is lost, nothing comes twice, and a sender that
 * repeats waits at most five seconds. {@code -Danze.faults.minutes=10 -Danze.faults.beat=20}.
 */
@Tag("long")
class NodesKilledInTurnTest {

    private static final Logger LOG = LoggerFactory.getLogger(NodesKilledInTurnTest.class);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("anze.faults.minutes", 10));
    private static final Duration BEAT = Duration.ofSeconds(Long.getLong("anze.faults.beat", 20));
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static TwoNodes gateway;

    @BeforeAll
    static void startNodes() throws IOException {
        gateway = new TwoNodes("nodes-in-turn");
        gateway.start();
    }

    @AfterAll
    static void stopNodes() {
        gateway.close();
    }

    @Test
    void losesNothingWhileEitherNodeIsKilledInTurn() throws Exception {
        Agreements agreements = Conservation.agreements(gateway.first().home().resolve("parties"));
        try (NodeLoad load = new NodeLoad(gateway, "WUTURN")) {
            long end = System.nanoTime() + TIME.toNanos();
            GatewayProcess next = gateway.holder();
            Duration longest = Duration.ZERO;
            int kills = 0;
            load.longestPause();
            while (System.nanoTime() < end) {
                long beat = System.nanoTime() + BEAT.toNanos();
                next.kill();
                gateway.start(next);
                kills++;
                Awaitility.await("beat").atMost(PATIENCE).until(() -> System.nanoTime() >= beat);
                Duration pause = load.longestPause();
                longest = pause.compareTo(longest) > 0 ? pause : longest;
                LOG.info("kill {}: longest pause {} ms, {} receipts", kills, pause.toMillis(), load.submissions());
                assertThat(pause).isLessThan(LONGEST_PAUSE);
                assertThat(Conservation.violations(gateway.jdbc(), agreements)).isEmpty();
                next = gateway.other(next);
            }
            load.finish(PATIENCE);
            long records = load.submissions() * NodeLoad.RECORDS;
            assertThat(load.accepted()).isEqualTo(records);
            Awaitility.await("every record at every recipient")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Conservation.missing(gateway.recipients(), records), List::isEmpty);
            assertThat(Conservation.violations(gateway.recipients())).isEmpty();
            LOG.info("{} kills, {} records, longest pause {} ms", kills, records, longest.toMillis());
        }
    }
}
