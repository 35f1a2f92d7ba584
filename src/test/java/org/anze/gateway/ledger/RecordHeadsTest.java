package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The head of a business key is its highest version, whatever the order of arrival. */
class RecordHeadsTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);

    private final UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
    private FaultySource pool;
    private JdbcClient jdbc;
    private SampleEntries samples;
    private LedgerTransaction ledger;
    private LedgerReader reader;
    private long submissions;

    @BeforeEach
    void emptyLedger() {
        pool = new FaultySource(TestStores.freshSchema());
        jdbc = JdbcClient.create(pool);
        samples = new SampleEntries(pool, cipher);
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
        ledger = new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
    }

    @Test
    void keepsTheHighestVersionWhateverTheOrderOfArrival() throws Exception {
        append(policy("P-1", 2));
        append(policy("P-1", 1), policy("P-2", 1));
        append(policy("P-1", 3));
        append(policy("P-2", 4));
        append(policy("P-2", 3));

        assertThat(heads()).containsExactly("P-1 v3 #3 CREATE", "P-2 v4 #4 CREATE");
        assertThat(reader.late(0, 10)).isEqualTo(Set.of(1L, 5L));
    }

    @Test
    void keepsTheHighestVersionAlsoWithinOneCommit() throws Exception {
        append(policy("P-1", 1), policy("P-1", 3), policy("P-1", 2));

        assertThat(heads()).containsExactly("P-1 v3 #1 CREATE");
        assertThat(reader.late(0, 10)).containsExactly(2L);
    }

    @Test
    void saysWhenTheNewestVersionWithdrawsTheRecord() throws Exception {
        append(policy("P-1", 1));
        append(samples.record(RecordType.POLICY, 2, Operation.VOID, "policyNo", "P-1"));

        assertThat(heads()).containsExactly("P-1 v2 #1 VOID");
    }

    @Test
    void keepsNoHeadOfWhatWasNotCommitted() throws Exception {
        append(policy("P-1", 1));
        pool.fail(FaultySource.Fault.BEFORE_COMMIT);
        Append second = samples.batch(++submissions, 0, true, List.of(policy("P-1", 2), policy("P-2", 1)));
        assertThatThrownBy(() -> ledger.append(List.of(second), SampleSeals.NOW))
                .isInstanceOf(SQLException.class);
        assertThat(heads()).containsExactly("P-1 v1 #0 CREATE");

        pool.fail(FaultySource.Fault.ANSWER_LOST);
        ledger.append(List.of(second), SampleSeals.NOW);

        assertThat(heads()).containsExactly("P-1 v2 #1 CREATE", "P-2 v1 #2 CREATE");
    }

    @Test
    void findsTheSameHeadsInALedgerOfBeforeTheMigration() throws Exception {
        append(policy("P-1", 2), policy("P-2", 1));
        append(policy("P-1", 1), policy("P-2", 2));
        append(samples.record(RecordType.POLICY, 3, Operation.VOID, "policyNo", "P-1"));
        List<String> kept = heads();
        jdbc.sql("delete from record_head").update();
        jdbc.sql("update ledger_entry set late = false").update();

        for (String statement : migration()) {
            if (statement.startsWith("insert into record_head") || statement.startsWith("update ledger_entry")) {
                jdbc.sql(statement).update();
            }
        }

        assertThat(heads()).isEqualTo(kept);
        assertThat(reader.late(0, 10)).containsExactly(2L);
    }

    private static List<String> migration() throws Exception {
        try (InputStream in =
                RecordHeadsTest.class.getResourceAsStream("/db/migration/V3__heads_terms_and_parking.sql")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^\\s*--.*$", "");
            return Arrays.stream(text.split(";")).map(String::strip).toList();
        }
    }

    private PreparedRecord policy(String key, long version) {
        return samples.policy(key, version, "140212");
    }

    private void append(PreparedRecord... records) throws Exception {
        SampleEntries.append(ledger, reader, samples.batch(++submissions, 0, true, List.of(records)), SampleSeals.NOW);
    }

    private List<String> heads() {
        return jdbc.sql("select business_key || ' v' || version || ' #' || entry || ' ' || operation from record_head"
                        + " order by business_key")
                .query(String.class)
                .list();
    }
}
