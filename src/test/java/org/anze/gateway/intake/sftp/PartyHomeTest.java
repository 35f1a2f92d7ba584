package org.anze.gateway.intake.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class PartyHomeTest {

    private static final Set<StandardOpenOption> CREATE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    @TempDir
    Path folder;

    private final AtomicInteger arrivals = new AtomicInteger();
    private Party.SftpDrop drop = new Party.SftpDrop(Party.SftpDrop.Trigger.ON_CLOSE, Map.of());
    private Spool spool;
    private PartyHome home;

    @BeforeEach
    void open() throws Exception {
        Clock still = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);
        spool = new Spool(folder.resolve("spool"), still);
        SftpIntakeSettings.Limits limits = new SftpIntakeSettings.Limits(
                DataSize.ofBytes(1000),
                DataSize.ofBytes(10_000),
                100,
                1,
                1,
                1,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        home = new PartyHome(folder.resolve("home"), spool, limits, () -> Optional.of(drop), arrivals::incrementAndGet);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    @Test
    void letsAFileBeOpenedAgainAfterAnInterruptHasClosedItsChannel() throws Exception {
        Upload upload = home.open("a.csv", CREATE);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> upload.write(bytes(10))).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(upload::close).isInstanceOf(Exception.class);
        Upload again = home.open("a.csv", CREATE);
        again.write(bytes(10));
        again.close();
        assertThat(spool.waiting()).hasSize(1);
    }

    @Test
    void takesAFileOnceHoweverOftenItIsClosed() throws Exception {
        Upload upload = home.open("a.csv", CREATE);
        upload.write(bytes(10));
        upload.close();
        upload.close();
        assertThat(spool.waiting()).hasSize(1);
        assertThat(arrivals).hasValue(1);
    }

    @Test
    void keepsTheOrderOfArrivalThoughTheClockStandsStill() throws Exception {
        for (int i = 9; i >= 0; i--) {
            home.open(i + ".csv", CREATE).close();
        }
        assertThat(spool.waiting())
                .extracting(Spool.Entry::name)
                .startsWith("9.csv", "8.csv")
                .hasSize(10);
        Spool later = new Spool(folder.resolve("spool"), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        Path file = Files.writeString(folder.resolve("x"), "x");
        later.take(file, "last.csv", null);
        assertThat(later.waiting()).extracting(Spool.Entry::name).endsWith("0.csv", "last.csv");
    }

    @Test
    void neverTakesAFileWhoseWriteFailedThoughItIsClosedPolitely() throws Exception {
        Upload upload = home.open("a.csv", CREATE);
        upload.position(-5);
        assertThatThrownBy(() -> upload.write(bytes(10))).isInstanceOf(SenderMustCorrect.class);
        upload.position(0);
        upload.write(bytes(10));
        assertThatThrownBy(upload::close)
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(SftpProblem.UPLOAD_SPOILED.code());
        assertThat(spool.waiting()).isEmpty();
    }

    @Test
    void takesWhatWaitedForItsOkWhenThePartyChangesToOnClose() throws Exception {
        drop = new Party.SftpDrop(Party.SftpDrop.Trigger.ON_OK_FILE, Map.of());
        home.open("a.csv", CREATE).close();
        home.open("b.part", CREATE).close();
        Files.writeString(folder.resolve("home/in/half.csv"), "half");
        home.recover();
        assertThat(spool.waiting()).isEmpty();
        drop = new Party.SftpDrop(Party.SftpDrop.Trigger.ON_CLOSE, Map.of());
        home.recover();
        assertThat(spool.waiting()).extracting(Spool.Entry::name).containsExactly("a.csv");
    }

    private void put(String name, String content) throws Exception {
        Upload upload = home.open(name, CREATE);
        upload.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        upload.close();
    }

    private String signatureOf(Spool.Entry entry) throws Exception {
        return new String(spool.signature(entry).orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    @Test
    void takesTheSignatureThatLiesBesideAFileWithIt() throws Exception {
        put("a.csv.p7s", "signed a");
        assertThat(spool.waiting()).isEmpty();
        put("a.csv", "a");
        put("b.csv", "b");

        assertThat(spool.waiting()).extracting(Spool.Entry::name).containsExactly("a.csv", "b.csv");
        assertThat(signatureOf(spool.waiting().get(0))).isEqualTo("signed a");
        assertThat(signatureOf(spool.waiting().get(1))).isEmpty();
        assertThat(folder.resolve("home/in")).isEmptyDirectory();
        spool.remove(spool.waiting().get(0));
        assertThat(folder.resolve("spool/signatures")).isEmptyDirectory();
    }

    @Test
    void waitsForTheSignatureInWhateverOrderThePairComes() throws Exception {
        drop = new Party.SftpDrop(Party.SftpDrop.Trigger.ON_SIGNATURE, Map.of("*.csv", "policies"));
        put("a.csv", "a");
        assertThat(spool.waiting()).isEmpty();
        put("a.csv.p7s", "signed a");
        put("b.csv.P7S", "signed b");
        put("b.part", "b");
        assertThat(spool.waiting()).extracting(Spool.Entry::name).containsExactly("a.csv");
        home.rename("b.part", "b.csv", false);
        put("c.p7s.part", "signed c");
        put("c.csv", "c");
        home.rename("c.p7s.part", "c.csv.p7s", false);

        assertThat(spool.waiting()).extracting(Spool.Entry::name).containsExactly("a.csv", "b.csv", "c.csv");
        assertThat(signatureOf(spool.waiting().get(1))).isEqualTo("signed b");
        assertThat(signatureOf(spool.waiting().get(2))).isEqualTo("signed c");
        assertThat(folder.resolve("home/in")).isEmptyDirectory();
    }

    @Test
    void leavesAHalfSignatureWhereItIs() throws Exception {
        Upload half = home.open("a.csv.p7s", CREATE);
        half.write(bytes(3));
        put("a.csv", "a");

        assertThat(signatureOf(spool.waiting().get(0))).isEmpty();
        half.abandon();
        half.close();
        assertThat(folder.resolve("home/in/a.csv.p7s")).exists();
    }

    /** A kill after the file moved and before its signature went. */
    @Test
    void forgetsASignatureThatWentWithItsFileBeforeTheRestart() throws Exception {
        put("a.csv.p7s", "signed a");
        put("b.csv.p7s", "signed b");
        Path in = folder.resolve("home/in");
        spool.take(Files.writeString(folder.resolve("a"), "a"), "a.csv", in.resolve("a.csv.p7s"));
        Path gone = aged(
                Files.writeString(folder.resolve("spool/signatures/0000000000000001--gone.csv"), "signed gone"), 61);

        spool = new Spool(folder.resolve("spool"), Clock.systemUTC());
        home.recover();

        assertThat(in.resolve("a.csv.p7s")).doesNotExist();
        assertThat(in.resolve("b.csv.p7s")).exists();
        assertThat(signatureOf(spool.waiting().get(0))).isEqualTo("signed a");
        assertThat(gone).doesNotExist();
    }

    /** Another node has the same home and is at work; an hour after its last word it is taken for gone. */
    @Test
    void leavesAloneWhatAnotherProcessHasInTheMaking() throws Exception {
        Path made = Files.writeString(spool.temporary(), "half a list");
        Path signature =
                Files.writeString(folder.resolve("spool/signatures/0000000000000002--soon.csv"), "signed soon");
        Path left = aged(Files.writeString(folder.resolve("spool/temporary/5a5a5a5a-1"), "half a list"), 61);

        Spool other = new Spool(folder.resolve("spool"), Clock.systemUTC());

        assertThat(made).exists();
        assertThat(signature).exists();
        assertThat(left).doesNotExist();
        assertThat(other.temporary().getFileName()).isNotEqualTo(made.getFileName());

        aged(made, 59);
        aged(signature, 61);
        other.sweep();
        assertThat(made).exists();
        assertThat(signature).doesNotExist();
    }

    private static Path aged(Path file, int minutes) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes))));
    }

    @Test
    void takesASignedPairThatWasCompleteBeforeTheRestart() throws Exception {
        put("a.csv.p7s", "signed a");
        drop = new Party.SftpDrop(Party.SftpDrop.Trigger.ON_OK_FILE, Map.of());
        put("a.csv", "a");
        drop = new Party.SftpDrop(Party.SftpDrop.Trigger.ON_SIGNATURE, Map.of());
        home.recover();

        assertThat(signatureOf(spool.waiting().get(0))).isEqualTo("signed a");
    }

    @Test
    void trustsNoMarkerOfAFileThatHasGrownSince() throws Exception {
        home.open("a.part", CREATE).close();
        Files.writeString(folder.resolve("home/in/a.part"), "behind our back");
        assertThatThrownBy(() -> home.rename("a.part", "a.csv", false))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(SftpProblem.NOT_COMPLETE.code());
    }
}
