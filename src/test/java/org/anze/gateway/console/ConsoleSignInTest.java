package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passwords, second factors, locks and sessions, as people meet them. */
class ConsoleSignInTest {

    private static final Pattern RECOVERY = Pattern.compile("data-test=\"recovery-code\">([^<]+)<");

    private final ConsoleDoor door = ConsoleDoor.open();
    private final SignedPeople people = new SignedPeople(door);

    @Test
    void asksForThePasswordAndACodeAtEverySignInAfterTheFirst() {
        Signed person = people.signIn(Role.AUDITOR);
        door.clock.pass(Duration.ofSeconds(30));
        Browser again = door.browser();

        assertThat(again.location(again.signIn(person.name(), person.password())))
                .isEqualTo("/sign-in/code");
        assertThat(again.location(again.get("/audit"))).isEqualTo("/sign-in/code");
        assertThat(again.location(code(again, people.code(person.secret())))).isEqualTo("/audit");
        assertThat(again.page("/audit")).contains("data-role=\"AUDITOR\"");
        assertThat(door.newestAct(person.name())).startsWith("SIGN_IN console signed in as AUDITOR, from 127.0.0.1");
    }

    @Test
    void asksThoseOfTheFirstStartWhoTheyAreAndLetsNobodyBeTwoOfThem() throws Exception {
        Path file = door.folder().resolve("secadmin.first-password");
        Browser browser = door.browser();
        browser.signIn("secadmin", Files.readString(file).strip());
        String taken = door.context
                .getBean(People.class)
                .find(people.signIn(Role.SYSTEM).name())
                .orElseThrow()
                .staffNumber();

        assertThat(browser.page("/sign-in/password")).contains("name=\"staffNumber\"");
        for (String number : List.of("", "G 1", taken, taken.toLowerCase(Locale.ROOT))) {
            assertThat(browser.location(first(browser, number))).isEqualTo("/sign-in/password");
            assertThat(browser.page("/sign-in/password"))
                    .contains(number.equalsIgnoreCase(taken) ? "此工号已有在用账户" : "请填写工号");
            assertThat(file).exists();
        }
        assertThat(browser.location(first(browser, "S-001"))).isEqualTo("/sign-in/second-factor");

        assertThat(file).doesNotExist();
        assertThat(door.folder().resolve("sysadmin.first-password")).exists();
        assertThat(door.newestAct("secadmin")).isEqualTo("PEOPLE secadmin password changed, staff number S-001");
        assertThat(door.context
                        .getBean(People.class)
                        .find("secadmin")
                        .orElseThrow()
                        .staffNumber())
                .isEqualTo("S-001");
    }

    private static HttpResponse<String> first(Browser browser, String number) {
        return browser.submit(
                "/sign-in/password",
                "/sign-in/password",
                Map.of("password", SignedPeople.PASSWORD, "again", SignedPeople.PASSWORD, "staffNumber", number));
    }

    @Test
    void takesACodeOnceOnly() {
        Signed person = people.signIn(Role.AUDITOR);
        String used = people.code(person.secret());
        Browser again = door.browser();
        again.signIn(person.name(), person.password());

        assertThat(again.location(code(again, used))).isEqualTo("/sign-in/code");
        assertThat(again.page("/sign-in/code")).contains("data-test=\"code-wrong\"");
        assertThat(door.newestAct(person.name())).isEqualTo("SIGN_IN_REFUSED console wrong code, from 127.0.0.1");
    }

