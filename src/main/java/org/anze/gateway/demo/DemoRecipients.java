package org.anze.gateway.demo;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.anze.gateway.party.Party;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.pki.TlsContexts;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All recipients of the demo, each a real endpoint of its own on loopback, as their party files say where they are. They
 * keep what they get under {@code <data>/demo/received/<party>/}. Started and closed by one thread.
 */
public final class DemoRecipients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoRecipients.class);

    private final PkiLayout layout;
    private final TlsContexts tls;
    private final Supplier<URI> gateway;
    private final Supplier<String> broker;
    private final Map<String, ReceivedParcels> received = new TreeMap<>();
    private final Map<String, RecipientFaults> faults = new TreeMap<>();
    private final Map<String, RestRecipient> rest = new TreeMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * @param data the gateway's data folder, where the demo's keys are
     * @param gateway where recipients that pull find the gateway, asked before each poll
     * @param broker URL of the broker's core acceptor
     */
    public DemoRecipients(Path data, Supplier<URI> gateway, Supplier<String> broker) {
        this.layout = new PkiLayout(data);
        this.tls = new TlsContexts(data);
        this.gateway = gateway;
        this.broker = broker;
    }

    /** Starts an endpoint for every party that is served. */
    public void start(Collection<Party> parties) throws IOException {
        for (Party party : parties) {
            if (party.delivery() != null) {
                start(party, party.delivery());
            }
        }
        LOG.atInfo().addKeyValue("recipients", received.keySet()).log("demo recipients are listening");
    }

    private void start(Party party, Party.Delivery delivery) throws IOException {
        Path folder = layout.data().resolve("demo").resolve("received").resolve(party.id());
        RecipientFaults switches = new RecipientFaults();
        ReceivedParcels parcels =
                new ReceivedParcels(folder, new ParcelCheck(party.id(), layout.sealAuthority()), switches);
        faults.put(party.id(), switches);
        received.put(party.id(), parcels);
        int port = delivery.uri().map(URI::getPort).orElse(0);
        switch (delivery.channel()) {
            case REST -> {
                RestRecipient recipient = new RestRecipient(port, tls.server(), parcels, switches);
                rest.put(party.id(), recipient);
                open.push(recipient);
            }
            case SOAP -> open.push(new SoapRecipient(port, tls.server(), parcels, switches));
            case SFTP -> open.push(sftp(party.id(), port, parcels, switches));
            case QUEUE -> open.push(new QueueRecipient(connections(party.id()), party.id(), parcels, switches));
            case PULL -> {
                SSLContext own = tls.client(party.id());
                Map<URI, PartyClient> nodes = new ConcurrentHashMap<>();
                PullRecipient pull = new PullRecipient(
                        () -> nodes.computeIfAbsent(gateway.get(), node -> PartyClient.withCertificate(node, own)),
                        parcels,
                        switches);
                pull.start();
                open.push(pull);
            }
        }
    }

    private SftpRecipient sftp(String party, int port, ReceivedParcels parcels, RecipientFaults switches)
            throws IOException {
        Path knownHost = layout.credentials(party).directory().resolve("known_host");
        if (Files.notExists(knownHost)) {
            // The gateway must know the city's host key before it connects for the first time.
            Files.copy(layout.demoKeys(party).sshPublicKey(), knownHost);
        }
        SftpRecipient recipient = new SftpRecipient(
                port,
                layout.data().resolve("demo").resolve("sftp").resolve(party),
                layout.demoKeys(party).sshKey(),
                layout.directory().resolve("ssh_host_key.pub"),
                parcels,
                switches);
        recipient.start();
        return recipient;
    }

    private ConnectionFactory connections(String party) throws IOException {
        return new ActiveMQConnectionFactory(
                broker.get(),
                party,
                PrivateFiles.readSecret(layout.demoKeys(party).secret()));
    }

    /**
     * Has a recipient that takes parcels by REST come back at the same port with another certificate; connections that were
     * open end. For drills of a certificate's expiry.
     *
     * @param certificate a TLS context with the server's certificate
     */
    public void present(String party, SSLContext certificate) throws IOException {
        RestRecipient before = rest.get(party);
        if (before == null) {
            throw new IllegalArgumentException("no demo recipient by REST: " + party);
        }
        before.close();
        open.remove(before);
        RestRecipient after = new RestRecipient(before.uri().getPort(), certificate, before.received(), faults(party));
        rest.put(party, after);
        open.push(after);
    }

    /** What a recipient has received. */
    public ReceivedParcels received(String party) {
        ReceivedParcels parcels = received.get(party);
        if (parcels == null) {
            throw new IllegalArgumentException("no demo recipient " + party);
        }
        return parcels;
    }

    /** What every recipient has received, by party. */
    public Map<String, ReceivedParcels> received() {
        return received;
    }

    /** The switches of a recipient, for tests. */
    public RecipientFaults faults(String party) {
        RecipientFaults switches = faults.get(party);
        if (switches == null) {
            throw new IllegalArgumentException("no demo recipient " + party);
        }
        return switches;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("a demo recipient did not end", e);
            }
        }
    }
}
