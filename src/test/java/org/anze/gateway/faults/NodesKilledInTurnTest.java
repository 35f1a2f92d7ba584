package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.cli.SiteCheck;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.NodeLoad;
import org.anze.gateway.flow.TwoNodes;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Either of two nodes is killed in turn, at a steady beat, under load: nothing is lost, nothing comes twice, no checkpoint that
 * anybody has is another than the ledger's, and each sender, which repeats, waits less than five seconds from its first try to
 * the receipt. {@code -Danze.faults.minutes=10 -Danze.faults.beat=20}.
 */
@Tag("long")
class NodesKilledInTurnTest {

    private static final Logger LOG = LoggerFactory.getLogger(NodesKilledInTurnTest.class);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("anze.faults.minutes", 10));
    private static final Duration BEAT = Duration.ofSeconds(Long.getLong("anze.faults.beat", 20));
    /** A start takes longer than a beat on a slow machine: then the run takes longer than its time. */
    private static final long KILLS = TIME.dividedBy(BEAT) * 4 / 5;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** Of four senders: twenty submissions a second at the most, so that a node is up again within a beat. */
    private static final Duration PAUSE = Duration.ofMillis(200);

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
        try (NodeLoad load = new NodeLoad(gateway, "WUTURN", PAUSE)) {
            long end = System.nanoTime() + TIME.toNanos();
            GatewayProcess next = gateway.holder();
            Duration longest = Duration.ZERO;
            int kills = 0;
            SeenCheckpoints checkpoints = new SeenCheckpoints();
            load.longestWait();
            while (System.nanoTime() < end || kills < KILLS) {
                long beat = System.nanoTime() + BEAT.toNanos();
                next.kill();
                gateway.start(next);
                kills++;
                waiting("beat").atMost(PATIENCE).until(() -> System.nanoTime() >= beat);
                Duration wait = load.longestWait();
                longest = wait.compareTo(longest) > 0 ? wait : longest;
                LOG.info("kill {}: longest wait {} ms, {} receipts", kills, wait.toMillis(), load.submissions());
                assertThat(wait).isLessThan(LONGEST_WAIT);
                assertThat(Conservation.violations(gateway.jdbc(), agreements)).isEmpty();
                checkpoints.look(gateway.jdbc());
                next = gateway.other(next);
            }
            load.finish(PATIENCE);
            assertThat(load.longestWait()).as("after the last kill").isLessThan(LONGEST_WAIT);
            Set<String> records = load.records();
            assertThat(load.accepted()).isEqualTo(records.size()).isEqualTo(load.submissions() * NodeLoad.RECORDS);
            waiting("everything given and settled")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Conservation.isAllSettled(gateway.jdbc(), agreements));
            assertThat(Conservation.differences(gateway.recipients(), records)).isEmpty();
            assertThat(Conservation.violations(gateway.recipients())).isEmpty();
            assertThat(Conservation.violations(gateway.jdbc(), agreements)).isEmpty();
            assertThat(count("select count(*) from ledger_entry")).isEqualTo(records.size());
            assertThat(count("select count(*) from submission where finished_at is null"))
                    .isZero();
            checkpoints.requireStored(gateway.jdbc(), gateway.recipients());
            load.seen().requireStored(gateway.jdbc());
            assertThat(fsck()).as("anze fsck").isEmpty();
            LOG.info("{} kills, {} records, longest wait {} ms", kills, records.size(), longest.toMillis());
        }
    }

    /** Clients lose their servers here; what their threads die of is not what is asked. */
    private static ConditionFactory waiting(String what) {
        return Awaitility.await(what).dontCatchUncaughtExceptions();
    }

    private static long count(String sql) {
        return gateway.jdbc().sql(sql).query(Long.class).single();
    }

    private static String fsck() throws IOException {
        EmbeddedPostgres server = TestStores.server();
        return SiteCheck.fsck(gateway.first().data(), gateway.url(), server.user(), server.password());
    }
}