    @Test
    void takesARecoveryCodeOnceOnlyAndStoresNoneInTheClear() {
        Signed person = people.signIn(Role.SYSTEM);
        people.stepUp(person);
        HttpResponse<String> shown = person.browser().submit("/account", "/account/recovery-codes", Map.of());
        List<String> codes = new ArrayList<>();
        Matcher matcher = RECOVERY.matcher(shown.body());
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        Browser again = door.browser();
        again.signIn(person.name(), person.password());
        assertThat(again.location(code(again, codes.get(3)))).isEqualTo("/");
        assertThat(again.page("/account")).contains("剩余恢复码 9 个");
        Browser third = door.browser();
        third.signIn(person.name(), person.password());
        assertThat(third.location(code(third, codes.get(3)))).isEqualTo("/sign-in/code");
        List<byte[]> stored = door.context
                .getBean(JdbcClient.class)
                .sql("select hash from console_recovery_code where person = ?")
                .param(person.name())
                .query(byte[].class)
                .list();
        assertThat(stored).hasSize(10).allMatch(hash -> hash.length == 32);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void locksAfterTenWrongPasswordsOrCodes(boolean codes) {
        Signed person = people.signIn(Role.OPERATOR);
        door.clock.pass(Duration.ofMinutes(20));
        for (int i = 0; i < 10; i++) {
            Browser browser = door.browser();
            // A quarter of an hour apart, so that it is the lock that is seen and not the throttle.
            door.clock.pass(Duration.ofMinutes(16));
            String wrong = codes ? person.password() : "wrong";
            browser.signIn(person.name(), wrong);
            if (codes) {
                code(browser, "0000000");
            }
        }

        assertThat(door.newestAct(person.name())).contains("locked now");
        Browser browser = door.browser();
        door.clock.pass(Duration.ofMinutes(16));
        assertThat(browser.location(browser.signIn(person.name(), person.password())))
                .isEqualTo("/login?paused");
        assertThat(door.newestAct(person.name())).isEqualTo("SIGN_IN_REFUSED console locked, from 127.0.0.1");
        door.clock.pass(Duration.ofMinutes(16));
        assertThat(browser.location(browser.signIn(person.name(), person.password())))
                .isEqualTo("/sign-in/code");
    }

    @Test
    void letsNobodyHalfSignedInReplaceASecondFactorThatWasSetUpSince() {
        Signed person = people.signIn(Role.OPERATOR);
        door.context
                .getBean(JdbcClient.class)
                .sql("update console_person set second_factor = null where name = ?")
                .param(person.name())
                .update();
        Browser attacker = door.browser();
        assertThat(attacker.location(attacker.signIn(person.name(), person.password())))
                .isEqualTo("/sign-in/second-factor");
        byte[] his =
                OneTimeCodesOfTests.secret(ConsolePagesTest.text(attacker.page("/sign-in/second-factor"), "secret"));
        Browser owner = door.browser();
        owner.signIn(person.name(), person.password());
        byte[] own = OneTimeCodesOfTests.secret(ConsolePagesTest.text(owner.page("/sign-in/second-factor"), "secret"));
        owner.submit("/sign-in/second-factor", "/sign-in/second-factor", Map.of("code", people.code(own)));

        HttpResponse<String> tried =
                attacker.submit("/sign-in/second-factor", "/sign-in/second-factor", Map.of("code", people.code(his)));

        assertThat(attacker.location(tried)).isEqualTo("/login");
        door.clock.pass(Duration.ofSeconds(30));
        assertThat(door.context
                        .getBean(org.anze.gateway.console.people.SecondFactors.class)
                        .proves(person.name(), people.code(own)))
                .isTrue();
    }

    @Test
    void letsNobodyHalfSignedInReplaceAPasswordThatWasChosenSince() {
        String name = SignedPeople.fresh("operator");
        String oneTime = people.added(name, Role.OPERATOR);
        Browser attacker = door.browser();
        attacker.signIn(name, oneTime);
        Browser owner = door.browser();
        owner.signIn(name, oneTime);
        owner.submit(
                "/sign-in/password",
                "/sign-in/password",
                Map.of("password", SignedPeople.PASSWORD, "again", SignedPeople.PASSWORD));

        HttpResponse<String> tried = attacker.submit(
                "/sign-in/password",
                "/sign-in/password",
                Map.of("password", "Anhao-Dakai9-qie", "again", "Anhao-Dakai9-qie"));

        assertThat(attacker.location(tried)).isEqualTo("/login");
        assertThat(door.context
                        .getBean(org.anze.gateway.console.people.Passwords.class)
                        .proves(name, SignedPeople.PASSWORD))
                .isTrue();
    }

    @Test
    void endsTheEarlierSessionWhenSomebodySignsInAgain() {
        Signed person = people.signIn(Role.SECURITY);
        door.clock.pass(Duration.ofSeconds(30));
        Browser second = door.browser();
        second.signIn(person.name(), person.password());
        code(second, people.code(person.secret()));

        assertThat(second.get("/people").statusCode()).isEqualTo(200);
        assertThat(person.browser().location(person.browser().get("/people"))).isEqualTo("/login");
    }

    @Test
    void endsASessionAfterEightHoursWhateverIsDoneInIt() {
        Signed person = people.signIn(Role.AUDITOR);
        for (int i = 0; i < 47; i++) {
            door.clock.pass(Duration.ofMinutes(10));
            assertThat(person.browser().get("/evidence").statusCode())
                    .as("after %d times 10 minutes", i)
                    .isEqualTo(200);
        }
        door.clock.pass(Duration.ofMinutes(10));

        assertThat(person.browser().location(person.browser().get("/evidence"))).isEqualTo("/login");
    }

    @Test
    void asksForAnotherPasswordAfterNinetyDaysAndNotForOneOfTheLastFive() {
        Signed person = people.signIn(Role.AUDITOR);
        door.clock.pass(Duration.ofDays(90));
        Browser browser = door.browser();
        browser.signIn(person.name(), person.password());

        assertThat(browser.location(code(browser, people.code(person.secret()))))
                .isEqualTo("/sign-in/password");
        assertThat(browser.location(password(browser, person.password()))).isEqualTo("/sign-in/password");
        assertThat(browser.page("/sign-in/password")).contains("最近用过这个口令");
        assertThat(browser.location(password(browser, person.password() + "b"))).isEqualTo("/audit");
        for (String end : List.of("c", "d", "e")) {
            change(browser, person.password() + (char) (end.charAt(0) - 1), person.password() + end);
            assertThat(browser.page("/account")).contains("data-test=\"done\"");
        }
        change(browser, person.password() + "e", person.password());
        assertThat(browser.page("/account")).contains("最近用过这个口令");
        change(browser, person.password() + "e", person.password() + "f");
        change(browser, person.password() + "f", person.password());
        assertThat(browser.page("/account")).contains("data-test=\"done\"");
        assertThat(door.newestAct(person.name())).isEqualTo("PEOPLE " + person.name() + " password changed");
    }

    @Test
    void takesAOneTimePasswordForADayOnly() {
        String name = SignedPeople.fresh("late");
        String password = people.added(name, Role.OPERATOR);
        door.clock.pass(Duration.ofHours(25));
        Browser browser = door.browser();

        assertThat(browser.location(browser.signIn(name, password))).isEqualTo("/login?wrong");
        assertThat(door.newestAct(name)).contains("one-time password is over");
    }

    @Test
    void forgetsWhoStopsOnTheWayIn() {
        String name = SignedPeople.fresh("slow");
        String password = people.added(name, Role.OPERATOR);
        Browser browser = door.browser();
        browser.signIn(name, password);
        door.clock.pass(Duration.ofMinutes(11));

        assertThat(browser.location(browser.get("/sign-in/password"))).isEqualTo("/login");
    }

    @Test
    void letsNobodyLeaveOutAStep() {
        String name = SignedPeople.fresh("hasty");
        String password = people.added(name, Role.SECURITY);
        Browser browser = door.browser();
        browser.signIn(name, password);

        for (String path : List.of("/", "/people", "/account", "/step-up", "/sign-in/second-factor", "/sign-in/code")) {
            assertThat(browser.location(browser.get(path))).as(path).isEqualTo("/sign-in/password");
        }
    }

    @Test
    void asksForAnotherProofBeforeADangerousActAndComesBack() {
        Signed person = people.signIn(Role.SECURITY);
        String name = SignedPeople.fresh("someone");
        people.added(name, Role.OPERATOR);
        String order = "/people/" + name + "/reset";

        assertThat(person.browser().location(person.browser().get(order)))
                .isEqualTo("/step-up?to=%2Fpeople%2F" + name + "%2Freset");
        assertThat(person.browser()
                        .location(person.browser()
                                .post(
                                        order,
                                        Map.of("reason", "x"),
                                        person.browser().token("/account"))))
                .startsWith("/step-up");
        door.clock.pass(Duration.ofSeconds(30));
        Map<String, String> proof = Map.of("to", order, "proof", people.code(person.secret()));
        HttpResponse<String> proved = person.browser().submit("/step-up", "/step-up", proof);
        assertThat(person.browser().location(proved)).isEqualTo(order);
        assertThat(person.browser().get(order).statusCode()).isEqualTo(200);
        door.clock.pass(Duration.ofMinutes(6));
        assertThat(person.browser().location(person.browser().get(order))).startsWith("/step-up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "/login?out", "javascript:x"
            })
    void leadsNowhereElseAfterAStepUp(String target) {
        Signed person = people.signIn(Role.AUDITOR);
        door.clock.pass(Duration.ofSeconds(30));
        HttpResponse<String> proved = person.browser()
                .submit("/step-up", "/step-up", Map.of("to", target, "proof", people.code(person.secret())));

        assertThat(person.browser().location(proved)).isEqualTo("/audit");
    }

    @Test
    void keepsTheSecretOfTheSecondFactorClosedInTheDatabase() {
        Signed person = people.signIn(Role.AUDITOR);
        byte[] stored = door.context
                .getBean(JdbcClient.class)
                .sql("select second_factor from console_person where name = ?")
                .param(person.name())
                .query(byte[].class)
                .single();

        assertThat(stored).hasSize(12 + 20 + 16);
        assertThat(java.util.Collections.indexOfSubList(list(stored), list(person.secret())))
                .isNegative();
    }

    @Test
    void findsNoPersonTwice() {
        assertThat(door.context
                        .getBean(People.class)
                        .find("sysadmin")
                        .orElseThrow()
                        .role())
                .isEqualTo(Role.SYSTEM);
        assertThat(door.context.getBean(AuditLog.class).firstFlaw()).isEmpty();
    }

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte value : bytes) {
            list.add(value);
        }
        return list;
    }

    private static HttpResponse<String> code(Browser browser, String code) {
        return browser.submit("/sign-in/code", "/sign-in/code", Map.of("code", code));
    }

    private static HttpResponse<String> password(Browser browser, String password) {
        return browser.submit(
                "/sign-in/password", "/sign-in/password", Map.of("password", password, "again", password));
    }

    private static void change(Browser browser, String current, String password) {
        browser.submit(
                "/account", "/account/password", Map.of("current", current, "password", password, "again", password));
    }
}
