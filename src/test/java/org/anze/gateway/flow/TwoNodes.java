package org.anze.gateway.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.embedded.BrokerAccess;
import org.anze.gateway.embedded.BrokerPorts;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Two gateways in processes of their own on one PostgreSQL and one broker that are neither's. Files and keys are the same for
 * both; each has its own SFTP homes.
 */
public final class TwoNodes implements AutoCloseable {

    private static final String BROKER_USER = "gateway";
    private static final char[] BROKER_SECRET = "only-in-this-test".toCharArray();

    private final EmbeddedPostgres postgres;
    private final String schema = TestStores.freshName();
    private final Broker broker;
    private final GatewayProcess first;
    private final GatewayProcess second;
    private final JdbcClient jdbc;
    private DemoRecipients recipients;

    /** The broker between the nodes, with the queues of all parties. */
    public interface Broker extends AutoCloseable {
        /** Starts it on what its journal holds. */
        void start() throws IOException;

        @Override
        void close();
    }

    /** With database and broker in the test's own process. */
    public TwoNodes(String name) throws IOException {
        this(name, TestStores.server(), TwoNodes::broker);
    }

    /** With a database that runs, and a broker that is made for a folder of its journal and a port. */
    public TwoNodes(String name, EmbeddedPostgres postgres, BiFunction<Path, Integer, Broker> brokers)
            throws IOException {
        this.postgres = postgres;
        first = GatewayProcess.prepare(name + "-1");
        second = GatewayProcess.beside(first, name + "-2");
        first.program(ClassArchive.program());
        second.program(ClassArchive.program());
        Path journal = Path.of("target", "flow", name + "-broker");
        FileSystemUtils.deleteRecursively(journal);
        broker = brokers.apply(journal, first.corePort());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        // What is asked of all records after each fault leaves the processors to the nodes.
        source.setOptions("-c work_mem=64MB -c jit=off -c max_parallel_workers_per_gather=0");
        jdbc = JdbcClient.create((DataSource) source);
    }

    /** A broker in this process. */
    public static Broker broker(Path journal, int port) {
        EmbeddedBroker embedded = new EmbeddedBroker(journal, new BrokerPorts(port, 0, 0, 0), access());
        return new Broker() {
            @Override
            public void start() throws IOException {
                embedded.start();
                for (Party party : Parties.load(Path.of("parties")).all()) {
                    for (String address : List.of("submit.", "receipts.", "feed.", "settle.")) {
                        embedded.createQueue(address + party.id());
                    }
                }
            }

            @Override
            public void close() {
                embedded.close();
            }
        };
    }

    /** The nodes may use everything, the parties what is their own with the secrets of the demo. */
    private static BrokerAccess access() {
        BrokerAccess parties = BrokerAccess.ownAddressesOnly((user, secret) -> true);
        return new BrokerAccess() {
            @Override
            public boolean authenticate(String user, char[] secret) {
                return !user.equals(BROKER_USER) || Arrays.equals(secret, BROKER_SECRET);
            }

            @Override
            public boolean mayUse(String user, String address, boolean send) {
                return user.equals(BROKER_USER) || parties.mayUse(user, address, send);
            }
        };
    }

    /** Where the database with the schema of these nodes is. */
    public String url() {
        return postgres.jdbcUrl() + (postgres.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /** Starts broker, the first node, the recipients and the second node. */
    public void start() throws IOException {
        jdbc.sql("create schema " + schema).update();
        broker.start();
        start(first);
        recipients = new DemoRecipients(first.data(), this::living, () -> "tcp://127.0.0.1:" + first.corePort());
        recipients.start(Parties.load(first.home().resolve("parties")).all());
        start(second);
    }

    /** Starts a node that does not run. */
    public void start(GatewayProcess node) throws IOException {
        node.start(Stream.of(
                        "--anze.node.name=" + (node == first ? "first" : "second"),
                        "--anze.stores.database-url=" + url(),
                        "--anze.stores.database-user=" + postgres.user(),
                        "--anze.stores.database-password=" + postgres.password(),
                        "--anze.stores.database-connections=12",
                        "--anze.stores.broker-url=tcp://127.0.0.1:" + first.corePort(),
                        "--anze.stores.broker-user=" + BROKER_USER,
                        "--anze.stores.broker-password=" + new String(BROKER_SECRET),
                        "--anze.sftp.home=" + node.log().resolveSibling("sftp").toAbsolutePath())
                .toArray(String[]::new));
    }

    /** The one that makes the keys; clients find its data folder there. */
    public GatewayProcess first() {
        return first;
    }

    /** The other one. */
    public GatewayProcess second() {
        return second;
    }

    /** Of two the other. */
    public GatewayProcess other(GatewayProcess node) {
        return node == first ? second : first;
    }

    /** The nodes' database; connections are not kept. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    /** All recipients, in this process. */
    public DemoRecipients recipients() {
        return recipients;
    }

    /** The node that processes submissions, as the database says. */
    public GatewayProcess holder() {
        String holder = jdbc.sql("select holder from lease where name = 'ledger'")
                .query(String.class)
                .single();
        return holder.startsWith("first/") ? first : second;
    }

    /** The work that a node has taken over, as the database says: ledger, feeds, schedules. */
    public Set<String> leases(GatewayProcess node) {
        return jdbc
                .sql("select name, holder from lease where holder is not null")
                .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .filter(lease -> lease.getValue().startsWith(node == first ? "first/" : "second/"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private URI living() {
        return (first.alive() ? first : second).https();
    }

    /** The broker, to be stopped and started again. */
    public Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        try {
            if (recipients != null) {
                recipients.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            second.close();
            first.close();
            broker.close();
        }
    }
}
