package org.anze.gateway.console;

import static org.anze.gateway.console.ConsolePagesTest.element;
import static org.anze.gateway.console.ConsolePagesTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.anze.gateway.access.change.AgreementChanges;
import org.anze.gateway.audit.AuditAnchors;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Person;
import org.anze.gateway.console.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What each role does at the console. */
class ConsoleRolesTest {

    private final ConsoleDoor door = ConsoleDoor.open();
    private final SignedPeople people = new SignedPeople(door);

    @Test
    void showsAnOperatorNoValueOfARecord() {
        Browser operator = people.signIn(Role.OPERATOR).browser();
        String page = operator.page("/records/0?party=platform-test");

        assertThat(page)
                .contains(
                        "data-test=\"no-values\"",
                        "data-test=\"proof-step\"",
                        "data-hidden=\"VALUE\"",
                        "supervision v3")
                .contains("data-unit=\"premium\"", "P-1")
                .doesNotContain("data-test=\"raw-line\"", "61,115.83", ConsoleSamples.HANDLER, ConsoleSamples.MOBILE)
                .doesNotContain("data-hidden=\"NO\"");
        assertThat(operator.get("/records/0/proof").statusCode()).isEqualTo(200);
    }

    @Test
    void notesEveryLookAtARecord() {
        Signed operator = people.signIn(Role.OPERATOR);
        operator.browser().page("/records/0");
        assertThat(door.newestAct(operator.name())).isEqualTo("QUERY policy/P-1 #0 record shown");
        operator.browser().get("/submissions/S01JIA/rejects?format=csv");
        assertThat(door.newestAct(operator.name())).isEqualTo("EXPORT submission S01JIA rejects downloaded as csv");
        operator.browser().search("P-1");
        assertThat(door.newestAct(operator.name())).isEqualTo("QUERY console search found: policy 1, businessKey 2");
        Browser practice = door.operator();
        practice.page("/records/0");
        assertThat(door.newestAct(text(practice.page("/account"), "account-name")))
                .startsWith("REVEAL policy/P-1 #0");
    }

