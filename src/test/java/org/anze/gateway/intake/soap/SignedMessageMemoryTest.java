package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.anze.gateway.SettableClock;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class SignedMessageMemoryTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T00:00:00Z"));
    private final Set<String> ofAll = new HashSet<>();
    private boolean storeIsDown;
    private boolean answerIsLost;
    private final SignedMessageMemory memory = memory();

    /** That of one node; all of them note in one place. */
    private SignedMessageMemory memory() {
        return new SignedMessageMemory(this::store, clock, Duration.ofMinutes(6), 8);
    }

    private boolean store(String identity, Duration atLeast) {
        if (storeIsDown) {
            throw new DataAccessResourceFailureException("down");
        }
        assertThat(atLeast).isGreaterThanOrEqualTo(Duration.ofMinutes(6));
        boolean fresh = ofAll.add(identity);
        if (answerIsLost) {
            throw new DataAccessResourceFailureException("done, but the answer was lost");
        }
        return fresh;
    }

    @Test
    void knowsAMessageThatAnotherNodeTook() {
        memory().note("ding", "a");

        assertThatThrownBy(() -> memory.note("ding", "a"))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("SOP-0104");
    }

    @Test
    void takesAMessageAgainThatNobodyCouldNote() {
        storeIsDown = true;
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> memory.note("ding", "a"))
                    .isInstanceOf(TryAgainLater.class)
                    .hasMessageContaining("INT-0201");
        }

        storeIsDown = false;
        assertThatCode(() -> memory.note("ding", "a")).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.note("ding", "a")).isInstanceOf(SenderMustCorrect.class);
        assertThatCode(() -> memory.note("ding", "b")).doesNotThrowAnyException();
    }

    @Test
    void wantsAFreshSignatureWhenOnlyTheAnswerOfTheStoreWasLost() {
        answerIsLost = true;
        assertThatThrownBy(() -> memory.note("ding", "a")).isInstanceOf(TryAgainLater.class);

        answerIsLost = false;
        assertThatThrownBy(() -> memory.note("ding", "a"))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("SOP-0104");
        assertThatCode(() -> memory.note("ding", "a, signed anew")).doesNotThrowAnyException();
    }

    @Test
    void knowsAMessageAgainUntilItCouldNotPassAnyMore() {
        memory.note("ding", "a");
        clock.pass(Duration.ofMinutes(6));
        assertThatThrownBy(() -> memory.note("ding", "a"))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("SOP-0104");

        clock.pass(Duration.ofMillis(1));
        ofAll.clear();
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

        clock.pass(Duration.ofMinutes(7));
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
}
