package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.anze.gateway.intake.BodiesAtHand.Body;
import org.junit.jupiter.api.Test;

class BodiesAtHandTest {

    private static final byte[] DIGEST = {1};
    private static final byte[] OTHER = {2};

    private final BodiesAtHand bodies = new BodiesAtHand(10_000);

    @Test
    void givesABodyOnceAndToItsOwnSubmissionOnly() {
        bodies.keep(7, new Body(3, DIGEST, new byte[10]));

        assertThat(bodies.take(8, DIGEST)).isNull();
        assertThat(bodies.take(7, DIGEST).key()).isEqualTo(3);
        assertThat(bodies.take(7, DIGEST)).isNull();
    }

    @Test
    void givesNothingToASubmissionThatGotTheNumberAnew() {
        bodies.keep(7, new Body(3, DIGEST, new byte[10]));

        assertThat(bodies.take(7, OTHER)).isNull();
        assertThat(bodies.size()).isZero();
    }

    @Test
    void forgetsTheOldestFirstAndCountsWhatTheSmallestTake() {
        for (int i = 0; i < 1_000; i++) {
            bodies.keep(i, new Body(3, DIGEST, new byte[1]));
        }

        assertThat(bodies.size()).isLessThan(40);
        assertThat(bodies.take(999, DIGEST)).isNotNull();
        assertThat(bodies.take(0, DIGEST)).isNull();
    }

    @Test
    void keepsNoneThatIsLargerThanAll() {
        bodies.keep(1, new Body(3, DIGEST, new byte[20_000]));

        assertThat(bodies.size()).isZero();
    }
}
