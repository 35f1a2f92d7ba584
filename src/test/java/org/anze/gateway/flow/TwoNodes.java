package org.anze.gateway.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
 * Two gateways in processes of their own on one PostgreSQL and one broker that are neither's: both run in the test. Files and
 * keys are the same for both; each has its own SFTP homes.
 */
public final class TwoNodes implements AutoCloseable {

    private static final String BROKER_USER = "gateway";
    private static final char[] BROKER_SECRET = "only-in-this-test".toCharArray();

    private final EmbeddedPostgres postgres = TestStores.server();
    private final String schema = TestStores.freshName();
    private final EmbeddedBroker broker;
    private final GatewayProcess first;
    private final GatewayProcess second;
    private final JdbcClient jdbc;
    private DemoRecipients recipients;

    TwoNodes(String name) throws IOException {
        first = GatewayProcess.prepare(name + "-1");
        second = GatewayProcess.beside(first, name + "-2");
        Path journal = Path.of("target", "flow", name + "-broker");
        FileSystemUtils.deleteRecursively(journal);
        broker = new EmbeddedBroker(
                journal, new BrokerPorts(first.corePort(), 0, 0, 0), access());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        jdbc = JdbcClient.create((DataSource) source);
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

    private String url() {
        return postgres.jdbcUrl() + (postgres.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /** Starts broker, the first node, the recipients and the second node. */
    public void start() throws IOException {
        jdbc.sql("create schema " + schema).update();
        broker.start();
        for (Party party : Parties.load(first.home().resolve("parties")).all()) {
            for (String address : List.of("submit.", "receipts.", "feed.", "settle.")) {
                broker.createQueue(address + party.id());
            }
        }
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
                        "--anze.sftp.home="
                                + node.log().resolveSibling("sftp").toAbsolutePath())
                .toArray(String[]::new));
    }

    public GatewayProcess first() {
        return first;
    }

    public GatewayProcess second() {
        return second;
    }

    public GatewayProcess other(GatewayProcess node) {
        return node == first ? second : first;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

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

    private URI living() {
        return (first.alive() ? first : second).https();
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
