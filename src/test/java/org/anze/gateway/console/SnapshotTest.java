package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();

    private Snapshot<Integer> costing(Duration cost) {
        return new Snapshot<>(
                () -> {
                    nanos.addAndGet(cost.toNanos());
                    return runs.incrementAndGet();
                },
                Duration.ofSeconds(1),
                nanos::get);
    }

    @Test
    void keepsACheapFigureForTheShortestAge() {
        Snapshot<Integer> snapshot = costing(Duration.ofMillis(1));

        assertThat(snapshot.get()).isEqualTo(1);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(snapshot.get()).isEqualTo(1);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(snapshot.get()).isEqualTo(2);
    }

    @Test
    void spendsNoMoreThanATwentiethOfTheTimeOnADearFigure() {
        Snapshot<Integer> snapshot = costing(Duration.ofSeconds(2));

        snapshot.get();
        nanos.addAndGet(Duration.ofSeconds(39).toNanos());
        assertThat(snapshot.get()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(snapshot.get()).isEqualTo(2);
    }
}
