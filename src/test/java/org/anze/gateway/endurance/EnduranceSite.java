package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.cli.SiteCheck;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.faults.Conservation;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.pki.TlsContexts;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * One gateway with {@code -Xmx512m} and its broker in one process, a PostgreSQL outside of it, and four recipients on the REST
 * channel, each of which may get every record of a load unless the run says that some are not for it. Limits and rules are those
 * it is shipped with unless a run says otherwise. For one thread.
 *
 * <p>The heap is touched whole at the start, so that resident memory which grows afterwards is memory outside of it, and is seen
 * in a short run as well; what is kept inside the heap is counted apart ({@link Memory}).
 */
final class EnduranceSite implements AutoCloseable {

    /** Senders that may send policies in canonical form by REST. */
    static final List<String> SENDERS = List.of("insurer-wu", "insurer-bing", "insurer-ding", "insurer-geng");

    /** Files of this form are wide policy lists. */
    static final String FILES = "AZX_CB_";

    /** The recipient that gets one sector alone. */
    static final String OF_ONE_SECTOR = "sector-hazchem";

    private static final List<String> RECIPIENTS = List.of("platform-shanxi", "ministry", "city-datong", OF_ONE_SECTOR);
    /** May not get accident reports, and so would have another count than the others. */
    private static final String LEFT_OUT = "regulator-finance";

    private static final Duration ALL_THERE = Duration.ofHours(2);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final GatewayProcess gateway;
    private final String schema = TestStores.freshName();
    private final JdbcClient jdbc;
    private final Map<String, Sink> sinks = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, Long> elsewhere = new TreeMap<>();
    private final DemoSenders senders;

    /** With folders and ports of its own; nothing runs yet. */
    EnduranceSite(String name) throws IOException {
        gateway = GatewayProcess.prepare(name);
        Path parties = gateway.home().resolve("parties");
        FileSystemUtils.deleteRecursively(parties.resolve(LEFT_OUT));
        for (String recipient : RECIPIENTS) {
            int port = GatewayProcess.freePort();
            ports.put(recipient, port);
            Path file = parties.resolve(recipient).resolve("party.yaml");
            String party = Files.readString(file);
            Files.writeString(file, party.substring(0, party.indexOf("delivery:")) + """
                delivery:
                  channel: REST
                  endpoint: https://localhost:%d/parcels
                  format: JSON
                  timeout: PT15S
                  firstRetry: PT1S
                  longestRetry: PT15S
                """.formatted(port));
        }
        Path bing = parties.resolve("insurer-bing/party.yaml");
        Files.writeString(
                bing, Files.readString(bing).replace("    mapping: services", "    mapping: canonical-policy"));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(TestStores.server().user());
        source.setPassword(TestStores.server().password());
        jdbc = JdbcClient.create((DataSource) source);
        senders = gateway.senders();
    }

    private String url() {
        String url = TestStores.server().jdbcUrl();
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /** Starts the gateway, then the recipients. */
    void start(String... more) throws IOException {
        jdbc.sql("create schema " + schema).update();
        // The compiler of a gateway that runs for weeks, not the one of tests that last seconds.
        gateway.jvm("-XX:TieredStopAtLevel=4");
        gateway.jvm("-Xms512m");
        gateway.jvm("-XX:+AlwaysPreTouch");
        gateway.start(Stream.concat(
                        Stream.of(
                                "--anze.stores.database-url=" + url(),
                                "--anze.stores.database-user="
                                        + TestStores.server().user(),
                                "--anze.stores.database-password="
                                        + TestStores.server().password()),
                        Stream.of(more))
                .toArray(String[]::new));
        TlsContexts tls = new TlsContexts(gateway.data());
        for (String recipient : RECIPIENTS) {
            Sink sink = new Sink(recipient, ports.get(recipient), tls.server());
            sinks.put(recipient, sink);
            sink.up();
        }
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** The parties as clients; threads may share those for HTTPS, which all exist. */
    DemoSenders senders() throws IOException {
        for (String party : SENDERS) {
            senders.https(party);
        }
        return senders;
    }

    Sink sink(String party) {
        return sinks.get(party);
    }

    /** Records that all recipients together have. */
    long delivered() {
        return sinks.values().stream().mapToLong(Sink::records).sum();
    }

    /** Records in the ledger. */
    long accepted() {
        return count("select coalesce((select size from ledger_state), 0)");
    }

    /** Parcels that were made and are not settled. */
    long parcelsWaiting() {
        return count("select count(*) from parcel where settled_at is null");
    }

    /** Submissions that are not final. */
    long unfinished() {
        return count("select count(*) from submission where finished_at is null");
    }

    /** Seconds from receipt to end of those submissions whose id is like this, in the median. */
    double medianWait(String messageId) {
        return jdbc.sql("select coalesce(percentile_cont(0.5) within group (order by"
                        + " extract(epoch from finished_at - received_at)), 0) from submission"
                        + " where message_id like ? and finished_at is not null")
                .param(messageId)
                .query(Double.class)
                .single();
    }

    long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    /** Of the records that are sent in this run so many more are not for this recipient. */
    void notFor(String party, long records) {
        elsewhere.merge(party, records, Long::sum);
    }

    private long due(String party, long records) {
        return records - elsewhere.getOrDefault(party, 0L);
    }

    /** Waits until every recipient has what it may get of so many records. */
    void awaitDelivered(long records) {
        Awaitility.await(records + " records at every recipient")
                .atMost(ALL_THERE)
                .pollInterval(LOOK)
                .until(() -> sinks.entrySet().stream()
                        .allMatch(each -> each.getValue().records() >= due(each.getKey(), records)));
    }

    /** Waits until nothing is under way, then fails unless each of so many records is where it belongs, once, and proven. */
    void requireConserved(long records) throws IOException {
        Awaitility.await("every submission final")
                .atMost(ALL_THERE)
                .pollInterval(LOOK)
                .until(() -> unfinished() == 0);
        awaitDelivered(records);
        Awaitility.await("every parcel settled")
                .atMost(ALL_THERE)
                .pollInterval(LOOK)
                .until(() -> parcelsWaiting() == 0);
        assertThat(accepted()).as("records in the ledger").isEqualTo(records);
        assertThat(faults()).isEmpty();
        sinks.forEach((party, sink) -> assertThat(sink.records()).as(party).isEqualTo(due(party, records)));
        assertThat(Conservation.violations(
                        jdbc, Conservation.agreements(gateway.home().resolve("parties"))))
                .isEmpty();
        assertThat(fsck()).as("anze fsck").isEmpty();
    }

    private List<String> faults() {
        List<String> all = new ArrayList<>();
        sinks.values().forEach(sink -> all.addAll(sink.faults()));
        return all;
    }

    private String fsck() throws IOException {
        EmbeddedPostgres server = TestStores.server();
        return SiteCheck.fsck(gateway.data(), url(), server.user(), server.password());
    }

    @Override
    public void close() {
        try {
            sinks.values().forEach(Sink::close);
            gateway.close();
        } finally {
            // A run leaves gigabytes.
            jdbc.sql("drop schema if exists " + schema + " cascade").update();
        }
    }
}
