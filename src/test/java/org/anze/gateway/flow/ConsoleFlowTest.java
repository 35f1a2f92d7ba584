package org.anze.gateway.flow;

import static org.anze.gateway.flow.ConsoleBrowser.marked;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.console.OneTimeCodesOfTests;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.ReceivedRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** An operator follows a record and a reject through the console, in a real browser and in both languages. */
class ConsoleFlowTest {

    private static final String SUBMISSION = "CONSOLE-FLOW-1";
    private static final String POLICY = "WUCONSOLE1";
    private static final String REJECTED = "WUCONSOLELOW";
    private static final String NEW_PASSWORD = "Kuaile-Shuidao7";
    private static final List<String> RECIPIENTS =
            List.of("platform-shanxi", "city-datong", "sector-hazchem", "regulator-finance", "ministry");

    private static ConsoleBrowser browser;
    private static String password;

    @BeforeAll
    static void sendsAndWaitsUntilEverybodyHasIt() throws Exception {
        ConsoleBrowser.missing().ifPresent(reason -> Assumptions.abort(reason));
        GatewayProcess gateway = SharedGateway.get();
        String tooLow = SamplePolicies.json(REJECTED, "140212", "03").replace("40000000", "20000000");
        String lines = SamplePolicies.json("WUCONSOLE0", "140212", "03") + "\n"
                + SamplePolicies.json(POLICY, "140212", "03") + "\n" + tooLow + "\n"
                + SamplePolicies.json("WUCONSOLE2", "140212", "03") + "\n";
        gateway.senders()
                .exchangeOverRest(
                        "insurer-wu",
                        SUBMISSION,
                        "application/x-ndjson",
                        "canonical-policy",
                        lines.getBytes(StandardCharsets.UTF_8),
                        Duration.ofSeconds(30));
        DemoRecipients recipients = SharedGateway.recipients();
        for (String recipient : RECIPIENTS) {
            Awaitility.await(recipient).atMost(Duration.ofSeconds(60)).until(() -> count(recipients, recipient) == 3);
        }
        password = Files.readString(gateway.data().resolve("console/operator.password"))
                .strip();
        browser = new ConsoleBrowser(gateway.console(), Path.of("target", "flow", "console"));
    }

    private static long count(DemoRecipients recipients, String party) throws IOException {
        return ReceivedRecords.read(recipients.received(party).folder()).count("policy", "WUCONSOLE");
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void nobodyIsSignedIn() {
        browser.openAfresh("/");
    }

    private static void signIn() {
        browser.signIn("operator", password);
        browser.await("operator");
    }

    @Test
    void refusesAWrongPassword() throws IOException {
        assertThat(browser.address()).endsWith("/login");
        assertThat(browser.text()).contains("登录");

        browser.signIn("operator", password + "x");

        assertThat(browser.await("login-wrong").getText()).isEqualTo("用户名或口令不正确。");
        assertThat(browser.all(marked("operator"))).isEmpty();
        browser.photograph("login-wrong");
        browser.click("lang-en");
        assertThat(browser.text()).contains("Sign in");
        browser.open("/records/0");
        assertThat(browser.address()).endsWith("/login");
    }

    @Test
    void showsPerPartyWhatCameInAndWhatWentOut() throws IOException {
        signIn();

        assertThat(browser.language()).isEqualTo("zh");
        assertThat(browser.text()).contains("总览", "报送方", "接收方", "台账", "最久等待");
        // The page counts from time to time and renews its tables by itself.
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            String sender = "[data-test=sender][data-party=insurer-wu] ";
            assertThat(number(sender, "accepted")).isGreaterThanOrEqualTo(3);
            assertThat(number(sender, "rejected")).isGreaterThanOrEqualTo(1);
            assertThat(browser.words(sender + "[data-test=balance]")).isEqualTo("✓");
            for (String recipient : RECIPIENTS) {
                String row = "[data-test=recipient][data-party=" + recipient + "] ";
                assertThat(number(row, "delivered")).as(recipient).isGreaterThanOrEqualTo(3);
            }
        });
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("overview-zh");

        browser.click("lang-en");

