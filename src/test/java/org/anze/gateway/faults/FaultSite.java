package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.cli.SiteCheck;
import org.anze.gateway.demo.ReceivedParcels;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.fault.Fault;
import org.anze.gateway.fault.Moment;
import org.anze.gateway.fault.Step;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.TwoNodes;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes that take orders to fail, a load on each channel, and all recipients. After each fault the work has to go on by
 * itself: every sender gets receipts and every recipient parcels again. A process that ended is started again, as a service
 * manager would; nothing else is done by hand. For one thread.
 */
final class FaultSite implements AutoCloseable {

    /** How the files of the load begin. */
    static final String FILES = "FAULT_";

    /** How long the gateway waits for a recipient. */
    static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(FaultSite.class);
    private static final Duration REACHED = Duration.ofSeconds(60);
    private static final Duration GOES_ON = Duration.ofSeconds(120);
    private static final Duration ALL_THERE = Duration.ofMinutes(5);
    /** Longer than a lease and than a frozen one's transaction may stand. */
    private static final Duration FROZEN = Duration.ofSeconds(7);

    private static final Duration LOOK = Duration.ofMillis(50);

    private static final String REFUSING = "platform-shanxi";
    private static final long REFUSES_EVERY = 500;
    private static final long REFUSES_UP_TO = 1_000_000;

    private final TwoNodes gateway;
    private final EmbeddedPostgres postgres;
    private final Map<GatewayProcess, FaultControl> controls = new LinkedHashMap<>();
    private final SeenCheckpoints checkpoints = new SeenCheckpoints();
    private Agreements agreements;
    private SteadyLoad load;
    private int orders;

    FaultSite(String name, EmbeddedPostgres postgres, BiFunction<Path, Integer, TwoNodes.Broker> broker)
            throws IOException {
        this.postgres = postgres;
        gateway = new TwoNodes(name, postgres, broker);
        for (GatewayProcess node : List.of(gateway.first(), gateway.second())) {
            controls.put(node, new FaultControl(node));
        }
        Path parties = gateway.first().home().resolve("parties");
        edit(
                parties.resolve("insurer-jia/party.yaml"),
                "    files:\n",
                "    files:\n      \"" + FILES + "*.ndjson\": canonical-policy\n");
        edit(parties.resolve("insurer-bing/party.yaml"), "    mapping: services", "    mapping: canonical-policy");
        for (String recipient : List.of("platform-shanxi", "regulator-finance", "city-datong", "sector-hazchem")) {
            Path file = parties.resolve(recipient).resolve("party.yaml");
            edit(file, "firstRetry: PT1S", "firstRetry: PT0.2S");
            edit(file, "longestRetry: PT15S", "longestRetry: PT3S");
            edit(file, "timeout: PT15S", "timeout: " + TIMEOUT);
        }
    }

    private static void edit(Path file, String what, String by) throws IOException {
        String before = Files.readString(file);
        assertThat(before).as(file.toString()).contains(what);
        Files.writeString(file, before.replace(what, by));
    }

    /** Starts all, and the load; returns when all of it works. */
    void start() throws IOException {
        agreements = Conservation.agreements(gateway.first().home().resolve("parties"));
        gateway.start();
        for (long entry = REFUSES_EVERY; entry < REFUSES_UP_TO; entry += REFUSES_EVERY) {
            gateway.recipients().faults(REFUSING).refuse(entry);
        }
        load = new SteadyLoad(gateway, "FT");
        awaitMore(standing(), 1, GOES_ON);
    }

    TwoNodes gateway() {
        return gateway;
    }

    SteadyLoad load() {
        return load;
    }

    FaultControl control(GatewayProcess node) {
        return controls.get(node);
    }

    /** Whether a point was ever passed, at either node. */
    boolean isPassed(Step step, Moment moment) {
        return controls.values().stream().anyMatch(control -> control.isPassed(step, moment));
    }

    /** How far everything was. */
    record Standing(Map<SteadyLoad.Channel, Long> receipts, Map<String, Long> parcels) {}

    Standing standing() {
        Map<SteadyLoad.Channel, Long> receipts = new EnumMap<>(SteadyLoad.Channel.class);
        for (SteadyLoad.Channel channel : SteadyLoad.Channel.values()) {
            receipts.put(channel, load.receipts(channel));
        }
        Map<String, Long> parcels = new TreeMap<>();
        gateway.recipients().received().forEach((party, received) -> parcels.put(party, received.last()));
        return new Standing(receipts, parcels);
    }

    /** Waits until every sender has so many receipts more, and every recipient a parcel more. */
    void awaitMore(Standing before, int receipts, Duration patience) {
        waiting("work goes on after " + before)
                .atMost(patience)
                .pollInterval(LOOK)
                .until(() -> isMore(before, receipts), behind -> behind.isEmpty());
    }

    /** Clients lose their servers here; what their threads die of is not what is asked. */
    private static ConditionFactory waiting(String what) {
        return Awaitility.await(what).dontCatchUncaughtExceptions();
    }

    private String isMore(Standing before, int receipts) {
        StringBuilder behind = new StringBuilder();
        before.receipts.forEach((channel, count) -> {
            if (load.receipts(channel) < count + receipts) {
                behind.append(channel).append(' ');
            }
        });
        for (Map.Entry<String, ReceivedParcels> each :
                gateway.recipients().received().entrySet()) {
            if (each.getValue().last() <= before.parcels.getOrDefault(each.getKey(), 0L)) {
                behind.append(each.getKey()).append(' ');
            }
        }
        return behind.toString();
    }

