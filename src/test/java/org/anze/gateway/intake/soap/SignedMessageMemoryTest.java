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
    private final SignedMessageMemory memory = new SignedMessageMemory(new Ticking(), Duration.ofMinutes(6), 8);

    @Test
    void knowsAMessageAgainUntilItCouldNotPassAnyMore() {
        memory.note("ding", "a");
        now = now.plus(Duration.ofMinutes(6));
        assertThatThrownBy(() -> memory.note("ding", "a"))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("SOP-0104");

        now = now.plusMillis(1);
        assertThatCode(() -> memory.note("ding", "a")).doesNotThrowAnyException();
    }

    @Test
    void forgetsNothingToMakeRoom() {
        memory.note("ding", "a");
        memory.note("ding", "b");

        assertThatThrownBy(() -> memory.note("ding", "c"))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining("SOP-0107");
        assertThatThrownBy(() -> memory.note("ding", "a")).isInstanceOf(SenderMustCorrect.class);

        now = now.plus(Duration.ofMinutes(7));
        assertThatCode(() -> memory.note("ding", "c")).doesNotThrowAnyException();
    }

    @Test
    void letsNoPartyTakeTheRoomOfAnother() {
        memory.note("ding", "a");
        memory.note("ding", "b");

        assertThatThrownBy(() -> memory.note("ding", "c")).isInstanceOf(TryAgainLater.class);
        assertThatCode(() -> memory.note("jia", "c")).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.note("jia", "a")).isInstanceOf(SenderMustCorrect.class);
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