    @Test
    void showsAPartysUserItsOwnSubmissionsAndNoOther() {
        Browser jia = people.signIn(Role.PARTY, "insurer-jia").browser();
        String list = jia.page("/own");

        assertThat(list).contains("data-id=\"S01JIA\"", "data-id=\"S02JIA\"").doesNotContain("S03DING");
        assertThat(jia.page("/own/submissions/S01JIA"))
                .contains("data-code=\"LED-0101\"", "/own/submissions/S01JIA/receipt")
                .doesNotContain("href=\"/submissions/", "href=\"/records/");
        assertThat(jia.get("/own/submissions/S01JIA/receipt").body()).contains("\"accepted\":3");
        assertThat(jia.get("/own/submissions/S01JIA/rejects?format=csv").body()).isEqualTo("S01JIA CSV");
        HttpResponse<String> foreign = jia.get("/own/submissions/S03DING");
        HttpResponse<String> none = jia.get("/own/submissions/S99NONE");
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(none.body());
        for (String part : new String[] {"receipt", "rejects"}) {
            assertThat(jia.get("/own/submissions/S03DING/" + part).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/own/submissions/..%2f..%2frecords%2f0",
                "/own/submissions/S01JIA/../../../records/0",
                "/own;x=1/submissions/S03DING",
                "/own//submissions/S03DING",
                "/OWN/submissions/S03DING",
                "/own/submissions/S03DING%00",
                "/own/submissions/S01JIA?id=S03DING",
                "/Records/0",
                "/records/0/",
                "/records/%30"
            })
    void givesAPartysUserNothingByOddAddresses(String path) {
        HttpResponse<String> response =
                people.signIn(Role.PARTY, "insurer-jia").browser().get(path);

        assertThat(response.body()).doesNotContain("S03DING", "insurer-ding", "msg-3", "C-1");
        assertThat(response.statusCode())
                .isIn(path.contains("?id=") ? new Object[] {200} : new Object[] {302, 400, 403, 404});
    }

    @Test
    void addsSomebodyWithAOneTimePasswordShownOnce() {
        Signed security = secured();
        String name = SignedPeople.fresh("wang");
        add(security, name, "operator", "", "G100-" + name);

        String page = security.browser().page("/people");
        assertThat(text(page, "one-time")).matches("[A-Za-z2-9]{24}");
        assertThat(security.browser().page("/people")).doesNotContain("data-test=\"one-time\"");
        Browser browser = door.browser();
        assertThat(browser.location(browser.signIn(name, text(page, "one-time"))))
                .isEqualTo("/sign-in/password");
        assertThat(adds(name)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Wang, operator, '', G200, NAME",
        "'wang<b>', operator, '', G200, NAME",
        "wang-a, root, '', G200, ROLE",
        "wang-a, party, '', G200, PARTY",
        "wang-a, party, nobody, G200, PARTY",
        "wang-a, auditor, insurer-jia, G200, PARTY",
        "wang-a, operator, '', '', STAFF_NUMBER",
        "wang-a, operator, '', 'G 200', STAFF_NUMBER",
        "auditor, operator, '', G200, NAME_TAKEN"
    })
    void refusesToAddWhatIsWrong(String name, String role, String party, String number, String refusal) {
        Signed security = secured();
        add(security, name, role, party, number);

        assertThat(security.browser().page("/people")).contains("data-refusal=\"" + refusal + "\"");
    }

    @Test
    void letsNobodyHoldTwoOfTheAdministratorsRoles() {
        Signed security = secured();
        String first = SignedPeople.fresh("li");
        String second = SignedPeople.fresh("li");
        add(security, first, "system", "", "g300");
        security.browser().page("/people");
        add(security, second, "auditor", "", "G300");

        assertThat(security.browser().page("/people")).contains("data-refusal=\"STAFF_NUMBER_TAKEN\"");
        order(security, first, "end", "换岗");
        add(security, second, "auditor", "", "G300");
        assertThat(security.browser().page("/people")).contains("data-test=\"one-time\"");
    }

    @Test
    void keepsTheSecurityAdministratorFromHisOwnAccount() {
        Signed security = secured();

        for (String order : new String[] {"reset", "end", "unlock", "second-factor", "session"}) {
            assertThat(security.browser()
                            .get("/people/" + security.name() + "/" + order)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void endsNoLastAdministrator() {
        Signed security = secured();
        JdbcClient jdbc = door.context.getBean(JdbcClient.class);
        jdbc.sql("update console_person set ended_at = now() where role = 'AUDITOR' and name <> 'auditor'")
                .update();

        order(security, "auditor", "end", "不需要");

        assertThat(security.browser().page("/people")).contains("data-refusal=\"LAST\"");
        assertThat(find("auditor").endedAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"reset, /login", "second-factor, /login", "session, /login", "end, /login"})
    void endsTheSessionOfWhomItChanges(String order, String where) {
        Signed security = secured();
        Signed other = people.signIn(Role.OPERATOR);

        assertThat(other.browser().get("/").statusCode()).isEqualTo(200);
        order(security, other.name(), order, "电话核实");

        assertThat(security.browser().page("/people")).contains("data-order=\"" + order + "\"");
        assertThat(other.browser().location(other.browser().get("/"))).isEqualTo(where);
        assertThat(door.newestAct(security.name()))
                .isEqualTo("PEOPLE " + other.name() + " ordered: " + order + " 电话核实");
    }

    @Test
    void letsAnAccountCountOnlyWhenAnotherRoleHasConfirmedWhoHoldsIt() {
        Signed security = secured();
        String name = SignedPeople.fresh("li");
        add(security, name, "system", "", "g" + name);
        People accounts = door.context.getBean(People.class);
        assertThat(accounts.isConfirmed(name)).isFalse();

        Signed invented = people.signIn(Role.AUDITOR);
        accounts.credentialsGiven(invented.name(), security.name());
        assertThat(accounts.confirm(name, invented.name())).isFalse();
        assertThat(accounts.confirm(name, security.name())).isFalse();
        Signed system = people.signIn(Role.SYSTEM);
        assertThat(accounts.confirm(name, system.name())).isFalse();

        Signed auditor = people.signIn(Role.AUDITOR);
        people.stepUp(auditor);
        assertThat(auditor.browser().page("/confirmations")).contains("data-name=\"" + name + "\"");
        auditor.browser().submit("/confirmations", "/confirmations/" + name, Map.of());

        assertThat(auditor.browser().page("/confirmations")).contains("data-test=\"confirmed\"");
        assertThat(accounts.isConfirmed(name)).isTrue();
        security = secured();
        order(security, name, "reset", "遗忘");
        assertThat(accounts.isConfirmed(name)).isFalse();
    }

    @Test
    void doesNotLetOneSecurityAdministratorBeBothPeople() throws Exception {
        Path folder = door.folder().resolveSibling("proposed-alone");
        SampleFolders.write(folder);
        AgreementChanges changes = door.context.getBean(AgreementChanges.class);
        door.compare(folder);
        Path file = folder.resolve("platform-test/agreements/supervision.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("version: 3", "version: 40")
                        .replace("mask: [premium]", "mask: [limits, premium]"));
        door.compare(folder);
        Signed invented = people.signIn(Role.SYSTEM);
        door.context.getBean(People.class).credentialsGiven(invented.name(), "secadmin");

        long id = changes.pending().get(0).id();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> changes.propose(id, invented.name(), "sample"))
                .isInstanceOf(org.anze.gateway.problem.SenderMustCorrect.class);
        assertThat(door.newestAct(invented.name())).contains("refused: ACC-0314");
    }

    @Test
    void wantsAReasonForEveryOrder() {
        Signed security = secured();
        Signed other = people.signIn(Role.OPERATOR);
        order(security, other.name(), "end", " ");

        assertThat(find(other.name()).endedAt()).isNull();
    }

    @Test
    void changesAnAgreementByTwoPeople() throws Exception {
        Path folder = door.folder().resolveSibling("proposed");
        SampleFolders.write(folder);
        AgreementChanges changes = door.context.getBean(AgreementChanges.class);
        door.compare(folder);
        Path file = folder.resolve("platform-test/agreements/supervision.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("version: 3", "version: 4")
                        .replace("mask: [premium]", "mask: [limits, premium]"));
        door.compare(folder);
        long id = changes.pending().get(0).id();
        Signed system = people.signIn(Role.SYSTEM);
        people.stepUp(system);
        Signed security = secured();
        people.stepUp(system);

        String page = system.browser().page("/changes/" + id);
        assertThat(page)
                .contains("mask: [limits, premium]", "data-test=\"change-propose\"")
                .doesNotContain("change-approve");
        assertThat(security.browser().page("/changes/" + id)).contains("change-approve", "change-reject");
        system.browser().submit("/changes/" + id, "/changes/" + id + "/propose", Map.of("reason", "补充协议二"));
        assertThat(security.browser().page("/changes")).contains(system.name(), "补充协议二");
        security.browser().submit("/changes/" + id, "/changes/" + id + "/approve", Map.of("reason", "已核对"));

        assertThat(security.browser().page("/changes")).contains("data-order=\"approve\"");
        door.compare(folder);
        assertThat(changes.pending()).isEmpty();
        assertThat(door.newestAct(security.name())).contains("AGREEMENT", "approved, proposed by " + system.name());
    }

    @Test
    void letsTheAuditorReadFilterCheckAndExportTheLog() {
        Signed auditor = people.signIn(Role.AUDITOR);
        Browser browser = auditor.browser();
        String page = browser.page("/audit?kind=PEOPLE&person=" + auditor.name());

        assertThat(page)
                .contains("data-kind=\"PEOPLE\"", "second factor set up")
                .doesNotContain("data-kind=\"SIGN_IN\"");
        HttpResponse<String> checked = browser.submit("/audit", "/audit/check", Map.of());
        assertThat(browser.page(browser.location(checked))).contains("data-test=\"audit-whole\"");
        door.context.getBean(AuditAnchors.class).anchor();
        assertThat(browser.page("/audit"))
                .contains("data-test=\"audit-anchor\"")
                .doesNotContain("audit-unanchored");
        String csv = browser.get("/audit.csv").body();
        assertThat(csv).startsWith("number,at,kind,party,person,purpose,agreement,subject,outcome,reason,hash");
        assertThat(csv.lines().count()).isGreaterThan(5);
        assertThat(browser.page("/evidence")).contains("data-test=\"evidence-alarm\"", "tsa-one", "witness-one");
    }

    @Test
    void showsTheSystemAdministratorPartiesAndCertificatesThatEndSoon() {
        Browser browser = people.signIn(Role.SYSTEM).browser();

        assertThat(element(browser.page("/parties"), "tr", "data-owner=\"insurer-jia\""))
                .contains("CN=insurer-jia", ">5<");
        assertThat(browser.page("/parties")).contains("data-party=\"platform-test\"");
        assertThat(browser.page("/")).contains("data-test=\"senders\"").doesNotContain("data-test=\"search-term\"");
    }

    private Signed secured() {
        Signed security = people.signIn(Role.SECURITY);
        people.stepUp(security);
        return security;
    }

    private static void add(Signed security, String name, String role, String party, String number) {
        security.browser()
                .submit(
                        "/people",
                        "/people",
                        Map.of("name", name, "role", role, "party", party, "staffNumber", number));
    }

    private static void order(Signed security, String name, String order, String reason) {
        String path = "/people/" + name + "/" + order;
        security.browser().submit(path, path, Map.of("reason", reason));
    }

    private Person find(String name) {
        return door.context.getBean(People.class).find(name).orElseThrow();
    }

    private long adds(String name) {
        return door.context
                .getBean(JdbcClient.class)
                .sql("select count(*) from audit_event where subject like ? and outcome = 'added'")
                .param(name + " %")
                .query(Long.class)
                .single();
    }
}
