package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeLimitsTest {

    private static final Instant EVENING = Instant.parse("2026-05-01T15:59:59Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-05-01T16:00:00Z");

    private final VolumeStore store = new MemoryVolumes();
    private final VolumeLimits volumes = new VolumeLimits(store);

    @TempDir
    Path folder;

    private Agreement agreement(String volume) {
        return new AgreementFiles(folder)
                .bent("docRef:", volume + "docRef:")
                .load()
                .of("platform")
                .get(0);
    }

    @Test
    void givesAsManyADayInChinaAsAgreed() {
        Agreement agreement = agreement("volume: {recordsPerDay: 10}\n");
        assertThat(volumes.take(agreement, 7, EVENING)).isTrue();
        assertThat(volumes.left(agreement, EVENING)).isEqualTo(3);
        assertThat(volumes.take(agreement, 4, EVENING)).isFalse();
        assertThat(volumes.left(agreement, EVENING)).isEqualTo(3);
        assertThat(volumes.take(agreement, 3, EVENING)).isTrue();
        assertThat(volumes.left(agreement, EVENING)).isZero();
        assertThat(volumes.take(agreement, 1, EVENING)).isFalse();
        assertThat(volumes.left(agreement, MIDNIGHT)).isEqualTo(10);
        assertThat(volumes.take(agreement, 10, MIDNIGHT)).isTrue();
    }

    @Test
    void givesMoreAtOnceWhenMoreIsAgreedOnTheSameDay() {
        Agreement before = agreement("volume: {recordsPerDay: 10}\n");
        assertThat(volumes.take(before, 10, EVENING)).isTrue();
        assertThat(volumes.left(before, EVENING)).isZero();

        Agreement after = agreement("volume: {recordsPerDay: 15}\n");

        assertThat(volumes.left(after, EVENING)).isEqualTo(5);
        assertThat(volumes.take(after, 5, EVENING)).isTrue();
        assertThat(volumes.take(after, 1, EVENING)).isFalse();
    }

    @Test
    void givesNoMoreAfterARestartNorFromAnotherNode() {
        Agreement agreement = agreement("volume: {recordsPerDay: 1000}\n");
        long given = 0;
        for (int node = 0; node < 100; node++) {
            // Each starts with what the store says, and ends without giving all it drew.
            VolumeLimits fresh = new VolumeLimits(store);
            for (int i = 0; i < 15 && fresh.take(agreement, 1, EVENING); i++) {
                given++;
            }
        }
        assertThat(given).isBetween(200L, 1000L);
        assertThat(new VolumeLimits(store).left(agreement, EVENING)).isZero();
    }

    @Test
    void givesAgainWhatWasGivenBack() {
        Agreement agreement = agreement("volume: {recordsPerDay: 10}\n");
        assertThat(volumes.take(agreement, 8, EVENING)).isTrue();
        volumes.giveBack(agreement, 8, EVENING);
        assertThat(volumes.left(agreement, EVENING)).isEqualTo(10);
        assertThat(volumes.take(agreement, 10, EVENING)).isTrue();
    }

    @Test
    void hasNoLimitWhereNoneWasAgreed() {
        Agreement agreement = agreement("");
        assertThat(volumes.take(agreement, Long.MAX_VALUE, EVENING)).isTrue();
        assertThat(volumes.left(agreement, EVENING)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void neverGivesMoreToManyThreadsAtOnce() throws Exception {
        Agreement agreement = agreement("volume: {recordsPerDay: 1000}\n");
        AtomicLong taken = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<? extends Future<?>> all = IntStream.range(0, 4)
                    .mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 200; i++) {
                            if (volumes.take(agreement, 3, EVENING)) {
                                taken.addAndGet(3);
                            }
                        }
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(taken.get()).isEqualTo(999);
        assertThat(volumes.left(agreement, EVENING)).isEqualTo(1);
    }
}
