package org.anze.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {

    private static final byte[] ROOT = Suite.SM.hash("root".getBytes(UTF_8));

    @TempDir
    Path folder;

    private static Checkpoint checkpoint(Suite suite) {
        return new Checkpoint(SampleSeals.LEDGER, 20852163, ROOT, suite, SampleSeals.NOW);
    }

    private static SealVerifierKey key(SampleSeals.Gateway gateway) throws FlawException {
        return gateway.trust().require(gateway.certificate().pem(), SampleSeals.NOW);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void readsAndVerifiesWhatItSigned(Suite suite) throws FlawException {
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);

        SignedCheckpoint signed = checkpoint(suite).sign(gateway.signer());
        SignedCheckpoint read = SignedCheckpoint.parse(signed.note().getBytes(UTF_8));

        assertThat(read.checkpoint()).isEqualTo(checkpoint(suite));
        assertThat(read.note())
                .isEqualTo(signed.note())
                .startsWith("gateway.example/ledger\n20852163\n" + Base64Text.encode(ROOT) + "\nsuite " + suite
                        + "\ntime 2026-11-22T09:30:00.123+08:00\n\n\u2014 gateway.example ");
        read.verify(key(gateway));
    }

    @Test
    void refusesEveryChangedByteOfANote() throws FlawException {
        SampleSeals.Gateway gateway = SampleSeals.gateway(Suite.SM);
        byte[] note = checkpoint(Suite.SM).sign(gateway.signer()).note().getBytes(UTF_8);
        SealVerifierKey key = key(gateway);

        for (int i = 0; i < note.length; i++) {
            byte[] changed = note.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> SignedCheckpoint.parse(changed).verify(key))
                    .as("byte %d", i)
                    .isInstanceOf(FlawException.class);
        }
    }

    @Test
    void refusesEveryOtherFormOfANote() throws FlawException {
        String note = checkpoint(Suite.SM)
                .sign(SampleSeals.gateway(Suite.SM).signer())
                .note();
        int signature = note.indexOf("\u2014");
        List<String> others = List.of(
                "",
                note + "\n",
                note.substring(0, note.length() - 1),
                note.replace("\n", "\r\n"),
                note + note.substring(signature),
                note.replace("\n\n", "\n"),
                note.replace("\n\n", "\n\n\n"),
                note.replace("20852163", "020852163"),
                note.replace("20852163", "-1"),
                note.replace("20852163", "9007199254740992"),
                note.replace("suite SM", "suite XX"),
                note.replace("suite SM\n", ""),
                note.replace("suite SM\n", "suite SM\nnote x\n"),
                note.replace("+08:00", "Z"),
                note.replace(".123", ""),
                note.replace("11-22", "02-30"),
                note.replace("gateway.example/ledger", "gateway example/ledger"),
                note.replace("gateway.example/ledger", ""),
                note.replace("\u2014", "-"),
                note.replace("=\n", "\n"));

        for (String other : others) {
            assertThatThrownBy(() -> SignedCheckpoint.parse(other)).as(other).isInstanceOf(FlawException.class);
        }
    }

    @Test
    void refusesTheSignatureOfAnotherSignerSuiteOrLedger() throws FlawException {
        SampleSeals.Gateway gateway = SampleSeals.gateway(Suite.SM);
        SignedCheckpoint signed = checkpoint(Suite.SM).sign(gateway.signer());
        SealPublicKey otherKey = SampleSeals.key(Suite.SM, "other").publicKey();

        assertFlaw(
                Flaw.SIGNER_UNKNOWN,
                signed,
                new SealVerifierKey("other.example", gateway.key().publicKey()));
        assertFlaw(Flaw.SIGNER_UNKNOWN, signed, new SealVerifierKey(SampleSeals.SIGNER, otherKey));
        assertFlaw(
                Flaw.SUITE_MISMATCH,
                signed,
                new SealVerifierKey(
                        SampleSeals.SIGNER, SampleSeals.key(Suite.INTL, "other").publicKey()));
        Checkpoint foreign = new Checkpoint("other.example/ledger", 1, ROOT, Suite.SM, SampleSeals.NOW);
        assertThatThrownBy(() -> foreign.sign(gateway.signer())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> checkpoint(Suite.INTL).sign(gateway.signer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertFlaw(
                Flaw.SIGNER_UNKNOWN,
                SignedCheckpoint.parse(signed.note().replaceFirst("gateway.example", "gateway.exampleX")),
                key(gateway));
    }

    private static void assertFlaw(Flaw expected, SignedCheckpoint signed, SealVerifierKey key) {
        assertThatThrownBy(() -> signed.verify(key))
                .isInstanceOfSatisfying(
                        FlawException.class, flaw -> assertThat(flaw.flaw()).isEqualTo(expected));
    }

    @Test
    void letsASignerSpeakForItsOwnLedgersOnly() {
        SealVerifierKey key = new SealVerifierKey(
                "a.example", SampleSeals.key(Suite.SM, "seal").publicKey());

        assertThat(key.maySpeakFor("a.example")).isTrue();
        assertThat(key.maySpeakFor("a.example/ledger")).isTrue();
        assertThat(key.maySpeakFor("a.example.evil")).isFalse();
        assertThat(key.maySpeakFor("b.example")).isFalse();
    }

    /** The commands of docs/spec/seal-v1.md, run as they stand there. */
    @ParameterizedTest
    @EnumSource(Suite.class)
    void verifiesWithOpenssl(Suite suite) throws Exception {
        assumeTrue(
                run(List.of("openssl", "version")).startsWith("0 OpenSSL 3"), "openssl 3 is not on the PATH: skipped");
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);
        String note = checkpoint(suite).sign(gateway.signer()).note();
        Files.writeString(folder.resolve("checkpoint"), note);
        Files.writeString(
                folder.resolve("seal-ca.crt"), gateway.authority().certificate().pem());
        Files.writeString(folder.resolve("seal.crt"), gateway.certificate().pem());
        Path page = Path.of("docs/spec/seal-v1.md");
        String commands = block(Files.readString(page), "openssl-" + suite.name());

        String verified = run(List.of("sh", "-e", "-c", commands));
        assertThat(verified).startsWith("0 ").contains("Verified OK").contains("seal.crt: OK");

        Files.writeString(folder.resolve("checkpoint"), note.replace("20852163", "20852164"));
        assertThat(run(List.of("sh", "-e", "-c", commands)))
                .doesNotStartWith("0 ")
                .doesNotContain("Verified OK");
    }

    private static String block(String page, String name) {
        int start = page.indexOf("<!-- " + name + " -->");
        int open = page.indexOf("```sh\n", start) + 6;
        assertThat(start).as("block %s of the page", name).isNotNegative();
        return page.substring(open, page.indexOf("```", open));
    }

    /** Exit code and output; "-1" when there is no such program. */
    private String run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue() + " " + output;
        } catch (IOException notInstalled) {
            return "-1 " + notInstalled.getMessage();
        }
    }
}
