package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.nodes.Lease;
import org.junit.jupiter.api.Test;

class RemovalScheduleTest {

    @Test
    void goesOnWhateverHappensInATurn() {
        AtomicInteger turns = new AtomicInteger();
        RemovalSchedule schedule = new RemovalSchedule(
                () -> {
                    if (turns.incrementAndGet() == 1) {
                        throw new UnsupportedOperationException("nobody thought of this");
                    }
                    if (turns.get() == 2) {
                        throw new StackOverflowError();
                    }
                    return false;
                },
                Lease.ALONE,
                Duration.ofMillis(1));
        schedule.start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() > 2);
        } finally {
            schedule.stop();
        }
    }

    @Test
    void endsAfterThePortionUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean stopping = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        RemovalSchedule schedule = new RemovalSchedule(
                () -> {
                    begun.countDown();
                    await().atMost(Duration.ofMinutes(1)).untilTrue(stopping);
                    done.set(true);
                    return true;
                },
                Lease.ALONE,
                Duration.ofMillis(1));
        schedule.start();
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        stopping.set(true);

        schedule.stop();

        assertThat(done).isTrue();
    }
}
