package org.anze.gateway.intake.sftp;

import static org.anze.gateway.intake.sftp.SftpBench.JIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.Executables;
import org.anze.gateway.pki.DemoAuthority;
import org.anze.gateway.pki.DemoParty;
import org.anze.gateway.pki.PkiLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same server as the other tests, seen by the clients of OpenSSH that most parties use. */
class OpenSshClientTest {

    @TempDir
    Path folder;

    private SftpBench bench;
    private Path key;

    @BeforeEach
    void open() throws Exception {
        List<String> missing = Executables.missing("sftp", "ssh");
        assumeTrue(missing.isEmpty(), "not on the PATH: " + missing);
        bench = new SftpBench(folder);
        // The keys of the demo, which are Ed25519 on both sides.
        PkiLayout layout = new PkiLayout(folder.resolve("data"));
        new DemoAuthority(layout.data(), Clock.systemUTC())
                .provide(List.of(new DemoParty(JIA, "甲保险", "91140106MAYY000001")));
        key = layout.demoKeys(JIA).sshKey();
        bench.with("host-key", layout.sshHostKey().toString())
                .with("credentials", layout.credentials().toString())
                .start();
    }

    @AfterEach
    void close() throws IOException {
        if (bench != null) {
            bench.close();
        }
    }

    private record Result(int code, String output) {}

    private Result run(String program, String portOption, String commands, String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                program,
                portOption,
                String.valueOf(bench.intake.port()),
                "-i",
                key.toString(),
                "-F",
                "/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "StrictHostKeyChecking=accept-new",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known_hosts")));
        line.addAll(List.of(more));
        Path input = Files.writeString(folder.resolve("commands"), commands);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private Result sftp(String commands) throws Exception {
        return run("sftp", "-P", commands, "-b", "-", JIA + "@127.0.0.1");
    }

    @Test
    void putsAFileAndFetchesItsReceiptAndRejects() throws Exception {
        Path file = Files.writeString(folder.resolve("保单.csv"), "BAD\n".repeat(100_000));
        assertThat(sftp("put -p " + file + " in/\nls -l in\n").code()).isZero();
        await().until(() -> Files.exists(bench.receipt(JIA, "保单.csv")));
        assertThat(bench.desk.kept().get(0).content()).isEqualTo(Files.readAllBytes(file));
        Result fetched = sftp("get receipts/* " + folder + "\nrm receipts/*\n");
        assertThat(fetched.code()).as(fetched.output()).isZero();
        assertThat(folder.resolve("保单.csv.receipt.json"))
                .content(StandardCharsets.UTF_8)
                .contains("S1");
        assertThat(folder.resolve("保单.csv.rejects.xlsx")).exists();
        assertThat(bench.home(JIA).resolve("receipts")).isEmptyDirectory();
    }

    @Test
    void renamesAwayFromPartAndResumesAnUpload() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "0123456789".repeat(10_000));
        assertThat(sftp("put " + file + " in/a.part\nrename in/a.part in/a.csv\n")
                        .code())
                .isZero();
        await().untilAsserted(() -> assertThat(bench.desk.kept()).hasSize(1));
        Files.writeString(bench.home(JIA).resolve("in/b.csv"), "0123456789".repeat(10));
        Result resumed = sftp("put -a " + file + " in/b.csv\n");
        assertThat(resumed.code()).as(resumed.output()).isZero();
        await().untilAsserted(() -> assertThat(bench.desk.kept()).hasSize(2));
        assertThat(bench.desk.kept().get(1).content()).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void refusesWhatIsNotADrop() throws Exception {
        assertThat(sftp("mkdir in/x\n").code()).isNotZero();
        assertThat(sftp("ln -s /etc/passwd in/x.csv\n").code()).isNotZero();
        assertThat(sftp("get ../../../../etc/passwd " + folder + "\n").code()).isNotZero();
        assertThat(sftp("ls ../insurer-yi\n").code()).isNotZero();
        Result shell = run("ssh", "-p", "", JIA + "@127.0.0.1", "id");
        assertThat(shell.code()).isNotZero();
        assertThat(shell.output()).doesNotContain("uid=");
    }
}
