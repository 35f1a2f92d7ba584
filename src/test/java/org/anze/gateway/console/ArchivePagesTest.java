package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.anze.gateway.archive.ArchiveDesk;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.Role;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What leaves the live tables takes two people at the console. */
class ArchivePagesTest {

    private static final ConsoleDoor DOOR = ConsoleDoor.open();
    private static final SignedPeople PEOPLE = new SignedPeople(DOOR);
    private static final String DIGEST = "ab".repeat(32);

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

    private static String follow(Signed person, String action, Map<String, String> form) {
        HttpResponse<String> answer = person.browser().submit("/archive", action, form);
        return answer.statusCode() == 302 ? person.browser().page("/archive") : answer.body();
    }

    @Test
    void letsAMonthOutWhenTheSystemAdministratorAsksAndTheSecurityAdministratorAgrees() {
        JdbcClient jdbc = DOOR.context.getBean(JdbcClient.class);
        // Before the samples' ledger began: nobody's cursor or parcel is in the way.
        jdbc.sql(
                        "insert into archive_bundle (month, from_entry, to_entry, submissions, last_submission, file, bytes, digest, keep_until,"
                                + " made_by, made_at) values ('2020-03-01', 0, 0, 0, 0, 'anze-2020-03.zip', 1, decode(?, 'hex'),"
                                + " '2030-04-01', 'liu', now()) on conflict do nothing")
                .param(DIGEST)
                .update();
        Signed system = steppedUp(Role.SYSTEM);
        Signed security = steppedUp(Role.SECURITY);

        String wrong = follow(
                system,
                "/archive/removals",
                Map.of("month", "2020-03", "digest", "cd".repeat(32), "place", "二号库", "reason", "1号"));
        String asked = follow(
                system,
                "/archive/removals",
                Map.of("month", "2020-03", "digest", DIGEST, "place", "二号库", "reason", "〔2028〕7号"));

        assertThat(wrong).contains("ARC-0003");
        assertThat(asked)
                .contains("data-order=\"request\"", "anze-2020-03.zip", "二号库")
                .doesNotContain("data-test=\"archive-approve\"");
        long id = DOOR.context.getBean(ArchiveDesk.class).pending().get(0).id();
        assertThat(security.browser().page("/archive")).contains("data-test=\"archive-approve\"");
        assertThat(follow(security, "/archive/removals/" + id + "/approve", Map.of()))
                .contains("data-order=\"approve\"");
        assertThat(jdbc.sql("select approved from archive_removal where id = ?")
                        .param(id)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void saysWhyNothingCanBeTakenOut() {
        Signed system = steppedUp(Role.SYSTEM);
        Map<String, String> form = Map.of("digest", DIGEST, "place", "二号库", "reason", "1号");

        assertThat(follow(system, "/archive/removals", with(form, "1999-01"))).contains("ARC-0002");
        assertThat(follow(system, "/archive/removals", with(form, "March"))).contains("data-test=\"malformed\"");
    }

    private static Map<String, String> with(Map<String, String> form, String month) {
        Map<String, String> whole = new java.util.HashMap<>(form);
        whole.put("month", month);
        return whole;
    }
}
