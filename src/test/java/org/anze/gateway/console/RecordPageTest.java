package org.anze.gateway.console;

import static org.anze.gateway.console.ConsolePagesTest.element;
import static org.anze.gateway.console.ConsolePagesTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.anze.gateway.intake.RawStore;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.InclusionProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class RecordPageTest {

    private static final ConsoleDoor DOOR = ConsoleDoor.open();
    private static final Browser OPERATOR = DOOR.operator();

    @Test
    void showsTheRawLineBetweenHeadingsWithoutPeople() {
        String raw = element(OPERATOR.page("/records/0"), "section", "id=\"raw\"");

        assertThat(element(raw, "tr", "data-line=\"1\"")).contains("保单号,被保险人,承保人员,电话");
        assertThat(element(raw, "tr", "data-line=\"2\""))
                .contains("data-exact=\"true\"", "P-1,91140212MAXX00015K,***,138****5678");
        assertThat(raw).doesNotContain("司马邻居", "诸葛拒收");
    }

    @Test
    void showsTheLinesOfAnXmlRecordUpToTheNextOne() {
        String raw = element(OPERATOR.page("/records/4"), "section", "id=\"raw\"");

        assertThat(raw).contains("&lt;claim&gt;&lt;no&gt;C-1", "&lt;victim&gt;***&lt;/victim&gt;");
        assertThat(raw).doesNotContain("C-2", ConsoleSamples.VICTIM, "&lt;claims&gt;");
    }

    /** A duplicate, something that the mapping left out, and a record that waits for another. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "update submission set duplicate = 1, received = received + 1 where seq = 2;"
                        + "update submission set duplicate = 0, received = received - 1 where seq = 2",
                "update submission set skipped = 1 where seq = 2; update submission set skipped = 0 where seq = 2",
                "insert into parked_intake (submission, ordinal, part, source_line, record_type, business_key,"
                        + " awaited_type, awaited_key, looked_at, wait_until, content)"
                        + " values (2, 9, 0, 1, 11, 'C-9', 3, 'P-9', 0, now(), '');"
                        + "delete from parked_intake where submission = 2"
            })
    void hidesALineThatAnotherMayShareBecauseItsPeopleAreNotKnown(String before, String after) {
        JdbcClient jdbc = DOOR.context.getBean(ConsoleSamples.class).jdbc;
        jdbc.sql(before).update();
        try {
            assertThat(OPERATOR.page("/records/3"))
                    .contains("data-test=\"raw-none\"")
                    .doesNotContain("data-test=\"raw-line\"");
        } finally {
            jdbc.sql(after).update();
        }
        assertThat(OPERATOR.page("/records/3")).contains("data-test=\"raw-line\"");
    }

    @Test
    void doesNotTakeTheFirstLineForHeadingsWhereARecordStandsThere() {
        JdbcClient jdbc = DOOR.context.getBean(ConsoleSamples.class).jdbc;
        jdbc.sql("update ledger_entry set source_line = 1 where idx = 1").update();
        try {
            String raw = element(OPERATOR.page("/records/0"), "section", "id=\"raw\"");

            assertThat(raw).contains("data-line=\"2\"").doesNotContain("data-line=\"1\"");
        } finally {
            jdbc.sql("update ledger_entry set source_line = 3 where idx = 1").update();
        }
    }

    @Test
    void showsNoLinesOfAnArchiveBecauseTheyAreNotThoseOfTheRecord() {
        JdbcClient jdbc = DOOR.context.getBean(ConsoleSamples.class).jdbc;
        byte[] text = jdbc.sql("select content from raw_chunk where submission = 1 and number = 0")
                .query(byte[].class)
                .single();
        byte[] archive = ConsoleSamples.KEYS.close(
                "insurer-jia", ConsoleSamples.NOW, new byte[] {'P', 'K', 3, 4, 20, 0}, RawStore.place(1, 0));
        String replace = "update raw_chunk set content = ? where submission = 1 and number = 0";
        jdbc.sql(replace).param(archive).update();
        try {
            assertThat(OPERATOR.page("/records/0")).contains("data-test=\"raw-none\"");
        } finally {
            jdbc.sql(replace).param(text).update();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/records/0",
                "/records/0?lang=en",
                "/records/4",
                "/records/4?party=platform-test",
                "/records/0?party=platform-test",
                "/submissions/S01JIA"
            })
    void neverShowsAPerson(String path) {
        assertThat(DOOR.operator().page(path))
                .doesNotContain(ConsoleSamples.HANDLER, ConsoleSamples.MOBILE, ConsoleSamples.VICTIM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/records/0", "/records/2", "/records/4", "/search"})
    void escapesWhatOthersWrote(String path) {
        assertThat(OPERATOR.page(path)).doesNotContain("<script>alert", "<b>安责险", "重复 <b>");
    }

    @Test
    void showsCanonicalFieldsAsPeopleWriteThem() {
        String canonical = element(OPERATOR.page("/records/0"), "section", "id=\"canonical\"");

        assertThat(text(element(canonical, "tr", "data-field=\"premium\""), "value"))
                .isEqualTo("61,115.83 元");
        assertThat(text(element(canonical, "tr", "data-field=\"rate\""), "value"))
                .isEqualTo("0.18%");
        assertThat(text(element(canonical, "tr", "data-field=\"startAt\""), "value"))
                .isEqualTo("2026-01-31 00:00:00");
        assertThat(text(element(canonical, "tr", "data-field=\"insuredName\""), "value"))
                .isEqualTo("䶮㛃精密铸造（山西）有限公司");
        assertThat(text(element(canonical, "tr", "data-field=\"riskRegion\""), "value"))
                .startsWith("140212 山西省");
        assertThat(text(element(canonical, "tr", "data-field=\"sector\""), "value"))
                .startsWith("03 ");
        assertThat(element(canonical, "tr", "data-field=\"handler\"")).contains("data-hidden=\"PERSONAL\"");
    }

    @Test
    void showsTheFindingsThatStayedWithTheRecord() {
        assertThat(element(OPERATOR.page("/records/1"), "tr", "data-code=\"VAL-9999\""))
                .contains("警告", "V-P99", "请核对");
        assertThat(OPERATOR.page("/records/0")).contains("data-test=\"no-findings\"");
    }

    @Test
    void provesTheRecordAgainstTheNewestCheckpoint() {
        String proof = element(OPERATOR.page("/records/0"), "section", "id=\"proof\"");

        for (String step : new String[] {"units", "inclusion", "checkpoint"}) {
            assertThat(element(proof, "li", "data-step=\"" + step + "\"")).contains("data-holds=\"true\"");
        }
        assertThat(text(proof, "checkpoint")).contains("gateway.example/ledger\n5\n");
    }

    @ParameterizedTest
    @CsvSource({"unit_hashes, units", "header, inclusion"})
    void noticesAFlippedByteInTheDatabase(String column, String step) {
        JdbcClient jdbc = DOOR.context.getBean(ConsoleSamples.class).jdbc;
        String flip = "update ledger_entry set " + column + " = set_byte(" + column + ", 60, get_byte(" + column
                + ", 60) # 1) where idx = 2";
        jdbc.sql(flip).update();
        try {
            String proof = element(OPERATOR.page("/records/2"), "section", "id=\"proof\"");

            assertThat(element(proof, "li", "data-step=\"" + step + "\"")).contains("data-holds=\"false\"", "✗");
        } finally {
            jdbc.sql(flip).update();
        }
    }

    @Test
    void givesAwayAProofThatCanBeCheckedWithoutUs() throws Exception {
        String json = OPERATOR.get("/records/1/proof").body();
        Map<?, ?> proof = CanonicalJson.parseObject(json.getBytes(StandardCharsets.UTF_8));

        SignedCheckpoint checkpoint =
                SignedCheckpoint.parse(proof.get("checkpoint").toString());
        checkpoint.verify(
                ConsoleSamples.GATEWAY.trust().require(proof.get("certificate").toString(), ConsoleSamples.NOW));
        byte[] leaf = TreeHasher.leaf(Suite.SM, CanonicalJson.write(proof.get("header")));
        List<byte[]> path = ((List<?>) proof.get("inclusion"))
                .stream()
                        .map(hash -> java.util.Base64.getDecoder().decode(hash.toString()))
                        .toList();
        InclusionProof.verify(
                Suite.SM,
                1,
                checkpoint.checkpoint().size(),
                leaf,
                path,
                checkpoint.checkpoint().root());
        assertThat(proof.get("format")).isEqualTo(LedgerProof.FORMAT);
        assertThat(json).doesNotContain("P-2", ConsoleSamples.HANDLER);
    }

    @Test
    void linksTheVersionsOfABusinessKey() {
        String page = OPERATOR.page("/records/0");

        assertThat(element(page, "tr", "data-version=\"2\"")).contains("/records/3");
        assertThat(element(page, "tr", "data-version=\"1\"")).contains("exact");
    }

    @Test
    void tellsWhoWasGivenWhichUnitsFromTheParcelItself() {
        String policy = element(OPERATOR.page("/records/0"), "tr", "data-recipient=\"platform-test\"");
        String claim = element(OPERATOR.page("/records/4"), "tr", "data-recipient=\"platform-test\"");

        assertThat(element(policy, "td", "data-manner=\"GIVEN\"")).contains("投保各方", "人员");
        assertThat(element(policy, "td", "data-manner=\"MASKED\"")).contains("保费与费率");
        assertThat(element(policy, "td", "data-manner=\"WITHHELD\""))
                .contains("责任限额")
                .doesNotContain("保费");
        assertThat(claim).contains("有退回", "赔案号重复 &lt;b&gt;");
        assertThat(OPERATOR.page("/records/3")).contains("data-test=\"given-none\"");
    }

    @Test
    void showsWhatAPartySeesNowAndWhyAnotherSeesNothing() {
        String permitted = OPERATOR.page("/records/0/view?party=platform-test");
        String denied = OPERATOR.page("/records/0?party=insurer-ding");

        assertThat(permitted).contains("data-permitted=\"true\"", "supervision v3");
        assertThat(text(element(permitted, "tr", "data-field=\"premium\""), "value"))
                .isEqualTo("5万-10万元");
        assertThat(element(permitted, "tr", "data-field=\"handler\"")).contains("data-hidden=\"PERSONAL\"");
        assertThat(element(permitted, "tbody", "data-unit=\"limits\"")).contains("data-hidden=\"WITHHELD\"");
        assertThat(denied).contains("data-permitted=\"false\"", "没有授权");
        assertThat(OPERATOR.page("/records/0?party=stranger")).doesNotContain("data-test=\"decision\"");
    }
}
