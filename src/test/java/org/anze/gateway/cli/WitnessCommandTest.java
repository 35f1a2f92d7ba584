package org.anze.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.anze.gateway.evidence.witness.WitnessKey;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands around a witness: keys, and what keeps one from starting. */
class WitnessCommandTest {

    private static final String NAME = "witness.example/w1";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @BeforeEach
    void writeLogs() throws Exception {
        Files.writeString(
                folder.resolve("seal.crt"),
                SampleSeals.gateway(Suite.SM).certificate().pem());
    }

    @Test
    void makesKeysThatOnlyTheirOwnerReads() throws Exception {
        Path edwards = folder.resolve("ed25519.key");
        assertKey(edwards, run(new WitnessCommand.NewKey(), "--name=" + NAME, edwards.toString()));
        Path sm2 = folder.resolve("sm2.key");
        assertKey(sm2, run(new WitnessCommand.NewKey(), "--sm2", "--name=" + NAME, sm2.toString()));
        assertThat(run(new WitnessCommand.NewKey(), "--name=" + NAME, sm2.toString()))
                .isEqualTo(1);
    }

    private void assertKey(Path file, int code) throws Exception {
        String vkey = out.toString().strip();
        out.getBuffer().setLength(0);
        assertThat(code).isZero();
        assertThat(WitnessKey.ofPem(NAME, Files.readString(file)).publicKey()).isEqualTo(NoteKey.parse(vkey));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void printsTheKeyOfALedgerAsAWitnessWantsIt() throws Exception {
        int code = run(
                new WitnessCommand.LogKey(),
                "--origin=" + SampleSeals.LEDGER,
                folder.resolve("seal.crt").toString());
        assertThat(code).isZero();
        assertThat(out.toString().strip()).startsWith(SampleSeals.LEDGER + " " + SampleSeals.SIGNER + "+");
    }

    @Test
    void doesNotRunWithoutItsMemory() throws Exception {
        run(new WitnessCommand.NewKey(), "--name=" + NAME, folder.resolve("key").toString());
        run(new WitnessCommand.LogKey(), folder.resolve("seal.crt").toString());
        Files.writeString(
                folder.resolve("logs"),
                out.toString().lines().skip(1).findFirst().orElseThrow());
        int code = run(
                new WitnessCommand(),
                "--name=" + NAME,
                "--key=" + folder.resolve("key"),
                "--state=" + folder.resolve("none"),
                "--logs=" + folder.resolve("logs"));
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("cannot run");
    }
}
