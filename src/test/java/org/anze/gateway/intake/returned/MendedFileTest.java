package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.anze.gateway.intake.returned.ReturnedSamples.Read;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders get back to mend, and what becomes of it when they send it in again. */
class MendedFileTest {

    private static final String AGENCY = "agency-taiyuan";
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String VISITS = """
            安责险事故预防服务台账,,,,,,,,,,,,
            填报单位：太原虚拟安全技术有限公司，联系电话 13800001234,,,,,,,,,,,,
            服务单号,保单编号,单位名称（全称）,统一社会信用代码,所在区县,服务项目,服务日期,是否现场,服务内容,主要风险隐患,服务人员,费用投入,备注
            FW-001,AJIA202414021200001,山西虚拟煤业一号有限公司,91140212MAXX00015K,山西省大同市新荣区,隐患排查,2024/5/6,是,查看通风系统,无,张三,11000.85元,
            FW-002,AJIA202414022100002,大同示范非煤矿山有限公司,91140221MAXX00023F,大同市阳高县,安全培训,没有,否,"培训，联系 13912345678",无,李四丰,1.05万元,=1+1
            """;

    private static List<Read> rejected(String party, String mapping, byte[] content) throws IOException {
        return ReturnedSamples.read(party, mapping, content).stream()
                .filter(Read::isRejected)
                .toList();
    }

    private static byte[] visitsReturned() throws IOException {
        List<Read> rejected = rejected(AGENCY, "visits", VISITS.getBytes(StandardCharsets.UTF_8));
        return ReturnedSamples.giveBack(AGENCY, "visits", rejected, false);
    }

