package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.console.people.OneTimeCodes;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People of the console, added and signed in as they would do it themselves. */
final class SignedPeople {

    static final String PASSWORD = "Kuaile-Shuidao7";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ConsoleDoor door;

    SignedPeople(ConsoleDoor door) {
        this.door = door;
    }

    /** Somebody who is signed in, with what is needed to sign in again. */
    record Signed(Browser browser, String name, String password, byte[] secret) {}

    /** A demo's operator. */
    Browser practising() {
        String name = fresh("practice");
        String password = add(name, Role.OPERATOR, null);
        door.context
                .getBean(JdbcClient.class)
                .sql("update console_person set practice = true, must_change = false, password_until = null"
                        + " where name = ?")
                .param(name)
                .update();
        Browser browser = door.browser();
        assertThat(browser.location(browser.signIn(name, password))).isEqualTo("/");
        return browser;
    }

    /** Somebody with a one-time password, still outside. */
    String added(String name, Role role) {
        return add(name, role, null);
    }

    /** Somebody new of this role, through the whole of the first sign-in. */
    Signed signIn(Role role) {
        return signIn(role, role == Role.PARTY ? "insurer-jia" : null);
    }

    Signed signIn(Role role, @Nullable String party) {
        String name = fresh(role.name().toLowerCase(java.util.Locale.ROOT));
        String oneTime = add(name, role, party);
        Browser browser = door.browser();
        assertThat(browser.location(browser.signIn(name, oneTime))).isEqualTo("/sign-in/password");
        HttpResponse<String> changed = browser.submit(
                "/sign-in/password", "/sign-in/password", Map.of("password", PASSWORD, "again", PASSWORD));
        assertThat(browser.location(changed)).isEqualTo("/sign-in/second-factor");
        byte[] secret =
                OneTimeCodesOfTests.secret(ConsolePagesTest.text(browser.page("/sign-in/second-factor"), "secret"));
        HttpResponse<String> done =
                browser.submit("/sign-in/second-factor", "/sign-in/second-factor", Map.of("code", code(secret)));
        assertThat(done.body()).contains("data-test=\"recovery-code\"");
        return new Signed(browser, name, PASSWORD, secret);
    }

    /** Proves once more who it is, with the code of the next half minute. */
    void stepUp(Signed person) {
        door.clock.pass(Duration.ofSeconds(30));
        HttpResponse<String> done = person.browser()
                .submit("/step-up", "/step-up", Map.of("to", "/account", "proof", code(person.secret())));
        assertThat(person.browser().location(done)).isEqualTo("/account");
    }

    /** What the app would show now. */
    String code(byte[] secret) {
        return new OneTimeCodes().code(secret, door.clock.instant());
    }

    static String fresh(String kind) {
        return kind + "-" + NUMBERS.incrementAndGet();
    }

    private String add(String name, Role role, @Nullable String party) {
        People.Added added = door.context
                .getBean(People.class)
                .add(new People.Newcomer(name, role, party, "N" + NUMBERS.incrementAndGet()), "test");
        door.context
                .getBean(JdbcClient.class)
                .sql("update console_person set credentials_by = null where name = ?")
                .param(name)
                .update();
        return String.valueOf(added.password());
    }
}
