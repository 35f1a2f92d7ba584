package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever gets a record copies its header: so it is looked at where it comes from. */
class EntryRowsTest {

    private final DataSource pool = TestStores.freshSchema();
    private final JdbcClient jdbc = JdbcClient.create(pool);

    private LedgerReader stored() throws Exception {
        new LedgerOfSamples(pool).append("P-1", "P-2", "P-3");
        return new LedgerReader(jdbc, Suite.SM, new UnitCipher(SampleKeys.inMemory()));
    }

    @Test
    void readsTheHeaderAsItWasHashed() throws Exception {
        LedgerReader stored = stored();

        assertThat(stored.read(0, 3)).hasSize(3).allSatisfy(record -> assertThat(
                        new String(record.header(), StandardCharsets.UTF_8))
                .startsWith("{\"format\":\"anze-entry/2\",\"index\":" + record.index() + ","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header = set_byte(header, 0, 32)",
                "header = header || ' '",
                "header = (select o.header from ledger_entry o where o.idx = 2)",
                "provider = 'insurer-yi'",
                "schema_version = 2",
                "header = convert_to(replace(convert_from(header, 'UTF8'), '\"submission\":\"', '\"submission\":\"x'),"
                        + " 'UTF8')"
            })
    void refusesAHeaderThatIsNotWhatItsRowSays(String change) throws Exception {
        LedgerReader stored = stored();
        jdbc.sql("update ledger_entry set " + change + " where idx = 1").update();

        assertThatThrownBy(() -> stored.read(0, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ledger entry 1 is");
        assertThatThrownBy(() -> stored.read(List.of(1L))).isInstanceOf(IllegalStateException.class);
        assertThat(stored.read(List.of(0L, 2L))).hasSize(2);
    }

    @Test
    void refusesADatabaseWithParcelsOfTheFirstFormat() throws Exception {
        String migration;
        try (InputStream in = EntryRowsTest.class.getResourceAsStream("/db/migration/V25__parcels_of_format_2.sql")) {
            migration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        jdbc.sql(migration).update();
        jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals,"
                        + " records, agreements, document, prepared_at) values ('prv-14', 1, 'SETTLED', 0, 0,"
                        + " '{}', '{}', 0, '[]', '', now())")
                .update();

        assertThatThrownBy(() -> jdbc.sql(migration).update()).hasMessageContaining("anze-parcel/1");
    }
}
