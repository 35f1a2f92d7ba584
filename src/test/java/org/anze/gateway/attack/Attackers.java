package org.anze.gateway.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.TlsContexts;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpException;

/** Sends attacks as they are written, without a client library that would correct them. For one thread. */
final class Attackers {

    private static final int PATIENCE_MS = 10_000;
    private static final int LONGEST = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MS);

    private final GatewayProcess gateway;
    private final PkiLayout layout;
    private final Map<String, SSLContext> contexts = new HashMap<>();

    Attackers(GatewayProcess gateway) {
        this.gateway = gateway;
        this.layout = new PkiLayout(gateway.data());
    }

    /** Sends the request and reads until the gateway closes the connection. */
    RawAnswer http(Attack attack, String request) throws IOException {
        try (Socket socket = connect(attack)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new RawAnswer(rest(socket.getInputStream()));
        }
    }

    private Socket connect(Attack attack) throws IOException {
        if (attack.byConsolePort()) {
            return new Socket("127.0.0.1", gateway.consolePort());
        }
        SSLContext context = contexts.get(attack.as());
        if (context == null) {
            TlsContexts tls = new TlsContexts(gateway.data());
            context = attack.as().equals("nobody") ? tls.anonymousClient() : tls.client(attack.as());
            contexts.put(attack.as(), context);
        }
        return context.getSocketFactory().createSocket("127.0.0.1", gateway.httpsPort());
    }

    private static byte[] rest(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            int length = in.read(part);
            while (length >= 0 && all.size() < LONGEST) {
                all.write(part, 0, length);
                length = in.read(part);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("the connection stayed open after " + all.toString(StandardCharsets.UTF_8), e);
        } catch (IOException e) {
            if (all.size() == 0) {
                throw e;
            }
            // Closed in our face after the answer, because we sent more than was read.
        }
        return all.toByteArray();
    }

    /** What an SFTP session came to: the status of the refusal, 0 when there was none, and what was read. */
    record SftpOutcome(int status, byte[] read) {}

    SftpOutcome sftp(Attack attack) throws Exception {
        String[] words = attack.sftp().split(" ");
        try (SshClient ssh = SshClient.setUpDefaultClient()) {
            ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            ssh.start();
            KeyPair key = new FileKeyPairProvider(layout.demoKeys(attack.as()).sshKey())
                    .loadKeys(null)
                    .iterator()
                    .next();
            try (ClientSession session = ssh.connect(attack.as(), "127.0.0.1", gateway.sftpPort())
                    .verify(PATIENCE)
                    .getSession()) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(PATIENCE);
                try (SftpClient client = SftpClientFactory.instance().createSftpClient(session)) {
                    return new SftpOutcome(0, perform(client, words));
                } catch (SftpException e) {
                    return new SftpOutcome(
                            e.getStatus(), String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static byte[] perform(SftpClient client, String[] words) throws IOException {
        switch (words[0]) {
            case "read":
                try (InputStream in = client.read(words[1])) {
                    return in.readNBytes(LONGEST);
                }
            case "stat":
                return client.stat(words[1]).toString().getBytes(StandardCharsets.UTF_8);
            case "link":
                client.symLink(words[1], words[2]);
                return new byte[0];
            case "rename":
                client.rename(words[1], words[2]);
                return new byte[0];
            case "remove":
                client.remove(words[1]);
                return new byte[0];
            case "mkdir":
                client.mkdir(words[1]);
                return new byte[0];
            case "write":
                client.put(new java.io.ByteArrayInputStream(new byte[] {1}), words[1]);
                return new byte[0];
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    /** Logs in to the broker by STOMP, sends one frame and returns what comes back until the broker closes or errs. */
    String stomp(Attack attack) throws IOException {
        String secret = Files.readString(layout.demoKeys(attack.as()).secret()).strip();
        String[] words = attack.stomp().split(" ");
        try (Socket socket = new Socket("127.0.0.1", gateway.stompPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            send(
                    socket,
                    "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:" + attack.as() + "\npasscode:" + secret
                            + "\nheart-beat:0,0\n\n\0");
            String hello = frame(socket.getInputStream());
            if (!hello.startsWith("CONNECTED")) {
                throw new IOException("not let in: " + hello);
            }
            String body = words[0].equals("SEND") ? "x" : "";
            send(
                    socket,
                    words[0] + "\nid:0\nack:auto\nreceipt:r\nSubmissionId:A-1\ndestination:" + words[1] + "\n\n" + body
                            + "\0");
            return frame(socket.getInputStream());
        }
    }

    private static void send(Socket socket, String frame) throws IOException {
        socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String frame(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream frame = new java.io.ByteArrayOutputStream();
        int next = in.read();
        while (next > 0 && frame.size() < LONGEST) {
            frame.write(next);
            next = in.read();
        }
        return frame.toString(StandardCharsets.UTF_8).strip();
    }

    /** The folder of a party on the gateway's SFTP server, as the gateway itself sees it. */
    Path sftpHome(String party) {
        return gateway.data().resolve("sftp").resolve(party);
    }
}
