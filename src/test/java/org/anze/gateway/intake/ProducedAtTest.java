package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.validation.ReplayWindow;
import org.anze.gateway.validation.ReplayWindow.Manner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V-S11. */
class ProducedAtTest {

    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    private final ProducedAt producedAt = with(new ReplayWindow(Duration.ofMinutes(15), Duration.ofDays(7)));

    private static ProducedAt with(ReplayWindow window) {
        return new ProducedAt(now -> window, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void measuresByTheWindowThatIsInForce() {
        ProducedAt wide = with(new ReplayWindow(Duration.ofHours(1), Duration.ofDays(7)));

        assertThatCode(() -> wide.check(Manner.PUSH, "2026-11-22T11:00:00+08:00"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> wide.check(Manner.PUSH, "2026-11-22T11:00:01+08:00"))
                .hasMessageContaining("PT1H");
    }

    @ParameterizedTest
    @CsvSource({
        "PUSH, 2026-11-22T10:15:00+08:00",
        "PUSH, 2026-11-22T09:45:00+08:00",
        "BATCH, 2026-11-15T10:00:00+08:00",
        "BATCH, 2026-11-29T10:00:00+08:00"
    })
    void takesWhatLiesAtTheEdgeOfTheWindow(Manner manner, String time) {
        assertThatCode(() -> producedAt.check(manner, time)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "PUSH, 2026-11-22T10:15:01+08:00",
        "PUSH, 2026-11-22T09:44:59+08:00",
        "BATCH, 2026-11-15T09:59:59+08:00",
        "BATCH, 2026-11-29T10:00:01+08:00"
    })
    void refusesWhatLiesBeyondIt(Manner manner, String time) {
        assertThatThrownBy(() -> producedAt.check(manner, time))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("INT-0112");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void takesAMessageThatSaysNothing(String time) {
        assertThatCode(() -> producedAt.check(Manner.PUSH, time)).doesNotThrowAnyException();
    }

    @Test
    void refusesATimeWithoutItsOffset() {
        assertThatThrownBy(() -> producedAt.check(Manner.PUSH, "2026-11-22T10:00:00"))
                .hasMessageContaining("INT-0111");
    }
}
