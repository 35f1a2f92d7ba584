package org.anze.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.VolumeStore.Drawn;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class StoredVolumesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

    private final DataSource pool = TestStores.freshSchema();
    private final JdbcClient jdbc = JdbcClient.create(pool);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
    private final StoredVolumes volumes = new StoredVolumes(jdbc, transactions);

    @Test
    void drawsForAQueryInItsReadOnlySnapshot() {
        TransactionTemplate snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        Drawn drawn = snapshot.execute(status -> volumes.draw("r", "asked", DAY, 10, 7));

        assertThat(drawn).isEqualTo(new Drawn(7, 3));
        assertThat(volumes.draw("r", "asked", DAY, 10, 7)).isEqualTo(new Drawn(3, 0));
    }

    @Test
    void keepsWhatWasDrawnWhenTheCallerGivesUp() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            volumes.draw("r", "undone", DAY, 10, 7);
            status.setRollbackOnly();
        });

        assertThat(volumes.draw("r", "undone", DAY, 10, 7)).isEqualTo(new Drawn(3, 0));
    }

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
