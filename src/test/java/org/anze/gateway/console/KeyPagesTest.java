package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.Role;
import org.anze.gateway.keys.SampleKeyDesk;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys and emergency looks at the console: two people each. */
class KeyPagesTest {

    private static final ConsoleDoor DOOR = ConsoleDoor.open();
    private static final SignedPeople PEOPLE = new SignedPeople(DOOR);

    private static Signed steppedUp(Role role) {
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

    private static String follow(Signed person, String page, String action, Map<String, String> form) {
        HttpResponse<String> answer = person.browser().submit(page, action, form);
        return answer.statusCode() == 302 ? person.browser().page(page) : answer.body();
    }

    @Test
    void destroysAKeyWhenTheSystemAdministratorAsksAndTheSecurityAdministratorAgrees() {
        SampleKeyDesk stored = DOOR.context.getBean(SampleKeyDesk.class);
        int key = stored.keys()
                .current("insurer-wu", Instant.parse("2026-03-03T00:00:00Z"))
                .id();
        Signed system = steppedUp(Role.SYSTEM);
        Signed security = steppedUp(Role.SECURITY);

        String asked = follow(
                system,
                "/keys",
                "/keys/destructions",
                Map.of("party", "insurer-wu", "month", "2026-03", "reason", "安监函〔2026〕1号"));

        assertThat(asked).contains("data-order=\"request\"").doesNotContain("data-test=\"key-approve\"");
        assertThat(stored.keys().find(key)).isPresent();
        long request = stored.desk().pending().stream()
                .filter(one -> one.party().equals("insurer-wu") && one.month().equals(YearMonth.of(2026, 3)))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(security.browser().page("/keys")).contains("data-test=\"key-approve\"");
        String done = follow(security, "/keys", "/keys/destructions/" + request + "/approve", Map.of());

        assertThat(done).contains("data-order=\"approve\"");
        assertThat(stored.keys().find(key)).isEmpty();
    }

    @Test
    void saysWhyAKeyCannotBeDestroyed() {
        Signed system = steppedUp(Role.SYSTEM);

        String refused = follow(
                system, "/keys", "/keys/destructions", Map.of("party", "nobody", "month", "2026-03", "reason", "1号"));
        String malformed = follow(
                system, "/keys", "/keys/destructions", Map.of("party", "nobody", "month", "March", "reason", "1号"));

        assertThat(refused).contains("KEY-0002");
        assertThat(malformed).contains("data-test=\"malformed\"");
    }

    @Test
    void showsAnAuditorARecordWhenAnotherAgreed() {
        Signed zhao = steppedUp(Role.AUDITOR);
        Signed qian = steppedUp(Role.AUDITOR);

        String asked = follow(zhao, "/break-glass", "/break-glass", Map.of("record", "0", "reason", "事故调查"));
        String id = asked.replaceAll("(?s).*?data-test=\"glass-row\" data-id=\"([0-9]+)\".*", "$1");
        assertThat(asked).doesNotContain("glass-approve", "glass-open");
        assertThat(zhao.browser().location(zhao.browser().get("/break-glass/" + id)))
                .isEqualTo("/break-glass");
        assertThat(follow(qian, "/break-glass", "/break-glass/" + id + "/approve", Map.of()))
                .contains("data-order=\"approve\"");
        assertThat(qian.browser().location(qian.browser().get("/break-glass/" + id)))
                .isEqualTo("/break-glass");

        assertThat(zhao.browser().page("/break-glass/" + id)).contains(ConsoleSamples.HANDLER);
        assertThat(DOOR.newestAct(zhao.name())).contains("looked at, approved by " + qian.name());
    }
}
