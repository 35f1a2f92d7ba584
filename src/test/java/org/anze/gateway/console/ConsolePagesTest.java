package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.console.people.Role;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ConsolePagesTest {

    private static final ConsoleDoor DOOR = ConsoleDoor.open();
    private static final Browser OPERATOR = DOOR.operator();

    @Test
    void countsWhatEachSenderSent() {
        String row = element(OPERATOR.page("/"), "tr", "data-party=\"insurer-jia\"");

        assertThat(row).contains("甲保险公司");
        assertThat(text(row, "submissions")).isEqualTo("2");
        assertThat(text(row, "received")).isEqualTo("5");
        assertThat(text(row, "accepted")).isEqualTo("4");
        assertThat(text(row, "warned")).isEqualTo("1");
        assertThat(text(row, "rejected")).isEqualTo("1");
        assertThat(row).contains("data-mark=\"ok\"");
    }

    @Test
    void showsHowEachRecipientStands() {
        String row = element(OPERATOR.page("/"), "tr", "data-party=\"platform-test\"");

        assertThat(text(row, "waiting")).isEqualTo("≥ 1,234");
        assertThat(text(row, "oldest")).isNotEqualTo("–");
        assertThat(text(row, "breaker")).isEqualTo("断开");
        assertThat(text(row, "error")).isEqualTo("connection refused");
        assertThat(row).contains("supervision v3", "至 2028-12-31");
    }

    @Test
    void showsWhichNodesLiveAndWhoDoesWhat() {
        String page = OPERATOR.page("/nodes");

        assertThat(page).contains("first/1", "本节点", "运行中", "second/2", "失联", "ledger", "feed/platform-test", "暂无");
    }

    @Test
    void showsTheLedgerAndWhatIsBroken() {
        String page = OPERATOR.page("/");

        assertThat(text(page, "ledger-size")).isEqualTo("5");
        assertThat(text(page, "ledger-time")).isEqualTo("2026-11-22 09:30:00");
        assertThat(element(page, "li", "data-name=\"city-broken\"")).contains("id must equal the folder name");
        assertThat(element(page, "li", "data-kind=\"other\"")).contains(ConsoleDoor.Orders.OTHER_FAULT);
    }

    @Test
    void showsTheDataDictionaryAndGivesItsArchive() {
        String page = OPERATOR.page("/dictionary");

        assertThat(page).contains("R03 保单 policy", "应收保费", "R20 服务机构 agency");
        assertThat(page).contains("/dictionary.zip");
    }

    @Test
    void refreshesTheTablesAlone() {
        String tables = OPERATOR.page("/overview/tables");

        assertThat(tables.strip()).startsWith("<div id=\"tables\"").contains("hx-get=\"/overview/tables\"");
        assertThat(tables).doesNotContain("<html", "<header");
    }

    @Test
    void speaksChineseUntilEnglishIsChosenAndRemembersIt() {
        Browser browser = DOOR.operator();

        assertThat(browser.page("/")).contains("<html lang=\"zh\"", ">总览<", "报送方");
        assertThat(browser.page("/?lang=en")).contains("<html lang=\"en\"", ">Overview<", "Insurer Jia");
        assertThat(browser.page("/errors")).contains(">Errors<");
        assertThat(browser.page("/?lang=fr")).contains("<html lang=\"zh\"");
    }

    @ParameterizedTest
    @CsvSource({
        "P-1, policy",
        "91140212MAXX00015K, uscc",
        "C-1, businessKey",
        "#0, ledgerIndex",
        "3, ledgerIndex",
        "S02JIA, submission",
        "msg-3, message",
        "AZX_CB_20260102.csv, file",
        "AZX_CB, file"
    })
    void findsByEverythingTheBoxPromises(String term, String way) {
        assertThat(OPERATOR.search(term)).contains("data-way=\"" + way + "\"").doesNotContain("data-test=\"nothing\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "AZX%20260102", "AZX_CB_2026010_.csv", "P-", "AZ", "' or 1=1 --", "欧阳测试", "13812345678"})
    void findsNothingByPatternsPiecesAndPeople(String term) {
        assertThat(OPERATOR.search(term)).contains("data-test=\"nothing\"");
    }

    @Test
    void keepsWhatIsLookedForOutOfTheAddress() {
        HttpResponse<String> response = OPERATOR.submit("/", "/search", Map.of("term", "91140212MAXX00015K"));

        assertThat(OPERATOR.location(response)).matches("/search/[A-Za-z0-9]{16}");
        assertThat(DOOR.operator().location(DOOR.operator().get(OPERATOR.location(response))))
                .isEqualTo("/search");
    }

    @Test
    void showsASubmissionWithItsEquationAndItsRejects() {
        String page = OPERATOR.page("/submissions/S01JIA");

        assertThat(element(page, "strong", "data-state=\"PARTLY_ACCEPTED\"")).contains("部分接受");
        String equation = element(page, "p", "data-test=\"conservation\"");
        assertThat(text(equation, "received")).isEqualTo("4");
        assertThat(text(equation, "rejected")).isEqualTo("1");
        assertThat(equation).contains("data-mark=\"ok\"");
        assertThat(page).doesNotContain("data-test=\"skipped\"");
        assertThat(element(page, "tr", "data-code=\"LED-0101\"")).contains(">4<", "保单号", "V-S09", "P-3", "已有不同内容入账");
        assertThat(page).contains("0 – 2");
    }

    @Test
    void showsTheSignatureOfTheSender() {
        JdbcClient jdbc = DOOR.context.getBean(ConsoleSamples.class).jdbc;
        assertThat(OPERATOR.page("/submissions/S01JIA")).contains("报送方没有签名");
        jdbc.sql("insert into origin_evidence select seq, 'cms', 'SM3withSM2', salt, salt, salt, null, now(), salt"
                        + " from submission where id = 'S02JIA'")
                .update();

        assertThat(text(OPERATOR.page("/submissions/S02JIA"), "origin-kind")).isEqualTo("CMS · SM3withSM2");
    }

    @Test
    void saysHowManyRowsTheMappingLeftOut() {
        JdbcClient jdbc = DOOR.context.getBean(ConsoleSamples.class).jdbc;
        jdbc.sql("update submission set skipped = 1234 where id = 'S01JIA'").update();
        try {
            assertThat(text(OPERATOR.page("/submissions/S01JIA"), "skipped")).isEqualTo("1,234");
        } finally {
            jdbc.sql("update submission set skipped = 0 where id = 'S01JIA'").update();
        }
    }

    @Test
    void givesReceiptAndRejectsAway() {
        HttpResponse<String> receipt = OPERATOR.get("/submissions/S01JIA/receipt");
        HttpResponse<String> rejects = OPERATOR.get("/submissions/S01JIA/rejects?format=csv");

        assertThat(receipt.body()).contains("\"accepted\":3");
        assertThat(receipt.headers().firstValue("Content-Disposition").orElse(""))
                .contains("attachment", "S01JIA.receipt.json");
        assertThat(rejects.body()).isEqualTo("S01JIA CSV");
        assertThat(OPERATOR.get("/submissions/S01JIA/rejects?format=exe").statusCode())
                .isEqualTo(400);
    }

    @Test
    void writesEveryLookAtASubmissionIntoTheAuditLog() {
        OPERATOR.page("/submissions/S01JIA");
        assertThat(DOOR.newestOf("submission S01JIA")).isEqualTo("QUERY submission shown");

        OPERATOR.page("/submissions/S01JIA/records?after=1");
        assertThat(DOOR.newestOf("submission S01JIA")).isEqualTo("QUERY records listed after 1");
    }

    @Test
    void listsTheRecordsOfASubmission() {
        assertThat(OPERATOR.page("/submissions/S01JIA/records"))
                .contains("data-index=\"0\"", "data-index=\"2\"")
                .doesNotContain("data-index=\"3\"");
    }

    @Test
    void listsTheWholeCatalogueInBothLanguages() {
        String row = element(OPERATOR.page("/errors"), "tr", "id=\"LED-0201\"");

        assertThat(row).contains("台账写入队列已满", "queue is full", "Send the same submission again");
    }

    @Test
    void showsParcelsNewestFirst() {
        String page = OPERATOR.page("/recipients/platform-test");

        assertThat(page.indexOf("data-number=\"2\"")).isLessThan(page.indexOf("data-number=\"1\""));
        assertThat(element(page, "tr", "data-number=\"1\"")).contains("有退回", "1 条待处置", "/parcels/1/release");
        assertThat(element(page, "tr", "data-number=\"2\"")).contains("待发送").doesNotContain("/release");
    }

    @ParameterizedTest
    @CsvSource({
        "/recipients/platform-test/parcels/1/resend, resend platform-test 1",
        "/recipients/platform-test/parcels/1/release, release platform-test 1",
        "/recipients/platform-test/pause, pause platform-test 对方说没收到",
        "/recipients/platform-test/resume, resume platform-test"
    })
    void givesAnOrderOnceItIsConfirmedWithAReason(String path, String order) {
        Browser operator = DOOR.operator();
        DOOR.orders().given.clear();

        assertThat(operator.location(operator.submit(path, path, Map.of("reason", " "))))
                .isEqualTo(path);
        assertThat(operator.page(path)).contains("data-test=\"unreasoned\"");
        assertThat(DOOR.orders().given).isEmpty();

        HttpResponse<String> done = operator.submit(path, path, Map.of("reason", "对方说没收到"));
        assertThat(operator.page(operator.location(done))).contains("data-test=\"done\"");
        String name = text(operator.page("/account"), "account-name");
        // Orders about parcels are tasks of one item.
        Awaitility.await().untilAsserted(() -> assertThat(DOOR.orders().given).containsExactly(order));
        assertThat(DOOR.newestAct(name)).contains("ordered: ", "对方说没收到");
    }

    @Test
    void keepsNumbersOfPeopleOutOfReasons() {
        Browser operator = DOOR.operator();
        DOOR.orders().given.clear();
        String path = "/recipients/platform-test/pause";

        operator.submit(path, path, Map.of("reason", "停机，详询 13912345678"));

        assertThat(DOOR.orders().given)
                .singleElement()
                .asString()
                .startsWith("pause platform-test 停机，详询 ")
                .doesNotContain("13912345678");
    }

    @Test
    void readsTheConfigurationAgainWhenTold() {
        Browser administrator = new SignedPeople(DOOR).signIn(Role.SYSTEM).browser();
        HttpResponse<String> done = administrator.submit("/configuration", "/configuration/reload", Map.of());

        assertThat(administrator.page(administrator.location(done)))
                .contains("data-test=\"reloaded\"", "参与方 3 个", "&lt;i&gt;broken&lt;/i&gt;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/records/99",
                "/records/x",
                "/records/-1",
                "/records/99999999999999999999",
                "/submissions/none",
                "/recipients/nobody",
                "/recipients/platform-test/parcels/9/resend",
                "/recipients/platform-test/parcels/1/delete",
                "/nowhere",
                "/records/99/proof"
            })
    void saysWhatDoesNotExistInItsOwnWords(String path) {
        HttpResponse<String> response = OPERATOR.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("data-test=\"failure\"", "没有这个页面、记录或交换包");
    }

    /** The first element of this kind that has this attribute, up to its end tag. */
    static String element(String page, String tag, String attribute) {
        Matcher matcher = Pattern.compile(
                        "<" + tag + "\\b[^>]*" + Pattern.quote(attribute) + ".*?</" + tag + ">", Pattern.DOTALL)
                .matcher(page);
        assertThat(matcher.find()).as("<%s %s> in%n%s", tag, attribute, page).isTrue();
        return matcher.group();
    }

    /** The text of the first element with this data-test attribute. */
    static String text(String page, String test) {
        Matcher matcher = Pattern.compile("<(\\w+)\\b[^>]*data-test=\"" + test + "\"[^>]*>(.*?)</\\1>", Pattern.DOTALL)
                .matcher(page);
        assertThat(matcher.find()).as("data-test=%s in%n%s", test, page).isTrue();
        return matcher.group(2).replaceAll("<[^>]*>", "").strip();
    }
}
