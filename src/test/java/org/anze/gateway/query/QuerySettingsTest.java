package org.anze.gateway.query;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuerySettingsTest {

    @Test
    void takesNoTimeForALimit() {
        assertThatCode(() -> settings(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .doesNotThrowAnyException();
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-5), Duration.ofMillis(10)}) {
            assertThatThrownBy(() -> settings(none, Duration.ofMinutes(1))).hasMessageContaining("longest-statement");
            assertThatThrownBy(() -> settings(Duration.ofSeconds(5), none)).hasMessageContaining("token-validity");
        }
    }

    @Test
    void letsNobodyHoldAWorkerThreadForLong() {
        for (Duration patience : new Duration[] {Duration.ofSeconds(-1), Duration.ofMinutes(1)}) {
            assertThatThrownBy(() -> together(6, patience)).hasMessageContaining("patience");
        }
        assertThatThrownBy(() -> together(0, Duration.ZERO)).hasMessageContaining("together");
        assertThatCode(() -> together(1, Duration.ZERO)).doesNotThrowAnyException();
    }

    private static QuerySettings together(int places, Duration patience) {
        return new QuerySettings(
                100, 500, 5000, Duration.ofSeconds(5), Duration.ofMinutes(15), 4, places, patience, 1000);
    }

    private static QuerySettings settings(Duration longest, Duration validity) {
        return new QuerySettings(100, 500, 5000, longest, validity, 4, 6, Duration.ofSeconds(1), 1000);
    }
}
