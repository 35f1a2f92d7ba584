package org.anze.gateway.demo;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.pki.TlsContexts;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** The four insurers as clients of the gateway, each over its own channel and with its own key. For one thread. */
public final class DemoSenders {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MS = 200;

    private final PkiLayout layout;
    private final TlsContexts tls;
    private final URI gateway;
    private final int sftpPort;
    private final String broker;
    private final Map<String, Kept> clients = new ConcurrentHashMap<>();

    /** A client and when the certificate was written that it presents. */
    private record Kept(FileTime written, PartyClient client) {}

    /**
     * @param data the gateway's data folder, where the demo's keys are
     * @param gateway the gateway's HTTPS door
     * @param broker URL of the broker's core acceptor
     */
    public DemoSenders(Path data, URI gateway, int sftpPort, String broker) {
        this.layout = new PkiLayout(data);
        this.tls = new TlsContexts(data);
        this.gateway = gateway;
        this.sftpPort = sftpPort;
        this.broker = broker;
    }

    /** The HTTPS client of a party, known by its certificate; another one once the party has another certificate. */
    public PartyClient https(String party) throws IOException {
        FileTime written = Files.getLastModifiedTime(layout.demoKeys(party).certificate());
        Kept kept = clients.get(party);
        if (kept == null || !kept.written.equals(written)) {
            kept = new Kept(written, PartyClient.withCertificate(gateway, tls.client(party)));
            clients.put(party, kept);
        }
        return kept.client;
    }

    /** Puts a file into the party's {@code in/}, under {@code .part} until it is whole. */
    public void put(String party, String name, InputStream content) throws IOException {
        sftp(party, client -> put(client, name, content));
    }

    private static String put(SftpClient client, String name, InputStream content) throws IOException {
        String path = "in/" + name;
        try (OutputStream out = client.write(path + ".part")) {
            content.transferTo(out);
        }
        client.rename(path + ".part", path);
        return path;
    }

    /** Waits for a file in the party's {@code receipts/} and reads it. */
    public byte[] awaitReceipt(String party, String name, Duration patience) throws IOException {
        return sftp(party, client -> awaitReceipt(client, name, patience));
    }

    private static byte[] awaitReceipt(SftpClient client, String name, Duration patience) throws IOException {
        Instant end = Instant.now().plus(patience);
        while (!exists(client, "receipts/" + name)) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("no receipt " + name + " within " + patience);
            }
            pause();
        }
        try (InputStream in = client.read("receipts/" + name)) {
            return in.readAllBytes();
        }
    }

    private static boolean exists(SftpClient client, String path) throws IOException {
        try {
            client.stat(path);
            return true;
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return false;
            }
            throw e;
        }
    }

    /** Puts a file and waits for its receipt, {@code <name>.receipt.json}. */
    public byte[] exchangeOverSftp(String party, String name, InputStream content, Duration patience)
            throws IOException {
        return sftp(party, client -> {
            put(client, name, content);
            return awaitReceipt(client, name + ".receipt.json", patience);
        });
    }

    private interface SftpWork<T> {
        T run(SftpClient client) throws IOException;
    }

    private <T> T sftp(String party, SftpWork<T> work) throws IOException {
        try (SshClient ssh = SshClient.setUpDefaultClient()) {
            KeyPair key = new FileKeyPairProvider(layout.demoKeys(party).sshKey())
                    .loadKeys(null)
                    .iterator()
                    .next();
            String host = Files.readString(layout.directory().resolve("ssh_host_key.pub"));
            ssh.setServerKeyVerifier((session, address, offered) -> {
                try {
                    return KeyUtils.compareKeys(
                            offered, PublicKeyEntry.parsePublicKeyEntry(host).resolvePublicKey(null, null, null));
                } catch (IOException | GeneralSecurityException e) {
                    return false;
                }
            });
            ssh.start();
            try (ClientSession session =
                    ssh.connect(party, "127.0.0.1", sftpPort).verify(PATIENCE).getSession()) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(PATIENCE);
                try (SftpClient client = SftpClientFactory.instance().createSftpClient(session)) {
                    return work.run(client);
                }
            }
        }
    }

    /** Sends a message to {@code submit.<party>} and waits for its receipt on {@code receipts.<party>}. */
    public byte[] exchangeOverQueue(String party, String submissionId, byte[] body, Duration patience)
            throws IOException {
        String secret = PrivateFiles.readSecret(layout.demoKeys(party).secret());
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker, party, secret);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer receipts = session.createConsumer(
                        session.createQueue("receipts." + party), "JMSCorrelationID = '" + submissionId + "'")) {
            connection.start();
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            message.setStringProperty("SubmissionId", submissionId);
            session.createProducer(session.createQueue("submit." + party)).send(message);
            Message receipt = receipts.receive(patience.toMillis());
            if (!(receipt instanceof BytesMessage answer)) {
                throw new IOException("no receipt for " + submissionId + " within " + patience);
            }
            byte[] bytes = new byte[(int) answer.getBodyLength()];
            answer.readBytes(bytes);
            return bytes;
        } catch (JMSException e) {
            throw new IOException("the broker refused " + party + ": " + e.getMessage(), e);
        }
    }

    /** Posts over REST and returns what is answered once the submission is final: its status as the sender reads it. */
    public byte[] exchangeOverRest(
            String party, String submissionId, String mediaType, String mapping, byte[] body, Duration patience)
            throws IOException {
        PartyClient.Answer answer =
                https(party).submit(submissionId, mediaType, mapping, () -> new ByteArrayInputStream(body));
        if (answer.status() != 200 && answer.status() != 202) {
            throw new IOException("status " + answer.status() + ": " + answer.text());
        }
        return awaitStatus(party, submissionId, patience);
    }

    /** Asks for a submission until it is final. */
    public byte[] awaitStatus(String party, String submission, Duration patience) throws IOException {
        Instant end = Instant.now().plus(patience);
        while (true) {
            PartyClient.Answer status = https(party).get("/api/v1/submissions/" + submission);
            if (status.status() != 200) {
                throw new IOException("status " + status.status() + ": " + status.text());
            }
            if (status.text().contains("\"final\":true")) {
                return status.body();
            }
            if (Instant.now().isAfter(end)) {
                throw new IOException("submission " + submission + " is not final within " + patience);
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
