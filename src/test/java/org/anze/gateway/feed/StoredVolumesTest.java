package org.anze.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.VolumeStore.Drawn;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoredVolumesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

    private final JdbcClient jdbc = JdbcClient.create(TestStores.freshSchema());
    private final StoredVolumes volumes = new StoredVolumes(jdbc);

    @Test
    void grantsWhatIsLeftAndNoMore() {
        assertThat(volumes.draw("r", "a", DAY, 10, 0)).isEqualTo(new Drawn(0, 10));
        assertThat(volumes.draw("r", "a", DAY, 10, 7)).isEqualTo(new Drawn(7, 3));
        assertThat(volumes.draw("r", "a", DAY, 10, 7)).isEqualTo(new Drawn(3, 0));
        assertThat(volumes.draw("r", "a", DAY, 10, 1)).isEqualTo(new Drawn(0, 0));
        assertThat(volumes.draw("r", "b", DAY, 10, 1)).isEqualTo(new Drawn(1, 9));
    }

    @Test
    void takesNothingBackWhenALimitIsLowered() {
        volumes.draw("r", "lowered", DAY, 10, 8);
        assertThat(volumes.draw("r", "lowered", DAY, 5, 1)).isEqualTo(new Drawn(0, 0));
        assertThat(volumes.draw("r", "lowered", DAY, 10, 5)).isEqualTo(new Drawn(2, 0));
    }

    @Test
    void keepsNoDaysThatAreLongOver() {
        volumes.draw("r", "kept", DAY, 10, 1);
        volumes.draw("r", "kept", DAY.plusDays(2), 10, 1);
        assertThat(jdbc.sql("select count(*) from volume_drawn where agreement = 'kept'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }
}
