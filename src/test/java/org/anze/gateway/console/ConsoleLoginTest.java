package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetailsService;

class ConsoleLoginTest {

    private final ConsoleDoor door = ConsoleDoor.open();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/overview/tables",
                "/search",
                "/submissions/S01JIA",
                "/records/0",
                "/recipients/platform-test",
                "/errors",
                "/configuration",
                "/actuator/env",
                "/webjars/x",
                "/nowhere"
            })
    void asksStrangersToSignIn(String path) {
        Browser stranger = door.browser();
        HttpResponse<String> response = stranger.get(path);

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(stranger.location(response)).isEqualTo("/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/assets/console.css", "/assets/htmx.min.js"})
    void showsStrangersWhatTheyNeedToSignIn(String path) {
        assertThat(door.browser().get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void signsTheDemosOperatorInWithThePasswordOfTheFileAndOutAgain() {
        Browser browser = door.browser();
        HttpResponse<String> response = browser.signIn("operator", door.password());

        assertThat(browser.location(response)).isEqualTo("/");
        assertThat(browser.page("/")).contains("data-role=\"OPERATOR\">operator<");
        browser.submit("/", "/logout", Map.of());
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void givesTheSessionAnotherNameAtLoginAndHidesItFromScripts() {
        Browser browser = door.browser();
        browser.page("/login");
        String before = browser.cookies.getCookieStore().getCookies().toString();
        HttpResponse<String> response = browser.signIn("operator", door.password());

        assertThat(response.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("anze-console=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Strict")
                        && !before.contains(cookie.substring(0, cookie.indexOf(';'))));
    }

    @Test
    void refusesAWrongPasswordWithoutSayingWhetherTheUserExists() {
        Browser browser = door.browser();

        assertThat(browser.location(browser.signIn("stranger", "wrong"))).isEqualTo("/login?wrong");
        assertThat(browser.page("/login?wrong")).contains("data-test=\"login-wrong\"");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void makesGuessingSlowForThatUserAndLetsHimInAfterwards() {
        Browser browser = door.browser();
        for (int i = 0; i < 5; i++) {
            assertThat(browser.location(browser.signIn("guessed", "wrong " + i)))
                    .isEqualTo("/login?wrong");
        }

        assertThat(browser.location(browser.signIn("guessed", "right or wrong")))
                .isEqualTo("/login?paused");

        door.clock.pass(Duration.ofMinutes(16));
        assertThat(browser.location(browser.signIn("guessed", "wrong"))).isEqualTo("/login?wrong");
    }

    @Test
    void refusesAFormWithoutItsToken() {
        Browser browser = door.operator();

        assertThat(browser.post("/configuration/reload", Map.of(), "forged").statusCode())
                .isEqualTo(403);
        assertThat(door.orders().given).doesNotContain("forged");
    }

    @Test
    void endsASessionThatOnlyRefreshesItself() {
        Browser browser = door.operator();
        browser.page("/");
        door.clock.pass(Duration.ofMinutes(10));
        assertThat(browser.get("/overview/tables", "HX-Request", "true").statusCode())
                .isEqualTo(200);
        door.clock.pass(Duration.ofMinutes(6));

        HttpResponse<String> response = browser.get("/overview/tables", "HX-Request", "true");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("HX-Redirect")).contains("/login");
    }

    @Test
    void forbidsEverythingFromElsewhereByPolicy() {
        HttpResponse<String> response = door.operator().get("/");

        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(response.body()).doesNotContain("style=", "<style", "onclick", "javascript:");
    }

    @Test
    void givesEverybodyTheVerifierWhichMayReachNobody() {
        HttpResponse<String> response = door.browser().get("/verify.html");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .doesNotContain("connect-src", "http");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void keepsFirstPasswordsAndKeyToTheirOwner() throws Exception {
        for (String name : new String[] {"sysadmin.first-password", "operator.password", "second-factor.key"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(door.folder().resolve(name))))
                    .isEqualTo("rw-------");
        }
        for (String name : new String[] {"sysadmin", "auditor"}) {
            assertThat(Files.readString(door.folder().resolve(name + ".first-password")))
                    .matches("[A-Za-z2-9]{24}\n");
        }
        assertThat(door.password()).hasSize(24);
    }

    @Test
    void hasNoUsersThatOtherChainsCouldTakeForTheirs() {
        assertThat(door.context.getBeansOfType(UserDetailsService.class)).isEmpty();
        AuthenticationManager others = door.context.getBean(AuthenticationManager.class);
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> others.authenticate(
                        UsernamePasswordAuthenticationToken.unauthenticated("operator", door.password())));
    }
}