        assertThat(browser.language()).isEqualTo("en");
        assertThat(browser.text()).contains("Overview", "Senders", "Recipients", "Ledger", "Oldest waits");
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("overview-en");
    }

    private static long number(String row, String mark) {
        String digits = browser.words(row + "[data-test=" + mark + "]").replaceAll("\\D", "");
        return digits.isEmpty() ? -1 : Long.parseLong(digits);
    }

    @Test
    void followsARecordFromItsRawLineToEveryRecipient() throws IOException {
        signIn();
        browser.search(POLICY);
        browser.photograph("search-zh");
        WebElement hit = browser.await("record-hit");
        assertThat(hit.getText()).contains(POLICY, "140212", "03");
        hit.findElement(By.linkText(hit.getDomAttribute("data-index"))).click();

        assertThat(browser.await("business-key").getText()).contains(POLICY);
        WebElement raw = browser.await(By.cssSelector("[data-test=raw-line][data-exact=true]"));
        assertThat(raw.getDomAttribute("data-line")).isEqualTo("2");
        assertThat(raw.getText()).contains("\"policyNo\":\"" + POLICY + "\"");
        assertThat(value("canonical", "premium")).contains("61,115.83");
        assertThat(browser.await("canonical").getText()).contains("保费", "披露单元", "起保");
        assertThat(browser.all(By.cssSelector("[data-test=proof-step][data-holds=true]")))
                .hasSize(3);
        assertThat(browser.all(By.cssSelector("[data-test=proof-step][data-holds=false]")))
                .isEmpty();
        assertThat(browser.await("checkpoint").getText()).contains("—");
        for (String recipient : RECIPIENTS) {
            assertThat(units(recipient, "GIVEN")).as(recipient).contains("保险期间");
        }
        assertThat(units("sector-hazchem", "WITHHELD")).contains("保费");
        assertThat(units("city-datong", "GIVEN")).contains("保费");
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("record-zh");

        browser.click("lang-en");

        assertThat(browser.language()).isEqualTo("en");
        assertThat(browser.await("business-key").getText()).contains(POLICY);
        assertThat(browser.text())
                .contains("As received", "Canonical record", "Evidence", "Who got what", "What a party sees")
                .contains("The inclusion path leads from the leaf hash to the root of the checkpoint");
        assertThat(units("sector-hazchem", "WITHHELD")).contains("premium");
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("record-en");
    }

    private static String value(String section, String field) {
        return browser.await(By.cssSelector(
                        "[data-test=" + section + "] [data-test=field][data-field=" + field + "] [data-test=value]"))
                .getText();
    }

    private static String units(String recipient, String manner) {
        return browser.await(By.cssSelector(
                        "[data-test=delivery][data-recipient=" + recipient + "] [data-manner=" + manner + "]"))
                .getText();
    }

    @Test
    void showsWhatAPartySeesWithThePremiumWithheld() throws IOException {
        signIn();
        browser.search(POLICY);
        browser.await("record-hit").findElement(By.linkText(POLICY)).click();

        see("sector-hazchem");

        assertThat(browser.await("decision").getText()).contains("准许", "supervision-hazchem v1", "监管");
        WebElement premium = browser.await(By.cssSelector("[data-test=seen] [data-unit=premium]"));
        assertThat(premium.getDomAttribute("data-manner")).isEqualTo("WITHHELD");
        assertThat(premium.getText()).doesNotContain("61,115.83").contains("不予提供");
        assertThat(value("seen", "perPersonDeath")).contains("400,000");
        browser.photograph("seen-zh");

        browser.click("lang-en");
        see("sector-hazchem");

        assertThat(browser.await("decision").getText()).contains("Permitted");
        assertThat(browser.await(By.cssSelector("[data-test=seen] [data-unit=premium]"))
                        .getText())
                .contains("withheld");

        see("insurer-jia");

        assertThat(browser.await("decision").getText()).startsWith("Denied");
        assertThat(browser.all(By.cssSelector("[data-test=seen] [data-test=field]")))
                .isEmpty();
    }

    /** Chooses a party and waits for its view; htmx puts it into the page. */
    private static void see(String party) {
        WebElement before = browser.await("seen");
        before.findElement(By.cssSelector("option[value=" + party + "]")).click();
        before.findElement(marked("seen-submit")).click();
        Awaitility.await(party)
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> !browser.all(marked("decision")).isEmpty()
                        && browser.await("seen-party").getDomProperty("value").equals(party)
                        && !browser.await("seen").equals(before));
    }

    @Test
    void showsLineRuleAndReasonOfAReject() throws IOException {
        signIn();
        browser.search(SUBMISSION);
        WebElement hit = browser.await("submission-hit");
        assertThat(hit.getText()).contains("部分接受");
        hit.findElement(By.tagName("a")).click();

        assertThat(browser.text()).contains(SUBMISSION, "消息号");
        assertThat(browser.await("state").getDomAttribute("data-state")).isEqualTo("PARTLY_ACCEPTED");
        assertThat(browser.await("conservation").getText()).contains("4", "3", "1", "0", "✓");
        By reject = By.cssSelector("[data-test=reject][data-code=VAL-0303]");
        assertThat(browser.await(reject).getDomAttribute("data-line")).isEqualTo("3");
        assertThat(browser.await(reject).getText()).contains("V-P03", "拒收", REJECTED, "每人死亡伤残限额200000.00元低于", "提高限额");
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("submission-zh");

        browser.click("lang-en");

        assertThat(browser.await(reject).getText()).contains("V-P03", "is below the floor", "Raise the limit");
        assertThat(browser.text()).contains("Submission", "partly accepted", "Conservation", "What to do");
        browser.photograph("submission-en");

        browser.click("nav-errors");
        assertThat(browser.await("catalogue").getText()).contains("VAL-0303");
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("catalogue-en");
    }

    /** One administrator of each kind with the one-time password of the first start, then what belongs to another. */
    @ParameterizedTest
    @CsvSource({
        "sysadmin, /, 总览, /configuration, /people",
        "secadmin, /people, 用户, /changes, /audit",
        "auditor, /audit, 审计日志, /evidence, /records/0"
    })
    void takesAnAdministratorThroughTheFirstSignInToHisOwnWorkOnly(
            String name, String home, String heading, String own, String foreign) throws IOException {
        browser.signIn(name, firstPassword(name));
        // The page before has a field of the same name.
        browser.await(By.id("again"));
        browser.type("password", NEW_PASSWORD);
        browser.type("again", NEW_PASSWORD);
        browser.type("staffNumber", "S-" + name);
        browser.click("password-submit");
        byte[] secret = OneTimeCodesOfTests.secret(browser.await("secret").getText());
        assertThat(browser.all(By.cssSelector("[data-test=qr] svg path"))).hasSize(1);
        browser.photograph("second-factor-" + name);
        browser.type("code", OneTimeCodesOfTests.now(secret));
        browser.click("code-submit");
        assertThat(browser.await("recovery-codes").findElements(By.tagName("li")))
                .hasSize(10);
        browser.click("next");

        assertThat(browser.await("operator").getText()).isEqualTo(name);
        assertThat(browser.address()).endsWith(home);
        assertThat(browser.await(By.tagName("h1")).getText()).isEqualTo(heading);
        assertThat(browser.all(marked("search-term"))).isEmpty();
        browser.open(own);
        assertThat(browser.all(marked("failure"))).isEmpty();
        assertThat(browser.scrollsSideways()).isFalse();
        browser.photograph("own-work-" + name);
        browser.open(foreign);
        assertThat(browser.await("failure").getDomAttribute("data-status")).isEqualTo("403");
        assertThat(browser.text()).contains("不属于您的角色");
        browser.photograph("forbidden-" + name);

        browser.open("/account");
        browser.click("logout");
        browser.await("login-out");
        browser.signIn(name, NEW_PASSWORD);
        browser.await(By.id("code"));
        // The code of the first sign-in is used up.
        browser.type("code", OneTimeCodesOfTests.ahead(secret));
        browser.click("code-submit");
        assertThat(browser.await("operator").getText()).isEqualTo(name);
    }

    @Test
    void keepsTheOperatorFromTheAdministratorsWork() throws IOException {
        signIn();

        for (String foreign :
                List.of("/people", "/audit", "/configuration", "/changes", "/parties", "/evidence", "/own")) {
            browser.open(foreign);
            assertThat(browser.await("failure").getDomAttribute("data-status"))
                    .as(foreign)
                    .isEqualTo("403");
        }
        browser.photograph("forbidden-operator");
    }

    private static String firstPassword(String name) throws IOException {
        return Files.readString(SharedGateway.get().data().resolve("console/" + name + ".first-password"))
                .strip();
    }

    @Test
    void signsOut() throws IOException {
        signIn();

        browser.click("logout");

        assertThat(browser.await("login-out").getText()).isEqualTo("已退出登录。");
        browser.photograph("login-out");
        browser.open("/");
        assertThat(browser.address()).endsWith("/login");
    }
}
