package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node that has nothing of the ledger in memory, as after a start. */
class OlderEntriesTest {

    private static final int MORE_THAN_A_PAGE = OlderEntries.PAGE + 88;

    private final DataSource pool = TestStores.freshSchema();
    private final JdbcClient jdbc = JdbcClient.create(pool);
    private final LedgerOfSamples ledger = new LedgerOfSamples(pool);
    private LedgerReader reader;

    @BeforeEach
    void append() throws Exception {
        ledger.append(
                IntStream.range(0, MORE_THAN_A_PAGE).mapToObj(i -> "P-" + i).toArray(String[]::new));
        reader = new LedgerReader(jdbc, Suite.SM, new UnitCipher(SampleKeys.inMemory()));
    }

    @Test
    void givesWhatIsWantedAcrossPages() throws Exception {
        assertThat(reader.read(500, 1000))
                .extracting(SealedRecord::index)
                .containsExactlyElementsOf(
                        LongStream.range(500, MORE_THAN_A_PAGE).boxed().toList());

        ledger.append("P-LAST");
        reader.refresh();

        assertThat(reader.read(OlderEntries.PAGE, 1000)).last().satisfies(entry -> assertThat(entry.businessKey())
                .isEqualTo("P-LAST"));
    }

    @Test
    void readsAndOpensOnceWhatSeveralWant() {
        SealedRecord first = reader.read(7, 3).get(0);
        SealedRecord again = reader.read(0, 10).get(7);

        assertThat(again).isSameAs(first);
        assertThat(again.units().open(0)).isSameAs(first.units().open(0));
        assertThat(again.units().open(0).value()).asString().contains("P-7");
    }

    @Test
    void keepsNoPageThatCannotBeOpenedWhole() {
        byte[] units = jdbc.sql("select units from ledger_entry where idx = 3")
                .query(byte[].class)
                .single();
        jdbc.sql("update ledger_entry set units = '' where idx = 3").update();
        assertThat(reader.read(3, 1)).allMatch(entry -> entry.units().archived());

        jdbc.sql("update ledger_entry set units = ? where idx = 3").param(units).update();

        assertThat(reader.read(3, 1)).allMatch(entry -> entry.units().readable());
    }

    @Test
    void standsOnlyBeforeTheEntryThatIsDamaged() {
        jdbc.sql("update ledger_entry set header = header || ' ' where idx = 3").update();

        assertThatThrownBy(() -> reader.read(0, 5)).hasMessageContaining("ledger entry 3");
        assertThat(reader.read(4, 5)).hasSize(5);
        assertThat(reader.read(List.of(4L))).hasSize(1);
    }
}
