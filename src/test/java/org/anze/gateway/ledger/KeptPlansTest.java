package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that are made in an empty ledger and kept while it grows. */
class KeptPlansTest {

    private static DataSource pool;

    @BeforeAll
    static void open() {
        pool = TestStores.freshSchema();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {LedgerReferences.HEADS, RecordHeads.STORED, LedgerStore.KNOWN_VERSIONS, NewSubmissions.TAKEN})
    void lookUpEachValueByAnIndex(String statement) throws Exception {
        assertLooksUp(statement);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "uscc", "term"})
    void lookUpWhatIsRelatedByAnIndex(String by) throws Exception {
        assertLooksUp(
                switch (by) {
                    case "policy" -> LedgerReferences.BY_POLICY;
                    case "uscc" -> LedgerReferences.BY_USCC;
                    default -> LedgerReferences.BY_TERM;
                });
    }

    /** However full its tables are, no step walks through one of them. */
    private static void assertLooksUp(String statement) throws Exception {
        int parameters = statement.length() - statement.replace("?", "").length();
        List<String> plan = plan(numbered(statement), parameters);

        assertThat(plan).noneMatch(step -> step.matches(".*(Seq Scan|Hash|Merge|Materialize|Memoize|Bitmap).*"));
        assertThat(plan).noneMatch(step -> step.contains("Filter: ") && !step.contains("SubPlan"));
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).matches(".*Index (Only )?Scan.*")) {
                assertThat(plan.get(i + 1)).as(plan.get(i)).contains("Index Cond");
            }
        }
    }

    private static String numbered(String statement) {
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (char each : statement.toCharArray()) {
            numbered.append(each == '?' ? "$" + ++number : String.valueOf(each));
        }
        return numbered.toString();
    }

    private static List<String> plan(String statement, int parameters) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement session = connection.createStatement()) {
            // As on the gateway's connections, and as after five times.
            session.execute(
                    "set random_page_cost = 1.1; set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
            session.execute("prepare kept as " + statement);
            String values = String.join(", ", Collections.nCopies(parameters, "null"));
            try (ResultSet row = session.executeQuery("explain execute kept(" + values + ")")) {
                while (row.next()) {
                    plan.add(row.getString(1));
                }
            } finally {
                session.execute("deallocate kept");
            }
        }
        return plan;
    }
}
