package org.anze.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Coverage;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How PostgreSQL finds a page in a ledger of 60,000 entries, for every combination of filters. */
class RecordIndexTest {

    private static JdbcClient jdbc;

    @BeforeAll
    static void fill() {
        DataSource pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        jdbc.sql("""
                insert into ledger_entry (idx, record_type, schema_version, provider, submission, source_line, business_key,
                    version, operation, risk_region, sector, insurer, received_at, header, leaf_hash, unit_hashes, units)
                select n, 3 + n % 4, 1, 'insurer-' || n % 12, 1, n, 'K' || n, 1, 'CREATE',
                    (140100 + 100 * (n / 7 % 11) + n / 5 % 9)::text, '0' || 1 + n / 3 % 9, 'insurer-' || n % 12, now(),
                    '', '', '', ''
                from generate_series(0, 59999) as n""").update();
        jdbc.sql("insert into record_head select business_key, record_type, provider, version, idx, operation"
                        + " from ledger_entry")
                .update();
        jdbc.sql("analyze ledger_entry").update();
        jdbc.sql("analyze record_head").update();
    }

    static Stream<Arguments> combinations() {
        List<Arguments> combinations = new ArrayList<>();
        Coverage city = new Coverage(List.of("1402"), null, null);
        Coverage province = new Coverage(List.of("14"), Set.of("01", "03"), Set.of("insurer-1", "insurer-2"));
        for (List<Coverage> coverages :
                List.of(List.of(Coverage.EVERYTHING), List.of(city), List.of(province), List.of(city, province))) {
            for (String region : new String[] {null, "14", "1402", "140203"}) {
                for (String sector : new String[] {null, "03"}) {
                    for (String insurer : new String[] {null, "insurer-2"}) {
                        RecordFilter filter = new RecordFilter(RecordType.POLICY, region, sector, insurer, null, null);
                        combinations.add(Arguments.of(filter, coverages));
                    }
                }
            }
        }
        return combinations.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void findsAPageByAnIndexAndInItsOrder(RecordFilter filter, List<Coverage> coverages) {
        RecordIndex.Statement statement = RecordIndex.statement(filter, coverages, 0, 50_000, 100);

        String plan = String.join(
                "\n",
                jdbc.sql("explain " + statement.sql())
                        .params(statement.parameters())
                        .query(String.class)
                        .list());

        assertThat(plan).contains("on ledger_entry e").contains("record_head_pkey");
        assertThat(plan).contains("Index Scan").doesNotContain("Seq Scan").doesNotContain("Hash");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void findsWhatIsInTheFilterAndInACoverage(RecordFilter filter, List<Coverage> coverages) {
        List<Long> found = new RecordIndex(jdbc).page(filter, coverages, 50_000, 1_000_000);

        List<Long> expected = jdbc
                .sql("select idx, risk_region, sector, insurer from ledger_entry"
                        + " where record_type = 3 and idx < 50000 order by idx desc")
                .query((row, number) -> {
                    org.anze.gateway.record.Scope scope =
                            new org.anze.gateway.record.Scope(row.getString(2), row.getString(3), row.getString(4));
                    boolean wanted = (filter.region() == null
                                    || row.getString(2).startsWith(filter.region()))
                            && (filter.sector() == null || row.getString(3).equals(filter.sector()))
                            && (filter.insurer() == null || row.getString(4).equals(filter.insurer()))
                            && coverages.stream().anyMatch(coverage -> coverage.covers(scope));
                    return wanted ? row.getLong(1) : -1;
                })
                .list()
                .stream()
                .filter(index -> index >= 0)
                .toList();
        assertThat(found).isEqualTo(expected);
    }
}
