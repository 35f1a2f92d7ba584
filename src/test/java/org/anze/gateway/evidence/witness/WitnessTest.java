package org.anze.gateway.evidence.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.anze.gateway.seal.note.NoteLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The witness's side of the C2SP tlog-witness protocol: each status, and what it remembers. */
class WitnessTest {

    private static final String NAME = "witness.example/w1";
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final SampleLog log = new SampleLog(Suite.SM).with("a", "b", "c");
    private WitnessKey key;
    private WitnessMemory memory;
    private Witness witness;

    @BeforeEach
    void openWitness() throws IOException {
        key = WitnessKey.generate(NAME, Suite.INTL, new SecureRandom());
        WitnessMemory.create(folder, key.publicKey());
        memory = WitnessMemory.open(folder, key.publicKey());
        witness = new Witness(key, SampleLog.watched(Suite.SM), memory, CLOCK);
    }

    private Witness.Answer add(long old, List<byte[]> proof, SignedCheckpoint checkpoint) throws IOException {
        return witness.addCheckpoint(AddCheckpoint.body(old, proof, checkpoint.note()));
    }

    private Witness.Answer addFirst() throws IOException {
        return add(0, List.of(), log.checkpoint());
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void cosignsWhatIsConsistent(Suite suite) throws Exception {
        SampleLog watched = new SampleLog(suite).with("a", "b", "c");
        WitnessKey own = WitnessKey.generate(NAME, suite, new SecureRandom());
        Path state = folder.resolve("of-" + suite);
        WitnessMemory.create(state, own.publicKey());
        try (WitnessMemory opened = WitnessMemory.open(state, own.publicKey())) {
            Witness other = new Witness(own, SampleLog.watched(suite), opened, CLOCK);
            assertCosigned(
                    own,
                    watched.checkpoint(),
                    other.addCheckpoint(AddCheckpoint.body(
                            0, List.of(), watched.checkpoint().note())));
            watched.with("d", "e", "f", "g");
            assertCosigned(
                    own,
                    watched.checkpoint(),
                    other.addCheckpoint(AddCheckpoint.body(
                            3, watched.consistency(3, 7), watched.checkpoint().note())));
        }
    }

    private static void assertCosigned(WitnessKey key, SignedCheckpoint checkpoint, Witness.Answer answer)
            throws FlawException {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("\u2014 " + NAME + " ").endsWith("\n");
        NoteLine line = NoteLine.parse(answer.body().strip());
        assertThat(key.publicKey().cosigned(checkpoint.checkpoint().text(), line))
                .isEqualTo(NOW);
    }

    @Test
    void saysTheSizeItRemembersWhenTheOldSizeDiffers() throws Exception {
        addFirst();
        log.with("d");
        Witness.Answer answer = add(0, List.of(), log.checkpoint());
        assertThat(answer).isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "3\n"));
        assertThat(add(2, log.consistency(2, 4), log.checkpoint()).status()).isEqualTo(409);
    }

    @Test
    void cosignsTheSameCheckpointAgain() throws Exception {
        addFirst();
        assertThat(add(3, List.of(), log.checkpoint()).status()).isEqualTo(200);
    }

    @Test
    void refusesALogItDoesNotWatch() throws Exception {
        Witness elsewhere = new Witness(
                key, new WitnessedLogs(Map.of("other.example/log", SampleLog.key(Suite.SM))), memory, CLOCK);
        byte[] body = AddCheckpoint.body(0, List.of(), log.checkpoint().note());
        assertThat(elsewhere.addCheckpoint(body).status()).isEqualTo(404);
    }

    @Test
    void refusesACheckpointThatTheLogDidNotSign() throws Exception {
        String note = log.checkpoint().note();
        String forged = note.replace("\n3\n", "\n4\n");
        assertThat(witness.addCheckpoint(AddCheckpoint.body(0, List.of(), forged))
                        .status())
                .isEqualTo(403);

        WitnessKey stranger = WitnessKey.generate("stranger.example", Suite.INTL, new SecureRandom());
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        String strange = text + "\n"
                + stranger.cosign(text.getBytes(StandardCharsets.UTF_8), NOW).text() + "\n";
        assertThat(witness.addCheckpoint(AddCheckpoint.body(0, List.of(), strange))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void refusesALogThatClaimsAnotherHashFunction() throws Exception {
        // An ECDSA log that calls itself one of suite SM would choose the hash of its tree after the fact.
        WitnessedLogs watched = new WitnessedLogs(Map.of(SampleSeals.LEDGER, SampleLog.key(Suite.INTL)));
        Witness other = new Witness(key, watched, memory, CLOCK);
        byte[] body = AddCheckpoint.body(0, List.of(), log.checkpoint().note());
        assertThat(other.addCheckpoint(body).status()).isEqualTo(403);
    }

    @Test
    void ignoresLinesOfUnknownKeys() throws Exception {
        WitnessKey stranger = WitnessKey.generate("stranger.example", Suite.INTL, new SecureRandom());
        byte[] text = log.checkpoint().checkpoint().text();
        String note = log.checkpoint().note() + stranger.cosign(text, NOW).text() + "\n";
        assertThat(witness.addCheckpoint(AddCheckpoint.body(0, List.of(), note)).status())
                .isEqualTo(200);
    }

    @Test
    void detectsASplitView() throws Exception {
        addFirst();
        SampleLog split = new SampleLog(Suite.SM).with("a", "b", "another c", "d");
        SampleLog honest = log.copy().with("d");
        assertThat(add(3, split.consistency(3, 4), split.checkpoint()).status()).isEqualTo(422);
        assertThat(add(3, honest.consistency(3, 4), split.checkpoint()).status())
                .isEqualTo(422);
        // Larger ones prove nothing by themselves: anybody can send one with a bad proof.
        assertThat(conflicts()).isEmpty();
        assertThat(folder.resolve(WitnessMemory.name(SampleSeals.LEDGER) + ".unproved"))
                .hasContent(split.checkpoint().note());
        assertThat(add(3, honest.consistency(3, 4), honest.checkpoint()).status())
                .isEqualTo(200);
    }

    @Test
    void keepsTheProofOfASplitViewHoweverManyBadProofsCameBefore() throws Exception {
        addFirst();
        SampleLog honest = log.copy();
        for (int i = 0; i < 20; i++) {
            honest.with("later " + i);
            assertThat(add(3, List.of(), honest.checkpoint()).status()).isEqualTo(422);
        }
        assertThat(conflicts()).isEmpty();

        SignedCheckpoint split = log.copy().rewrite(1, "x").checkpoint();
        assertThat(add(3, List.of(), split).status()).isEqualTo(422);
        assertThat(add(3, List.of(new byte[32]), split).status()).isEqualTo(422);
        assertThat(conflicts()).containsExactly(split.note());
        assertThat(add(3, List.of(new byte[32]), log.checkpoint()).status()).isEqualTo(422);
        assertThat(conflicts()).hasSize(1);
    }

    @Test
    void cosignsNothingForALogWhoseCheckpointWasLost() throws Exception {
        addFirst();
        Files.delete(folder.resolve(WitnessMemory.name(SampleSeals.LEDGER) + ".checkpoint"));
        SignedCheckpoint split =
                new SampleLog(Suite.SM).with("x", "b", "c", "d").checkpoint();
        assertThatThrownBy(() -> add(0, List.of(), split)).hasMessageContaining("incomplete");
        memory.close();
        try (WitnessMemory again = WitnessMemory.open(folder, key.publicKey())) {
            Witness restarted = new Witness(key, SampleLog.watched(Suite.SM), again, CLOCK);
            assertThatThrownBy(() -> restarted.addCheckpoint(AddCheckpoint.body(0, List.of(), split.note())))
                    .hasMessageContaining("incomplete");
        }
    }

    @Test
    void detectsAnotherRootForTheSameSize() throws Exception {
        addFirst();
        assertThat(add(3, List.of(), log.copy().rewrite(1, "x").checkpoint()).status())
                .isEqualTo(422);
    }

    @Test
    void detectsADeletedEntry() throws Exception {
        addFirst();
        SampleLog deleted = log.copy().without(1).with("d", "e");
        assertThat(add(3, deleted.consistency(3, 4), deleted.checkpoint()).status())
                .isEqualTo(422);
        assertThat(add(2, deleted.consistency(2, 4), deleted.checkpoint()).status())
                .isEqualTo(409);
    }

    @Test
    void refusesAProofForTheEmptyTree() throws Exception {
        assertThat(add(0, List.of(new byte[32]), log.checkpoint()).status()).isEqualTo(422);
    }

    @Test
    void refusesAnEmptyTreeWithARootOfItsOwn() throws Exception {
        SignedCheckpoint empty = new org.anze.gateway.seal.Checkpoint(
                        SampleSeals.LEDGER, 0, new byte[32], Suite.SM, SampleSeals.NOW)
                .sign(SampleSeals.gateway(Suite.SM).signer());
        assertThat(add(0, List.of(), empty).status()).isEqualTo(422);
        assertThat(add(0, List.of(), new SampleLog(Suite.SM).checkpoint()).status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnOldSizeBeyondTheCheckpoint() throws Exception {
        assertThat(add(4, List.of(), log.checkpoint()).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "old 0",
                "old 00\n\n",
                "old -1\n\n",
                "new 0\n\n",
                "old 0\n\n",
                "old 0\nAAAA\n\n",
                "old 0\n\nx\n\n"
            })
    void refusesMalformedRequests(String beginning) throws Exception {
        assertThat(witness.addCheckpoint(beginning.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesMoreThan63Hashes() throws Exception {
        List<byte[]> proof = Stream.generate(() -> new byte[32]).limit(64).toList();
        assertThat(add(1, proof, log.checkpoint()).status()).isEqualTo(400);
    }

    @Test
    void neverFailsOnDamagedRequests() throws Exception {
        byte[] body = AddCheckpoint.body(0, List.of(), log.checkpoint().note());
        for (int i = 0; i < body.length; i++) {
            byte[] damaged = body.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            assertThat(witness.addCheckpoint(damaged).status()).as("byte %d", i).isIn(400, 403, 404, 409);
        }
    }

    @Test
    void remembersAcrossARestart() throws Exception {
        addFirst();
        memory.close();
        try (WitnessMemory again = WitnessMemory.open(folder, key.publicKey())) {
            Witness restarted = new Witness(key, SampleLog.watched(Suite.SM), again, CLOCK);
            SampleLog split = new SampleLog(Suite.SM).with("x", "b", "c");
            byte[] body = AddCheckpoint.body(3, List.of(), split.checkpoint().note());
            assertThat(restarted.addCheckpoint(body).status()).isEqualTo(422);
        }
    }

    @Test
    void answersNothingWhenItCannotRemember() throws Exception {
        Files.createDirectory(folder.resolve(WitnessMemory.name(SampleSeals.LEDGER) + ".new"));
        assertThatThrownBy(this::addFirst).isInstanceOf(IOException.class);
        assertThat(memory.latest(SampleSeals.LEDGER)).isEmpty();
    }

    @Test
    void answersNothingWhenItsMemoryIsDamaged() throws Exception {
        addFirst();
        Files.writeString(folder.resolve(WitnessMemory.name(SampleSeals.LEDGER) + ".checkpoint"), "x");
        log.with("d");
        assertThatThrownBy(() -> add(3, log.consistency(3, 4), log.checkpoint()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void neverTakesAnEmptyFolderForItsMemory() {
        assertThatThrownBy(() -> WitnessMemory.open(folder.resolve("none"), key.publicKey()))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> WitnessMemory.create(folder, key.publicKey()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void leavesTheMemoryOfAnotherWitnessAlone() {
        NoteKey other = WitnessKey.generate(NAME, Suite.SM, new SecureRandom()).publicKey();
        assertThatThrownBy(() -> WitnessMemory.open(folder, other)).hasMessageContaining("another witness");
        assertThatThrownBy(() -> WitnessMemory.open(folder, key.publicKey())).hasMessageContaining("in use");
    }

    @Test
    void showsMonitorsWhatItCosignedLast() throws Exception {
        String name = WitnessMemory.name(SampleSeals.LEDGER);
        assertThat(witness.checkpoint(name).status()).isEqualTo(404);
        String line = addFirst().body();
        assertThat(witness.checkpoint(name).body()).isEqualTo(log.checkpoint().note() + line);
        assertThat(witness.checkpoint("../witness").status()).isEqualTo(404);
    }

    private List<String> conflicts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(".conflict-"))
                    .sorted()
                    .map(WitnessTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void readsVkeysAsC2spWritesThem() throws Exception {
        // The example of C2SP signed-note.
        NoteKey example = NoteKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        Note note = Note.parse(("This is an example message.\n\n\u2014 example.com/foo"
                        + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(example.kind()).isEqualTo(NoteKey.Kind.LOG_ED25519);
        assertThat(example.signed(note.signedBytes(), note.lines().get(0))).isTrue();
        assertThat(example.signed(
                        "Another message.\n".getBytes(StandardCharsets.UTF_8),
                        note.lines().get(0)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void writesKeysThatItReads(Suite suite) throws Exception {
        WitnessKey made = WitnessKey.generate(NAME, suite, new SecureRandom());
        WitnessKey read = WitnessKey.ofPem(NAME, made.pem());
        assertThat(read.publicKey()).isEqualTo(made.publicKey());
        assertThat(NoteKey.parse(made.publicKey().vkey())).isEqualTo(made.publicKey());
        byte[] text = log.checkpoint().checkpoint().text();
        assertThat(made.publicKey().cosigned(text, read.cosign(text, NOW))).isEqualTo(NOW);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesEveryDamagedCosignature(Suite suite) {
        WitnessKey made = WitnessKey.generate(NAME, suite, new SecureRandom());
        byte[] text = log.checkpoint().checkpoint().text();
        NoteLine line = made.cosign(text, NOW);
        for (int i = 0; i < line.signature().length; i++) {
            byte[] damaged = line.signature().clone();
            damaged[i] ^= 1;
            NoteLine bent = new NoteLine(line.name(), line.keyId(), damaged);
            assertThatThrownBy(() -> made.publicKey().cosigned(text, bent)).isInstanceOf(FlawException.class);
        }
    }

    @Test
    void signsExactlyTheBytesOfTheProtocol() {
        assertThat(new String(
                        NoteKey.cosignedText(1679315147, "example.com/x\n1\nAAA=\n".getBytes()),
                        StandardCharsets.UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\nexample.com/x\n1\nAAA=\n");
        NoteLine line = key.cosign(new byte[0], Instant.ofEpochSecond(0x64185075));
        assertThat(line.signature())
                .startsWith(0, 0, 0, 0, 0x64, 0x18, 0x50, 0x75)
                .hasSize(72);
        assertThat(Base64Text.encode(line.keyId())).hasSize(8);
    }

    @Test
    void readsItsPolicyAndRefusesWhatItDoesNotUnderstand() {
        String vkey = key.publicKey().vkey();
        WitnessPolicy policy =
                WitnessPolicy.parse(List.of("# ours", "", "witness court " + vkey + " https://witness.example/w1/"));
        assertThat(policy.witnesses())
                .extracting(entry -> entry.address().toString())
                .containsExactly("https://witness.example/w1");
        for (String bad : List.of(
                "witness court " + vkey,
                "log " + vkey,
                "witness court " + SampleLog.key(Suite.SM) + " https://witness.example",
                "witness court " + vkey + " ftp://witness.example",
                "witness court " + vkey.replace('+', '-') + " https://witness.example")) {
            assertThatThrownBy(() -> WitnessPolicy.parse(List.of(bad))).hasMessageContaining("line 1");
        }
    }
}
