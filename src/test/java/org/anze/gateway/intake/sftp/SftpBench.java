package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.identity.SampleIdentities;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A running SFTP intake on a free port, with parties 甲 and 乙 and their keys. Can be killed and started again. */
final class SftpBench implements AutoCloseable {

    static final String JIA = "insurer-jia";
    static final String YI = "insurer-yi";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final Path folder;
    final FakeDesk desk = new FakeDesk();
    final FakeSupplements supplements = new FakeSupplements();
    final Map<String, KeyPair> keys = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final SshClient client = SshClient.setUpDefaultClient();
    volatile Parties parties;
    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    SftpIntake intake;

    SftpBench(Path folder) throws Exception {
        this.folder = folder;
        writeKey(newKey(), folder.resolve("host_key"));
        for (String party : List.of(JIA, YI)) {
            keys.put(party, newKey());
            authorise(party, keys.get(party));
        }
        trigger(Party.SftpDrop.Trigger.ON_CLOSE);
        settings.put("port", "0");
        settings.put("home", folder.resolve("sftp").toString());
        settings.put("credentials", folder.resolve("credentials").toString());
        settings.put("host-key", folder.resolve("host_key").toString());
        settings.put("first-retry", "10ms");
        settings.put("longest-retry", "50ms");
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
    }

    SftpBench with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    SftpBench start() throws IOException {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put("anze.sftp." + key, value));
        SftpIntakeSettings bound = new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("anze.sftp", SftpIntakeSettings.class);
        intake = new SftpIntake(
                bound,
                () -> parties,
                SampleIdentities.of(() -> parties)
                        .withKeysIn(bound.credentials())
                        .auditing(audited::add)
                        .build(),
                desk,
                desk,
                supplements,
                Clock.systemUTC());
        intake.start();
        return this;
    }

    void stop() throws IOException {
        intake.stop();
    }

    void trigger(Party.SftpDrop.Trigger trigger) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("*.csv", "policy");
        files.put("保单*.txt", "policy-text");
        parties = Parties.of(List.of(party(JIA, trigger, files), party(YI, trigger, Map.of())));
    }

    static Party party(String id, Party.SftpDrop.Trigger trigger, Map<String, String> files) {
        Party.Intake intake = new Party.Intake(
                "policy", List.of(), false, false, false, new Party.SftpDrop(trigger, files), null, null);
        return new Party(
                id,
                PartyType.INS,
                new Party.Name("甲保险", "Jia"),
                "91140106MAYY000001",
                List.of(),
                intake,
                null,
                List.of());
    }

    static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static void writeKey(KeyPair key, Path file) throws Exception {
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, null, null, out);
        }
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    void authorise(String party, KeyPair key) throws IOException {
        Path home = Files.createDirectories(folder.resolve("credentials").resolve(party));
        Files.writeString(home.resolve("authorized_keys"), PublicKeyEntry.toString(key.getPublic()) + " test\n");
    }

    SftpClient login(String party) throws IOException {
        return login(party, keys.get(party));
    }

    SftpClient login(String user, KeyPair key) throws IOException {
        return SftpClientFactory.instance().createSftpClient(session(user, key)).singleSessionInstance();
    }

    ClientSession session(String user, KeyPair key) throws IOException {
        ClientSession session = client.connect(user, "127.0.0.1", intake.port())
                .verify(PATIENCE)
                .getSession();
        session.addPublicKeyIdentity(key);
        try {
            session.auth().verify(PATIENCE);
        } catch (IOException e) {
            session.close(true);
            throw e;
        }
        return session;
    }

    static void put(SftpClient sftp, String path, String content) throws IOException {
        put(sftp, path, content.getBytes(StandardCharsets.UTF_8));
    }

    static void put(SftpClient sftp, String path, byte[] content) throws IOException {
        try (SftpClient.CloseableHandle handle =
                sftp.open(path, SftpClient.OpenMode.Create, SftpClient.OpenMode.Write, SftpClient.OpenMode.Truncate)) {
            sftp.write(handle, 0, content);
        }
    }

    Path home(String party) {
        return folder.resolve("sftp").resolve(party);
    }

    Path receipt(String party, String name) {
        return home(party).resolve("receipts").resolve(name + ".receipt.json");
    }

    Path spool(String party) {
        return folder.resolve("sftp/.spool").resolve(party);
    }

    @Override
    public void close() throws IOException {
        client.stop();
        intake.stop();
    }
}
