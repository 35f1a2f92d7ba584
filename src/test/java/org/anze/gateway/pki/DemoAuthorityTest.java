package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final DemoParty INSURER = new DemoParty("insurer-jia", "甲财产保险（演示）", "91140100MAXX000011");
    private static final DemoParty PLATFORM = new DemoParty("platform-14", "示例省平台", "11140000MAXX000022");

    @TempDir
    Path data;

    private DemoAuthority authority;
    private PkiLayout layout;

    @BeforeEach
    void prepare() {
        authority = new DemoAuthority(data, Clock.fixed(NOW, ZoneOffset.UTC));
        layout = new PkiLayout(data);
    }

    @Test
    void makesEverythingOnceAndChangesNothingAfterwards() throws Exception {
        authority.provide(List.of(INSURER));
        TreeMap<String, String> first = contents();

        authority.provide(List.of(INSURER));
        assertThat(contents()).isEqualTo(first);

        authority.provide(List.of(INSURER, PLATFORM));
        assertThat(contents()).containsAllEntriesOf(first).hasSizeGreaterThan(first.size());
        assertThat(first.keySet())
                .containsExactly(
                        "credentials/insurer-jia/authorized_keys",
                        "credentials/insurer-jia/client.crt",
                        "credentials/insurer-jia/secret.hash",
                        "demo/keys/insurer-jia/client.crt",
                        "demo/keys/insurer-jia/client.key",
                        "demo/keys/insurer-jia/id_key",
                        "demo/keys/insurer-jia/id_key.pub",
                        "demo/keys/insurer-jia/secret",
                        "pki/seal-ca.crt",
                        "pki/seal-ca.key",
                        "pki/seal.crt",
                        "pki/seal.key",
                        "pki/server.crt",
                        "pki/server.key",
                        "pki/ssh_host_key",
                        "pki/ssh_host_key.pub",
                        "pki/tls-ca.crt",
                        "pki/tls-ca.key");
    }

    @Test
    void keepsPrivateFilesToTheirOwner() throws Exception {
        authority.provide(List.of(INSURER));

        for (Path directory : new Path[] {
            layout.directory(),
            layout.demoKeys(),
            layout.demoKeys("insurer-jia").directory(),
            layout.credentials("insurer-jia").directory()
        }) {
            assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
        }
        for (Path file : new Path[] {
            layout.tlsAuthorityKey(),
            layout.serverKey(),
            layout.sealAuthorityKey(),
            layout.sealKey(),
            layout.sshHostKey(),
            layout.demoKeys("insurer-jia").key(),
            layout.demoKeys("insurer-jia").sshKey(),
            layout.demoKeys("insurer-jia").secret(),
            layout.credentials("insurer-jia").secretHash()
        }) {
            assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        }
    }

    @Test
    void startsAnewWhenAStartWasCutShort() throws Exception {
        Path cutShort = Files.createDirectories(data.resolve(".pki.unfinished"));
        Files.writeString(cutShort.resolve("tls-ca.key"), "half");

        authority.provide(List.of(INSURER));

        assertThat(cutShort).doesNotExist();
        assertThat(Pem.privateKey(layout.tlsAuthorityKey())).isNotNull();
    }

    @Test
    void makesCredentialsFromKeysThatWereMadeBefore() throws Exception {
        authority.provide(List.of(INSURER));
        PrivateFiles.removeTree(layout.credentials());

        authority.provide(List.of(INSURER));

        assertThat(Files.readAllBytes(layout.credentials("insurer-jia").certificate()))
                .isEqualTo(Files.readAllBytes(layout.demoKeys("insurer-jia").certificate()));
        assertThat(new PartySecrets(data, Clock.systemUTC())
                        .verify("insurer-jia", secretOf("insurer-jia"), Duration.ZERO))
                .isPresent();
    }

    @Test
    void leavesAnOperatorsCredentialsAlone() throws Exception {
        Path operators =
                Files.createDirectories(layout.credentials("insurer-jia").directory());

        authority.provide(List.of(INSURER));

        assertThat(operators).isEmptyDirectory();
        assertThat(layout.demoKeys("insurer-jia").directory()).doesNotExist();
    }

    @Test
    void issuesTlsCertificatesForLoopbackAndParties() throws Exception {
        authority.provide(List.of(INSURER));
        X509Certificate root = Pem.certificate(layout.tlsAuthority());
        X509Certificate server = Pem.certificate(layout.server());
        X509Certificate client =
                Pem.certificate(layout.credentials("insurer-jia").certificate());

        server.verify(root.getPublicKey());
        client.verify(root.getPublicKey());
        assertThat(root.getBasicConstraints()).isZero();
        assertThat(root.getNotAfter().toInstant()).isEqualTo("2036-11-22T07:00:00Z");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(Duration.between(
                        server.getNotBefore().toInstant(), server.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(825));
        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getSubjectX500Principal().toString())
                .contains("CN=insurer-jia", "甲财产保险（演示）", "OID.2.5.4.97=91140100MAXX000011");
    }

    @Test
    void issuesSealingCertificatesWithSm2() throws Exception {
        authority.provide(List.of());
        X509Certificate root = Pem.certificate(layout.sealAuthority());
        X509Certificate seal = Pem.certificate(layout.seal());

        seal.verify(root.getPublicKey(), Pem.BOUNCY_CASTLE);
        assertThat(seal.getSigAlgOID()).isEqualTo("1.2.156.10197.1.501");
        assertThat(seal.getKeyUsage()[0]).isTrue();
        assertThat(Arrays.asList(1, 2, 3, 4, 5, 6)).noneMatch(usage -> seal.getKeyUsage()[usage]);

        byte[] message = "检查点".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance("SM3withSM2", Pem.BOUNCY_CASTLE);
        signature.initSign(Pem.privateKey(layout.sealKey()));
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(seal);
        signature.update(message);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void writesWhatOpensslReads() throws Exception {
        assumeTrue(run("openssl", "version").startsWith("OpenSSL 3"), "needs OpenSSL 3");
        // OpenSSL judges validity by its own clock.
        new DemoAuthority(data, Clock.systemUTC()).provide(List.of(INSURER));

        assertThat(run("openssl", "verify", "-CAfile", s(layout.tlsAuthority()), s(layout.server())))
                .endsWith("OK");
        assertThat(run(
                        "openssl",
                        "verify",
                        "-CAfile",
                        s(layout.tlsAuthority()),
                        s(layout.demoKeys("insurer-jia").certificate())))
                .endsWith("OK");
        assertThat(run(
                        "openssl",
                        "verify",
                        "-vfyopt",
                        "distid:1234567812345678",
                        "-CAfile",
                        s(layout.sealAuthority()),
                        s(layout.seal())))
                .endsWith("OK");
        assertThat(run("openssl", "pkey", "-in", s(layout.sealKey()), "-noout", "-text"))
                .contains("SM2");
        assertThat(run(
                        "openssl",
                        "pkey",
                        "-in",
                        s(layout.demoKeys("insurer-jia").key()),
                        "-noout",
                        "-text"))
                .contains("prime256v1");
    }

    @Test
    void givesEveryPartyItsOwnSecret() throws Exception {
        authority.provide(List.of(INSURER, PLATFORM));

        assertThat(secretOf("insurer-jia")).hasSize(32).isNotEqualTo(secretOf("platform-14"));
        PartySecrets secrets = new PartySecrets(data, Clock.systemUTC());
        assertThat(secrets.verify("insurer-jia", secretOf("insurer-jia"), Duration.ZERO))
                .isPresent();
        assertThat(secrets.verify("platform-14", secretOf("insurer-jia"), Duration.ZERO))
                .isEmpty();
    }

    @Test
    void refusesAPartyIdThatIsNoFolderName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DemoParty("../pki", "n", "u"));
        assertThatIllegalArgumentException().isThrownBy(() -> layout.credentials("a/b"));
    }

    private char[] secretOf(String party) throws IOException {
        return PrivateFiles.readSecret(layout.demoKeys(party).secret()).toCharArray();
    }

    private TreeMap<String, String> contents() throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(data.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String s(Path path) {
        return path.toString();
    }

    private static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