    /**
     * Has a fault strike at a point, whichever node passes it next, and waits until the work goes on.
     *
     * @param skip how often the point is passed before
     * @return from the strike until every sender had receipts and every recipient parcels again
     */
    Duration strike(Step step, Moment moment, Fault fault, int skip) throws Exception {
        String id = "f" + ++orders;
        LOG.info("order {}: {} {} {} after {}", id, fault, moment, step, skip);
        controls.values().forEach(control -> control.order(id, step, moment, fault, skip));
        try {
            waiting(step + " " + moment + " reached")
                    .atMost(REACHED)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> controls.values().stream().anyMatch(control -> control.isReached(id)));
        } finally {
            controls.values().forEach(control -> control.cancel(id));
        }
        long begin = System.nanoTime();
        Set<GatewayProcess> struck = new HashSet<>();
        boolean another = strikeWhereReached(id, fault, struck);
        while (another) {
            // The other one may have come there meanwhile, and would stand there while its work is waited for.
            another = strikeWhereReached(id, fault, struck);
        }
        // Now, with both nodes there again: what the other one did meanwhile does not count.
        requireWork();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (strikeWhereReached(id, fault, struck)) {
            // The other one came there before it heard that it was over.
            requireWork();
        }
        requireSound();
        return took;
    }

    /** Whether the fault struck a node that is not among those yet. */
    private boolean strikeWhereReached(String id, Fault fault, Set<GatewayProcess> struck) throws Exception {
        int before = struck.size();
        for (Map.Entry<GatewayProcess, FaultControl> node : controls.entrySet()) {
            if (node.getValue().isReached(id) && struck.add(node.getKey())) {
                LOG.info("order {} reached at {}", id, node.getKey() == gateway.first() ? "first" : "second");
                strike(id, fault, node.getKey(), node.getValue());
            }
        }
        return struck.size() > before;
    }

    private void strike(String id, Fault fault, GatewayProcess node, FaultControl control) throws Exception {
        switch (fault) {
            case HALT -> {
                node.waitFor(Duration.ofSeconds(10));
                gateway.start(node);
            }
            case FREEZE -> {
                signal("STOP", node.pid());
                try {
                    waiting("frozen long enough").pollDelay(FROZEN).until(() -> true);
                } finally {
                    // Told before it is woken: both reach it together.
                    control.go(id);
                    signal("CONT", node.pid());
                }
            }
            case FAIL -> LOG.debug("it goes on by itself");
        }
    }

    /** Waits until every sender has receipts and every recipient a parcel from now on, and either node has answered senders. */
    private void requireWork() {
        Map<GatewayProcess, Long> answers = new LinkedHashMap<>();
        controls.keySet().forEach(node -> answers.put(node, load.answers(node)));
        awaitMore(standing(), 2, GOES_ON);
        waiting("either node answers after " + answers.values())
                .atMost(GOES_ON)
                .pollInterval(LOOK)
                .until(() ->
                        answers.entrySet().stream().allMatch(each -> load.answers(each.getKey()) > each.getValue()));
    }

    /** Has every connection of the database cut. */
    void cutConnections() {
        gateway.jdbc()
                .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where usename = current_user and pid <> pg_backend_pid()")
                .query()
                .listOfRows();
    }

    /** Fails unless everything that must hold at every moment holds now. */
    void requireSound() {
        assertThat(controls.keySet()).as("nodes").allMatch(GatewayProcess::alive);
        assertThat(Conservation.violationsBut(gateway.jdbc(), agreements)).isEmpty();
        assertThat(Conservation.refusals(gateway.jdbc())).isSubsetOf(refusals(REFUSES_UP_TO));
        assertThat(Conservation.violations(gateway.recipients())).isEmpty();
        assertThat(load.faults()).isEmpty();
        checkpoints.look(gateway.jdbc());
    }

    private static List<String> refusals(long entries) {
        return LongStream.iterate(REFUSES_EVERY, entry -> entry < entries, entry -> entry + REFUSES_EVERY)
                .mapToObj(entry -> REFUSING + " refused " + entry)
                .toList();
    }

    /** Ends the load and compares everything with everything. */
    void finish() throws Exception {
        load.finish(GOES_ON);
        Set<String> records = load.records();
        waiting("everything given and settled")
                .atMost(ALL_THERE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Conservation.isAllSettled(gateway.jdbc(), agreements));
        requireSound();
        assertThat(Conservation.differences(gateway.recipients(), records)).isEmpty();
        assertThat(Conservation.refusals(gateway.jdbc())).containsExactlyInAnyOrderElementsOf(refusals(records.size()));
        assertThat(count("select count(*) from ledger_entry")).isEqualTo(records.size());
        assertThat(count("select count(*) from submission where finished_at is null"))
                .isZero();
        checkpoints.requireStored(gateway.jdbc(), gateway.recipients());
        load.seen().requireStored(gateway.jdbc());
        assertThat(fsck()).as("anze fsck").isEmpty();
        LOG.info("by agreement: {}", AgreementBalance.figures(gateway.jdbc(), agreements, Instant.now()));
        LOG.info("{} records, {} orders: nothing lost, nothing twice", records.size(), orders);
    }

    private long count(String sql) {
        return gateway.jdbc().sql(sql).query(Long.class).single();
    }

    /** What {@code anze fsck} complains of in ledger, parcels and audit log. */
    private String fsck() throws IOException {
        return SiteCheck.fsck(gateway.first().data(), gateway.url(), postgres.user(), postgres.password());
    }

    /** Signals one process of this site. */
    static void signal(String name, long process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process)).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() throws IOException {
        if (load != null) {
            load.close();
        }
        gateway.close();
        for (FaultControl control : controls.values()) {
            control.close();
        }
    }
}
