package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.junit.jupiter.api.Test;

class SignedMessageMemoryTest {

    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private final SignedMessageMemory memory = new SignedMessageMemory(new Ticking(), Duration.ofMinutes(6), 2);

    @Test
    void knowsAMessageAgainUntilItCouldNotPassAnyMore() {
        memory.note("a");
        now = now.plus(Duration.ofMinutes(6));
        assertThatThrownBy(() -> memory.note("a"))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("SOP-0104");

        now = now.plusMillis(1);
        assertThatCode(() -> memory.note("a")).doesNotThrowAnyException();
    }

    @Test
    void forgetsNothingToMakeRoom() {
        memory.note("a");
        memory.note("b");

        assertThatThrownBy(() -> memory.note("c"))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining("SOP-0107");
        assertThatThrownBy(() -> memory.note("a")).isInstanceOf(SenderMustCorrect.class);

        now = now.plus(Duration.ofMinutes(7));
        assertThatCode(() -> memory.note("c")).doesNotThrowAnyException();
    }

    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
