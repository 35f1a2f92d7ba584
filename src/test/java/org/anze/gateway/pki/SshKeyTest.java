package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.Executables;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.fs.SftpFileSystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The SSH keys of gateway and party, with the server we use and with OpenSSH's own client. */
class SshKeyTest {

    private static final String PARTY = "insurer-jia";

    @TempDir
    Path data;

    @TempDir
    Path home;

    private PkiLayout layout;
    private SshServer server;

    @BeforeEach
    void start() throws Exception {
        new DemoAuthority(data, Clock.systemUTC()).provide(List.of(new DemoParty(PARTY, "甲", "91140100MAXX000011")));
        layout = new PkiLayout(data);
        PublicKey known = publicKey(layout.credentials(PARTY).authorizedKeys());
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new FileKeyPairProvider(layout.sshHostKey()));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals(PARTY) && KeyUtils.compareKeys(key, known));
        server.setFileSystemFactory(new VirtualFileSystemFactory(home));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(true);
    }

    @Test
    void opensASessionFromJava() throws Exception {
        KeyPair keys = new FileKeyPairProvider(layout.demoKeys(PARTY).sshKey())
                .loadKeys(null)
                .iterator()
                .next();
        PublicKey host = publicKey(Path.of(layout.sshHostKey() + ".pub"));
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> KeyUtils.compareKeys(key, host));
            client.start();
            try (ClientSession session = client.connect(PARTY, "127.0.0.1", server.getPort())
                    .verify(Duration.ofSeconds(10))
                    .getSession()) {
                session.addPublicKeyIdentity(keys);
                session.auth().verify(Duration.ofSeconds(10));
                try (SftpFileSystem files = SftpClientFactory.instance().createSftpFileSystem(session)) {
                    Files.writeString(files.getPath("/policy.csv"), "保单");
                }
            }
        }
        assertThat(home.resolve("policy.csv")).hasContent("保单");
    }

    @Test
    @EnabledIf("openSshRunsHere")
    void opensASessionFromOpenSsh() throws Exception {
        Path file = Files.writeString(data.resolve("policy.csv"), "保单");
        Path knownHosts = Files.writeString(
                data.resolve("known_hosts"),
                "[127.0.0.1]:" + server.getPort() + " " + Files.readString(Path.of(layout.sshHostKey() + ".pub")));
        Process sftp = new ProcessBuilder(
                        "sftp",
                        "-b",
                        "-",
                        "-F",
                        "/dev/null",
                        "-i",
                        layout.demoKeys(PARTY).sshKey().toString(),
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "StrictHostKeyChecking=yes",
                        "-o",
                        "UserKnownHostsFile=" + knownHosts,
                        "-P",
                        Integer.toString(server.getPort()),
                        PARTY + "@127.0.0.1")
                .redirectErrorStream(true)
                .start();
        sftp.getOutputStream().write(("put " + file + " policy.csv\n").getBytes(StandardCharsets.UTF_8));
        sftp.getOutputStream().close();
        String output = new String(sftp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(sftp.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sftp.exitValue()).as(output).isZero();
        assertThat(home.resolve("policy.csv")).hasContent("保单");
    }

    /** Whether OpenSSH is installed and our user id has an account, without which it refuses everything. */
    static boolean openSshRunsHere() throws Exception {
        return Executables.missing("sftp", "ssh").isEmpty()
                && new ProcessBuilder("ssh", "-V")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }

    private static PublicKey publicKey(Path file) throws Exception {
        return AuthorizedKeyEntry.readAuthorizedKeys(file)
                .get(0)
                .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
    }
}
