package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
