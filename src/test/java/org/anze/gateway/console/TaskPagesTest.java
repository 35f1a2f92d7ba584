package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.Role;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tasks at the console: the operator orders, the system administrator is the second person. */
class TaskPagesTest {

    private static final ConsoleDoor DOOR = ConsoleDoor.open();
    private static final SignedPeople PEOPLE = new SignedPeople(DOOR);
    private static final Map<String, String> BOTH =
            Map.of("kind", "RESEND", "party", "platform-test", "from", "1", "to", "2", "reason", "对方来函〔2026〕8号");

    private static Signed confirmed(Role role) {
        Signed person = PEOPLE.signIn(role);
        PEOPLE.stepUp(person);
        // As an administrator of another role does on the page of confirmations.
        DOOR.context
                .getBean(JdbcClient.class)
                .sql("update console_person set credentials_by = null where name = ?")
                .param(person.name())
                .update();
        return person;
    }

    private static String planned(Signed operator, Map<String, String> form) {
        HttpResponse<String> answer = operator.browser().submit("/tasks", "/tasks", form);
        return operator.browser().location(answer);
    }

    private static String given(Signed person, String page, String order) {
        HttpResponse<String> answer = person.browser().submit(page, page + "/" + order, Map.of());
        return answer.statusCode() == 302
                ? person.browser().page(person.browser().location(answer))
                : answer.body();
    }

    @Test
    void runsALongListOnceTheSystemAdministratorLetsIt() {
        Signed operator = PEOPLE.signIn(Role.OPERATOR);
        Signed system = confirmed(Role.SYSTEM);

        String page = planned(operator, BOTH);
        assertThat(page).matches("/tasks/[0-9]+");
        assertThat(operator.browser().page(page)).contains("data-state=\"PLANNED\"", "data-test=\"task-start\"");
        assertThat(given(operator, page, "forecast")).contains("data-test=\"forecast-line\"");
        assertThat(given(operator, page, "start"))
                .contains("data-state=\"PROPOSED\"")
                .doesNotContain("data-test=\"task-approve\"");
        assertThat(given(system, page, "approve")).contains("data-order=\"approve\"");

        Awaitility.await().untilAsserted(() -> {
            assertThat(operator.browser().page(page)).contains("data-outcome=\"SENT_AGAIN\"");
            // The clock stands still: the rate lets one item go.
            assertThat(DOOR.orders().given).contains("resend platform-test 1");
        });
        assertThat(DOOR.newestAct(system.name())).contains("approved, ordered by " + operator.name());
        assertThat(operator.browser().page("/tasks")).contains("data-test=\"tasks\"", "href=\"" + page + "\"");
        given(operator, page, "cancel");
    }

    @Test
    void saysWhatIsWrongWithAnOrder() {
        Signed operator = PEOPLE.signIn(Role.OPERATOR);

        assertThat(planned(operator, Map.of("kind", "RESEND", "party", "platform-test", "from", "x", "reason", "r")))
                .isEqualTo("/tasks");
        assertThat(operator.browser().page("/tasks")).contains("data-test=\"malformed\"");
        for (Map<String, String> ambiguous : List.of(
                Map.of("from", "1", "fromDay", "2026-11-22"),
                Map.of("from", "1", "submission", "any"),
                Map.of("submission", "any"),
                Map.of("from", "1", "kind", "REMAP"))) {
            Map<String, String> form = new HashMap<>(Map.of("kind", "RESEND", "party", "platform-test", "reason", "r"));
            form.putAll(ambiguous);
            assertThat(planned(operator, form)).isEqualTo("/tasks");
            assertThat(operator.browser().page("/tasks")).contains("data-test=\"malformed\"");
        }
        assertThat(planned(operator, Map.of("kind", "RESEND", "party", "platform-test", "from", "99", "reason", "r")))
                .isEqualTo("/tasks");
        assertThat(operator.browser().page("/tasks")).contains("TSK-0102");
    }
}
