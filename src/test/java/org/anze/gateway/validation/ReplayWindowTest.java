package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.anze.gateway.validation.ReplayWindow.Manner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V-S11. */
class ReplayWindowTest {

    private static final Instant NOW = Instant.parse("2025-06-10T02:00:00Z");

    private final ReplayWindow window = ReplayWindow.of(SampleContext.PROFILES.at("140212", LocalDate.of(2025, 6, 10)));

    @ParameterizedTest
    @CsvSource({
        "PUSH, -PT15M, true",
        "PUSH, -PT15M1S, false",
        "PUSH, PT15M, true",
        "PUSH, PT15M1S, false",
        "PUSH, -PT15M0.001S, false",
        "BATCH, -P7D, true",
        "BATCH, -P7DT1S, false",
        "BATCH, P7D, true",
        "BATCH, P7DT1S, false"
    })
    void admitsWhatWasProducedNearItsReceipt(Manner manner, Duration shift, boolean admitted) {
        assertThat(window.admits(manner, NOW.plus(shift), NOW)).isEqualTo(admitted);
    }

    @Test
    void isTheNationsForAMessage() {
        assertThat(SampleContext.VALIDATOR.replayWindow(NOW)).isEqualTo(window);
    }

    @Test
    void refusesAWindowThatNothingFitsInto() {
        assertThatThrownBy(() -> new ReplayWindow(Duration.ofMinutes(-1), Duration.ofDays(7)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
