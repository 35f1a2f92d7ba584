package org.anze.gateway.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anze.gateway.feed.RecipientReceipt;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's city platform: an SFTP server of its own. It looks into {@code in/} for complete documents, takes them in the
 * order of their numbers together with their renditions, and writes receipts into {@code receipts/}. One thread of its own
 * between {@link #start} and {@link #close}.
 */
public final class SftpRecipient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SftpRecipient.class);
    private static final String DOCUMENT = ".parcel.json";
    private static final long LOOK_AGAIN_MS = 100;

    private final Path in;
    private final Path receipts;
    private final Path folder;
    private final ReceivedParcels received;
    private final RecipientFaults faults;
    private final SshServer server;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "demo-sftp-recipient");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param port on loopback; 0 takes a free one
     * @param folder root of what clients see, with {@code in} and {@code receipts}; not the folder of {@code received}
     * @param hostKey its private host key, OpenSSH or PEM
     * @param authorizedKeys file with the gateway's public key
     * @param faults the same that {@code received} was made with; "down" refuses logins and processes nothing
     */
    public SftpRecipient(
            int port, Path folder, Path hostKey, Path authorizedKeys, ReceivedParcels received, RecipientFaults faults)
            throws IOException {
        this.folder = folder.toAbsolutePath();
        this.in = Files.createDirectories(folder.resolve("in"));
        this.receipts = Files.createDirectories(folder.resolve("receipts"));
        this.received = received;
        this.faults = faults;
        this.server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        AuthorizedKeysAuthenticator keys = new AuthorizedKeysAuthenticator(authorizedKeys);
        server.setPublickeyAuthenticator(
                (user, key, session) -> !faults.isDown() && keys.authenticate(user, key, session));
        server.setFileSystemFactory(new VirtualFileSystemFactory(this.folder));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    }

    /** Listens, and takes up what lay in {@code in/} when it ended. */
    public void start() throws IOException {
        server.start();
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** What it received. */
    public ReceivedParcels received() {
        return received;
    }

    private void look() {
        if (faults.isDown()) {
            // Whoever is logged in is thrown out too: this is what a crashed server looks like.
            server.getActiveSessions().forEach(session -> session.close(true));
            return;
        }
        try {
            for (Path document : documents()) {
                faults.pause();
                take(document);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the demo's SFTP recipient could not take a parcel: {}", e.toString());
        }
    }

    private List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.getFileName().toString().endsWith(DOCUMENT))
                    .sorted()
                    .toList();
        }
    }

    private void take(Path document) throws IOException {
        String name = document.getFileName().toString();
        String base = name.substring(0, name.length() - DOCUMENT.length());
        if (!base.matches("\\d{9,18}")) {
            return;
        }
        List<Path> files = renditions(base);
        Map<String, byte[]> renditions = new HashMap<>();
        for (Path file : files) {
            renditions.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        RecipientReceipt receipt = received.accept(Long.parseLong(base), Files.readAllBytes(document), renditions)
                .receipt();
        if (receipt != null && !faults.losesThisAnswer()) {
            answer(base, faults.garblesThisAnswer() ? "<?".getBytes(StandardCharsets.UTF_8) : receipt.toJson());
        }
        // The document goes last, so that a crash before it only takes the parcel in once more.
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(document);
    }

    private List<Path> renditions(String base) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(base + ".") && !name.endsWith(DOCUMENT) && !name.endsWith(".part");
                    })
                    .toList();
        }
    }

    private void answer(String base, byte[] content) throws IOException {
        Path temporary = folder.resolve(base + ".receipt.part");
        Files.write(temporary, content);
        Files.move(
                temporary,
                receipts.resolve(base + ".receipt.json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        server.stop(true);
    }
}