    private static CanonicalRecord accepted(String party, String mapping, byte[] content) throws IOException {
        List<Read> again = ReturnedSamples.read(party, mapping, content);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).findings()).noneMatch(Finding::rejects);
        return again.get(0).results().get(0).record();
    }

    @Test
    void standsBesideTheCellItIsAbout() throws IOException {
        String returned = new String(visitsReturned(), StandardCharsets.UTF_8);
        List<String> lines = returned.lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("\uFEFF服务单号,保单编号,")
                .contains("服务日期,〔问题〕服务日期,是否现场")
                .endsWith("费用投入,备注,〔退回原因〕,〔勿改动〕,〔English〕");
        assertThat(lines.get(1)).contains("没有,[V-S07]").contains("原第 5 行");
    }

    @Test
    void hidesPeopleAndGivesThemBack() throws IOException {
        String returned = new String(visitsReturned(), StandardCharsets.UTF_8);
        assertThat(returned).doesNotContain("李四丰", "13912345678").contains("李**", "139****5678");

        CanonicalRecord record =
                accepted(AGENCY, "visits", returned.replace("没有", "2024-05-07").getBytes(StandardCharsets.UTF_8));

        assertThat(record.value("experts").toString()).contains("李四丰");
        assertThat(record.value("content").toString()).contains("13912345678");
    }

    @Test
    void takesAPersonalValueThatItsSenderWroteAnew() throws IOException {
        String mended = new String(visitsReturned(), StandardCharsets.UTF_8)
                .replace("没有", "2024-05-07")
                .replace("李**", "钱五");

        CanonicalRecord record = accepted(AGENCY, "visits", mended.getBytes(StandardCharsets.UTF_8));

        assertThat(record.value("experts").toString()).contains("钱五").doesNotContain("李四丰");
    }

    @Test
    void keepsFormulasFromRunningAndBringsThemBack() throws IOException {
        String returned = new String(visitsReturned(), StandardCharsets.UTF_8);

        assertThat(returned).contains(",'=1+1,");
        List<Read> again = ReturnedSamples.read(AGENCY, "visits", returned.getBytes(StandardCharsets.UTF_8));
        assertThat(again.get(0).raw().value("备注")).isEqualTo("=1+1");
    }

    @Test
    void isRecognisedAfterExcelSavedItInItsOwnEncoding() throws IOException {
        String mended = new String(visitsReturned(), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .replace("没有", "2024-05-07");

        CanonicalRecord record = accepted(AGENCY, "visits", mended.getBytes(GB18030));

        assertThat(record.value("experts").toString()).contains("李四丰");
    }

    @Test
    void isRecognisedBelowRowsThatItsSenderPutAbove() throws IOException {
        String mended = "第二次报送\r\n\r\n"
                + new String(visitsReturned(), StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .replace("没有", "2024-05-07");

        assertThat(accepted(AGENCY, "visits", mended.getBytes(StandardCharsets.UTF_8))
                        .value("experts")
                        .toString())
                .contains("李四丰");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1.[A-Za-z0-9_-]{8}", "[A-Za-z0-9_-]{3}(?=,\"\\[V-)", "A1\\.(?=[A-Za-z0-9_-]{20})"})
    void refusesTheRecordWhoseTokenWasChanged(String piece) throws IOException {
        String mended = Pattern.compile(piece)
                .matcher(new String(visitsReturned(), StandardCharsets.UTF_8).replace("没有", "2024-05-07"))
                .replaceFirst("A1.AAAA");

        List<Read> again = ReturnedSamples.read(AGENCY, "visits", mended.getBytes(StandardCharsets.UTF_8));

        assertThat(again.get(0).findings()).extracting(Finding::code).contains("INT-0301");
        assertThat(again.get(0).isRejected()).isTrue();
    }

    @Test
    void refusesATokenThatWasGivenToAnotherParty() throws IOException {
        String token = ReturnedSamples.TOKENS
                .close("insurer-jia", new ReturnTokens.Content("S1", "visits", 0, "", List.of(), java.util.Map.of(), 1))
                .orElseThrow();
        String mended = new String(visitsReturned(), StandardCharsets.UTF_8).replaceFirst("A1\\.[A-Za-z0-9_-]+", token);

        List<Read> again = ReturnedSamples.read(AGENCY, "visits", mended.getBytes(StandardCharsets.UTF_8));

        assertThat(again.get(0).findings()).extracting(Finding::code).contains("INT-0301");
    }

    @Test
    void refusesARecordThatWasReturnedFromAnotherMapping() throws IOException {
        String token = ReturnedSamples.TOKENS
                .close(
                        AGENCY,
                        new ReturnTokens.Content(
                                "S1", "canonical-serviceRecord", 0, "", List.of(), java.util.Map.of(), 1))
                .orElseThrow();
        String mended = new String(visitsReturned(), StandardCharsets.UTF_8).replaceFirst("A1\\.[A-Za-z0-9_-]+", token);

        List<Read> again = ReturnedSamples.read(AGENCY, "visits", mended.getBytes(StandardCharsets.UTF_8));

        assertThat(again.get(0).findings()).extracting(Finding::code).contains("INT-0302");
    }

    @Test
    void takesARowWithoutATokenBesideOneWithIt() throws IOException {
        List<String> lines =
                new String(visitsReturned(), StandardCharsets.UTF_8).lines().toList();
        String without = lines.get(1)
                .replaceFirst("A1\\.[A-Za-z0-9_-]+", "")
                .replace("没有", "2024-05-07")
                .replace("139****5678", "13912345678")
                .replace("李**", "李四丰");
        String mended = String.join("\r\n", lines.get(0), lines.get(1), without);

        List<Read> again = ReturnedSamples.read(AGENCY, "visits", mended.getBytes(StandardCharsets.UTF_8));

        assertThat(again.get(1).findings()).noneMatch(Finding::rejects);
        assertThat(again.get(1).results().get(0).record().value("experts").toString())
                .contains("李四丰");
    }

    @Test
    void asksForNoControlTotals() throws IOException {
        Path sample = Path.of("mappings", "insurer-jia", "samples", "policies", "unknown-codes.in.csv");
        List<Read> rejected = rejected("insurer-jia", "policies", Files.readAllBytes(sample));
        byte[] returned = ReturnedSamples.giveBack("insurer-jia", "policies", rejected, false);

        assertThat(new String(returned, GB18030)).startsWith("序号,").doesNotContain("合计");
        assertThat(ReturnedSamples.READING
                        .inspect(
                                "insurer-jia",
                                ReturnedSamples.mapping("insurer-jia", "policies"),
                                () -> new java.io.ByteArrayInputStream(returned))
                        .records())
                .isEqualTo(rejected.size());
        assertThat(ReturnedSamples.outcome(ReturnedSamples.read("insurer-jia", "policies", returned)))
                .isEqualTo(ReturnedSamples.outcome(rejected));
    }

    @Test
    void givesJsonBackAsTheSameObjects() throws IOException {
        Path sample = Path.of("mappings", "insurer-wu", "samples", "reports", "h5.in.json");
        List<Read> rejected = rejected("insurer-wu", "reports", Files.readAllBytes(sample));
        String returned =
                new String(ReturnedSamples.giveBack("insurer-wu", "reports", rejected, false), StandardCharsets.UTF_8);

        assertThat(returned).contains("\"〔问题〕reportLossSum\"").contains("赵*").doesNotContain("赵六", "13900000000");
        CanonicalRecord record = accepted(
                "insurer-wu",
                "reports",
                returned.replace("\"reportLossSum\" : \"\"", "\"reportLossSum\" : \"1,000\"")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(record.value("reporter")).isEqualTo("赵六");
        assertThat(record.value("reporterMobile")).isEqualTo("13900000000");
        assertThat(record.value("estimate")).isEqualTo(100_000L);
    }

    @Test
    void givesXmlBackAsTheSameElements() throws IOException {
        Path sample = Path.of("mappings", "insurer-ding", "samples", "claims", "empty-and-wrong-values.in.xml");
        List<Read> rejected = rejected("insurer-ding", "claims", Files.readAllBytes(sample));
        String returned =
                new String(ReturnedSamples.giveBack("insurer-ding", "claims", rejected, false), StandardCharsets.UTF_8);

        assertThat(returned).contains("<赔案列表>", "<_勿改动>", "<_问题 栏目=");
        assertThat(ReturnedSamples.outcome(
                        ReturnedSamples.read("insurer-ding", "claims", returned.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(ReturnedSamples.outcome(rejected));
    }

    @Test
    void givesAWorkbookBackAsOne() throws IOException {
        Path sample = Path.of("mappings", "insurer-ji", "samples", "policies", "formula-in-premium.in.xlsx");
        List<Read> rejected = rejected("insurer-ji", "policies", Files.readAllBytes(sample));

        byte[] returned = ReturnedSamples.giveBack("insurer-ji", "policies", rejected, false);

        List<List<String>> rows = Workbooks.sheet(returned, Marks.SHEET);
        int premium = rows.get(0).indexOf("应收保费");
        assertThat(rows.get(0).get(premium + 1)).isEqualTo("〔问题〕应收保费");
        assertThat(rows.get(1).get(premium)).isEqualTo("〔请填写〕");
        assertThat(rows.get(1).get(premium + 1)).contains("[MAP-0135]");
        byte[] mended = Workbooks.replaced(returned, "〔请填写〕", "12000");
        List<Read> again = ReturnedSamples.read("insurer-ji", "policies", mended);
        assertThat(again).hasSameSizeAs(rejected);
        assertThat(again.get(0).findings()).noneMatch(Finding::rejects);
    }

    @Test
    void givesATableBackAsAWorkbookWhenAsked() throws IOException {
        List<Read> rejected = rejected(AGENCY, "visits", VISITS.getBytes(StandardCharsets.UTF_8));
        byte[] returned = ReturnedSamples.giveBack(AGENCY, "visits", rejected, true);

        byte[] mended = Workbooks.replaced(returned, "没有", "2024-05-07");

        assertThat(accepted(AGENCY, "visits", mended).value("experts").toString())
                .contains("李四丰");
    }

    @Test
    void refusesWhatWasLostAndNotFilledIn() throws IOException {
        Path sample = Path.of("mappings", "insurer-jia", "samples", "policies", "row-lacks-a-column.in.csv");
        List<Read> rejected = rejected("insurer-jia", "policies", Files.readAllBytes(sample));
        byte[] returned = ReturnedSamples.giveBack("insurer-jia", "policies", rejected, false);

        List<Read> again = ReturnedSamples.read("insurer-jia", "policies", returned);

        assertThat(again.get(0).findings()).extracting(Finding::code).contains("INT-0305");
    }

    @Test
    void leavesOrdinaryFilesToTheirMapping() throws IOException {
        byte[] content = VISITS.getBytes(StandardCharsets.UTF_8);

        List<Read> read = ReturnedSamples.read(AGENCY, "visits", content);

        assertThat(read).hasSize(2);
        assertThat(Arrays.asList(read.get(0).raw(), read.get(1).raw())).noneMatch(ReturnedRecord.class::isInstance);
    }
}
