package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.Role;
import org.anze.gateway.reconcile.DailySheets;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of reconciliation: a day of its own, on which one of two parties lost a record. */
class ConsoleReconciliationTest {

    private static final String DAY = "2026-03-05";

    private final ConsoleDoor door = ConsoleDoor.open();
    private final SignedPeople people = new SignedPeople(door);
    private final JdbcClient jdbc = door.context.getBean(JdbcClient.class);

    @BeforeEach
    void aDayWithALostRecord() {
        submission(9001, "insurer-jia", 1);
        submission(9002, "insurer-ding", 0);
    }

    private void submission(long seq, String party, long accepted) {
        // Late in the evening of Greenwich's day before: the morning in China.
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at,"
                                + " received, accepted, finished_at)"
                                + " values (?, ?, ?, ?, 'REST', 'm', '', 1, 'ACCEPTED', '2026-03-04T22:00:00Z', ?, ?, now())")
                .params(seq, "S" + seq, party, "M" + seq, accepted, accepted)
                .update();
    }

    @AfterEach
    void clearsAway() {
        jdbc.sql("delete from submission where seq in (9001, 9002)").update();
        jdbc.sql("delete from reconciliation_sheet where day = '" + DAY + "'").update();
    }

    @Test
    void showsTheOperatorInRedWhereARecordIsGone() {
        String page = people.signIn(Role.OPERATOR).browser().page("/reconciliation?day=" + DAY);

        assertThat(page)
                .contains("data-party=\"insurer-jia\" data-balanced=\"false\"")
                .contains("data-name=\"accepted\" data-holds=\"false\"")
                .contains("data-party=\"insurer-ding\" data-balanced=\"true\"");
    }

    @Test
    void showsAPartysUserItsOwnDayAndNoOther() throws Exception {
        Signed jia = people.signIn(Role.PARTY, "insurer-jia");

        String page = jia.browser().page("/reconciliation?day=" + DAY);
        HttpResponse<String> sheet = jia.browser().get("/reconciliation/sheet?day=" + DAY);

        assertThat(page).contains("data-party=\"insurer-jia\"").doesNotContain("insurer-ding");
        assertThat(sheet.body()).contains("\"party\":\"insurer-jia\"", "\"balanced\":false");
        SignedStatement.verify(
                sheet.body().getBytes(StandardCharsets.UTF_8), DailySheets.FORMAT, ConsoleSamples.GATEWAY.trust());
        assertThat(door.newestAct(jia.name())).isEqualTo("EXPORT reconciliation sheet " + DAY + " downloaded as json");
    }

    @Test
    void plansOneTaskOfAllParcelsThatAComparisonCallsFor() {
        submission(9003, "platform-test", 0);
        long comparison = jdbc.sql(
                        "insert into reconciliation (party, direction, record_type, day, method, compared_at,"
                                + " our_count, their_count, missing_here, missing_there, differing, verdict)"
                                + " select 'platform-test', 'DELIVERED', 1, date '" + DAY
                                + "', 'LIST', now(), 2, 0, 0, 2, 0,"
                                + " 'RECORDS_DIFFER' returning id")
                .query(Long.class)
                .single();
        jdbc.sql("insert into reconciliation_difference (reconciliation, number, kind, provider, business_key,"
                        + " version, entry) values (?, 1, 'MISSING_THERE', 'insurer-jia', 'K1', 1, 70001),"
                        + " (?, 2, 'MISSING_THERE', 'insurer-jia', 'K2', 1, 70002)")
                .params(comparison, comparison)
                .update();
        for (int i = 1; i <= 2; i++) {
            jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals,"
                            + " records, agreements, document, prepared_at, left_at, settled_at, checkpoint_size)"
                            + " values ('platform-test', ?, 'ACKNOWLEDGED', 70000, 70003, ?, '{}', 1, '[]', '',"
                            + " '2026-03-04T22:00:00Z', now(), now(), 1)")
                    .params(90000L + i, new Long[] {70000L + i})
                    .update();
        }
        try {
            Signed operator = people.signIn(Role.OPERATOR);
            String page = operator.browser().page("/reconciliation?day=" + DAY);
            HttpResponse<String> answer = operator.browser()
                    .submit(
                            "/reconciliation?day=" + DAY,
                            "/reconciliation/" + comparison + "/resend",
                            Map.of("day", DAY, "reason", "对账所缺"));

            assertThat(page).containsOnlyOnce("data-test=\"resend\"");
            assertThat(operator.browser().page(operator.browser().location(answer)))
                    .contains("data-state=\"PLANNED\"", "90001", "90002");
            HttpResponse<String> none = operator.browser()
                    .submit(
                            "/reconciliation?day=" + DAY,
                            "/reconciliation/" + (comparison + 1) + "/resend",
                            Map.of("day", DAY, "reason", "对账所缺"));
            assertThat(operator.browser().page(operator.browser().location(none)))
                    .contains("TSK-0102");
        } finally {
            jdbc.sql("delete from parcel where number in (90001, 90002)").update();
            jdbc.sql("delete from reconciliation_difference where reconciliation = ?")
                    .param(comparison)
                    .update();
            jdbc.sql("delete from reconciliation where id = ?")
                    .param(comparison)
                    .update();
            jdbc.sql("delete from submission where seq = 9003").update();
        }
    }

    @Test
    void showsTodayForADayThatIsNone() {
        assertThat(people.signIn(Role.OPERATOR)
                        .browser()
                        .get("/reconciliation?day=x")
                        .statusCode())
                .isEqualTo(200);
        assertThat(people.signIn(Role.OPERATOR)
                        .browser()
                        .get("/reconciliation?day=2999-01-01")
                        .statusCode())
                .isEqualTo(200);
    }
}
