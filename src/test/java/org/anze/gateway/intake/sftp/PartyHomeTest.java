package org.anze.gateway.intake.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        later.take(file, "last.csv");
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

    @Test
    void trustsNoMarkerOfAFileThatHasGrownSince() throws Exception {
        home.open("a.part", CREATE).close();
        Files.writeString(folder.resolve("home/in/a.part"), "behind our back");
        assertThatThrownBy(() -> home.rename("a.part", "a.csv", false))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(SftpProblem.NOT_COMPLETE.code());
    }
}
