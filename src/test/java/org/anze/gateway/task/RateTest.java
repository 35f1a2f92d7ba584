package org.anze.gateway.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final Instant BEGIN = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void givesNoMoreThanTheRateWithinAnyTime() {
        Random random = new Random(7);
        for (int perSecond : new int[] {1, 3, 50, 1000}) {
            Rate rate = new Rate(perSecond, BEGIN);
            Instant now = BEGIN;
            long did = 0;
            for (int i = 0; i < 2000; i++) {
                now = now.plusMillis(random.nextInt(700));
                int room = rate.room(now);
                int takes = random.nextBoolean() ? room : Math.min(room, 1);
                rate.took(takes);
                did += takes;
                double seconds = Duration.between(BEGIN, now).toMillis() / 1000.0;
                assertThat((double) did).isLessThanOrEqualTo(1 + perSecond * seconds);
            }
            assertThat(did).isPositive();
        }
    }

    @Test
    void givesNothingForAClockThatWasSetBack() {
        Rate rate = new Rate(10, BEGIN);
        rate.took(rate.room(BEGIN));

        assertThat(rate.room(BEGIN.minus(Duration.ofDays(1)))).isZero();
        // It does not have to be where it was before anything is given again.
        assertThat(rate.room(BEGIN.minus(Duration.ofDays(1)).plusMillis(500))).isEqualTo(5);
    }
}
