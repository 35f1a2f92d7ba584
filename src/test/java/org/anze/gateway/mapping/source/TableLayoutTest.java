package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles, headings, units, page breaks, merged cells, groups, totals and footers of tables. */
class TableLayoutTest {

    @Test
    void findsTheFirstRowThatHasAllNeededHeadings() {
        Reading reading = Reading.of("{format: csv, headingLine: auto}", "保单号", "保费(元)");
        String table = "安责险保单清单,,\n填报单位：某公司,,\n保单号,说明,\n,,\n序号,保 单 号,保费（元）\n1,A1,5\n";
        RawRecord record = reading.records(table).get(0);
        assertThat(record.value("保单号")).isEqualTo("A1");
        assertThat(record.value("保费(元)")).isEqualTo("5");
        assertThat(record.location()).isEqualTo(Location.ofLine(6));
    }

    @Test
    void namesTheNearestRowAndWhatItLacksWhenThereIsNoHeadingRow() {
        Reading reading = Reading.of("{format: csv, headingLine: auto}", "保单号", "保费", "区划");
        Finding finding = reading.refusal("标题,,\n保单号,保费,区域\nA1,5,140212\n");
        assertThat(finding.code()).isEqualTo(SourceProblem.HEADING_NOT_FOUND.code());
        assertThat(finding.location().line()).isEqualTo(2);
        assertThat(finding.zh()).contains("区划");
        assertThat(reading.refusal("x\n".repeat(60) + "保单号,保费,区划\n").code())
                .isEqualTo(SourceProblem.HEADING_NOT_FOUND.code());
    }

    @Test
    void joinsTwoHeadingRowsAndSpreadsMergedCells() {
        Reading reading = Reading.of("{format: csv, headingLines: 2}", "保单号", "限额/每人", "限额/累计", "保费/应收", "保费/实收");
        String table = "保单号,限额,,保费,,备注\n,每人,累计,应收,实收,\nA1,40,400,6,5,x\n";
        RawRecord record = reading.records(table).get(0);
        assertThat(record.columns()).containsExactly("保单号", "限额/每人", "限额/累计", "保费/应收", "保费/实收", "备注");
        assertThat(record.value("保费/实收")).isEqualTo("5");
        assertThat(record.value("备注")).isEqualTo("x");
    }

    @Test
    void joinsTwoHeadingRowsThatItHasToFind() {
        Reading reading = Reading.of("{format: csv, headingLine: auto, headingLines: 2}", "保单号", "保费/实收");
        String table = "标题,,\n\n保单号,保费,\n,应收,实收\nA1,6,5\n";
        assertThat(reading.values(table, "保费/实收")).containsExactly("5");
    }

    @Test
    void readsHeadingsWithLineBreaksInTheirCells() {
        Reading reading = Reading.of("{format: csv}", "每人限额(万元)");
        assertThat(reading.values("\"每人限额\n（万元）\",b\n40,1\n", "每人限额(万元)")).containsExactly("40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"单位：万元", "（金额单位：人民币万元）", "单位:人、万元", "单位 ： 万 元", "货币单位为万元", "2024年1月 单位：万元，人"})
    void takesTheUnitThatIsStatedAboveTheHeadings(String stated) {
        Reading fixed = Reading.of("{format: csv, headingLine: 2, statedUnit: true}", "保费", "@unit");
        assertThat(fixed.values("\"" + stated + "\",\n保费,b\n5,1\n", "@unit")).containsExactly("万元");
        Reading searched = Reading.of("{format: csv, headingLine: auto, statedUnit: true}", "保费");
        assertThat(searched.values("填报单位：某元公司,\n,\"" + stated + "\"\n保费,b\n5,1\n", "@unit"))
                .containsExactly("万元");
    }

    @ParameterizedTest
    @ValueSource(strings = {"填报单位：太原某公司", "单位：元宝山公司", "保费单位", "单位："})
    void refusesATableThatStatesNoUnit(String words) {
        Reading reading = Reading.of("{format: csv, headingLine: 2, statedUnit: true}", "保费");
        assertThat(reading.refusal(words + "\n保费,b\n5,1\n").code()).isEqualTo(SourceProblem.UNIT_NOT_STATED.code());
    }

    @Test
    void takesTheUnitThatIsStatedBelowTheHeadings() {
        Reading reading = Reading.of("{format: csv, statedUnit: true}", "保费");
        assertThat(reading.values("保费,b\n,单位：元\n5,1\n6,2\n", "@unit")).containsExactly("元", "元");
    }

    @Test
    void takesTheUnitOfEveryColumnFromARowOfUnits() {
        Reading reading = Reading.of("{format: csv, statedUnit: true}", "保费");
        RawRecord record = reading.records("单号,保费,人数\n,（万元）,（人）\nA,5,420\n").get(0);
        assertThat(record.value("@unit/保费")).isEqualTo("万元");
        assertThat(record.value("@unit/人数")).isNull();
        assertThat(record.value("单号")).isEqualTo("A");
    }

    @Test
    void addsUpInTheUnitThatIsStated() {
        Reading reading = Reading.of(
                "{format: csv, headingLine: 2, statedUnit: true, totals: {row: {column: a, equals: 合计}, sums: [保费]}}",
                "a");
        assertThat(reading.records("单位：万元,\na,保费\n1,5\n2,120000元\n合计,17\n")).hasSize(2);
        assertThat(reading.refusal("单位：万元,\na,保费\n1,5\n2,120000元\n合计,16\n").zh())
                .contains("逐条相加为 17");
    }

    @ParameterizedTest
    @CsvSource({
        // Bare numbers are in the unit that only the mapping knows: 万元, or 元.
        "5, 120000元, 17",
        "5, 120000元, 17万元",
        "5, 12万元, 120005",
        "5, 12万, 120005元",
        "5万元, 3万元, 8",
        "5, 3, 8"
    })
    void addsUpNumbersWithAndWithoutAUnitOfTheirOwn(String first, String second, String total) {
        assertThat(withTotal().records("a,c\n1," + first + "\n2," + second + "\n合计," + total + "\n"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"5, 120000元, 120006", "5, 120000元, 16", "5, 120000元, 17元", "5万元, 3万元, 9", "5, 3, 80", "5, 3, 8.01"})
    void refusesATotalThatIsWrongInEveryUnit(String first, String second, String total) {
        Finding finding = withTotal().refusal("a,c\n1," + first + "\n2," + second + "\n合计," + total + "\n");
        assertThat(finding.code()).isEqualTo(SourceProblem.TOTALS_SUM.code());
    }

    private static Reading withTotal() {
        return Reading.of("{format: csv, totals: {row: {column: a, equals: 合计}, sums: [c]}}", "a");
    }

    @Test
    void takesWhatTheTitleSays() {
        String title = "全省统计表,,\n填报单位：某市 应急局,,填报日期: 2025年1月8日  联系人：某某\n年度：,2025,\n";
        for (String headingLine : List.of("auto", "4")) {
            RawRecord record = Reading.of("{format: csv, headingLine: " + headingLine + "}", "a", "@title/年度")
                    .records(title + "a,b,c\n1,2,3\n")
                    .get(0);
            assertThat(record.value("@title/填报单位")).isEqualTo("某市 应急局");
            assertThat(record.value("@title/填报日期")).isEqualTo("2025年1月8日");
            assertThat(record.value("@title/联系人")).isEqualTo("某某");
            assertThat(record.value("@title/年度")).isEqualTo("2025");
            assertThat(record.value("@title/制表人")).isNull();
        }
    }

    @Test
    void refusesUnitsThatContradictEachOther() {
        Reading reading = Reading.of("{format: csv, headingLine: 2, statedUnit: true}", "保费");
        Finding finding = reading.refusal("单位：万元,\n保费,b\n单位：元,\n5,1\n");
        assertThat(finding.code()).isEqualTo(SourceProblem.UNIT_CONTRADICTS.code());
        assertThat(finding.location().line()).isEqualTo(3);
    }

    @Test
    void passesOverBlankRowsAndHeadingsThatEveryPageRepeats() {
        Reading reading = Reading.of("{format: csv, headingLines: 2}", "a/x");
        String heading = "a,,c\nx,y,\n";
        assertThat(reading.values(heading + "1,2,3\n,,\n" + heading + "4,5,6\n\n　, ,\n7,8,9\n", "a/x"))
                .containsExactly("1", "4", "7");
    }

    @Test
    void fillsMergedCellsDownwards() {
        Reading reading = Reading.of("{format: csv, fillDown: [企业]}", "企业", "b");
        String table = "企业,b\n甲,1\n,2\n　,3\n乙,4\n,\n,5\n";
        assertThat(reading.values(table, "企业")).containsExactly("甲", "甲", "甲", "乙", "乙");
        assertThat(reading.values(table, "b")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void makesOneRecordOfRowsThatBelongTogether() {
        Reading reading = Reading.of("{format: csv, fillDown: [单号], groupBy: [单号]}", "单号", "人员");
        String table = "单号,人员,证号\nP1,甲,1\n,乙,\nP2,丙,3\nP1,丁,4\n";
        List<RawRecord> records = reading.records(table);
        assertThat(records).hasSize(3);
        RawRecord first = records.get(0);
        assertThat(first.value("人员")).isEqualTo("甲");
        assertThat(first.values("人员")).containsExactly("甲", "乙");
        assertThat(first.values("证号")).containsExactly("1", "");
        assertThat(first.values("无此列")).isEmpty();
        assertThat(first.location()).isEqualTo(Location.ofLine(2));
        List<RawRecord> rows = ((Repeated) first).items(Repeated.ROWS);
        assertThat(rows).extracting(row -> row.value("人员")).containsExactly("甲", "乙");
        assertThat(rows.get(1).locate("人员")).isEqualTo(new Location(3, 2, "人员"));
        assertThat(records.get(2).values("人员")).containsExactly("丁");
    }

    @Test
    void spoilsAGroupWithARowWhoseColumnsAreShifted() {
        Reading reading = Reading.of("{format: csv, groupBy: [单号]}", "单号");
        List<RawRecord> records = reading.records("单号,人员\nP1,甲\nP1,乙,x\nP2,丙\n");
        assertThat(Reading.damage(records.get(0))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(SourceProblem.COLUMN_COUNT.code());
            assertThat(finding.location()).isEqualTo(Location.ofLine(3));
        });
        assertThat(Reading.damage(records.get(1))).isEmpty();
    }

    @Test
    void refusesAGroupWithoutEnd() {
        Reading reading = Reading.of("{format: csv, groupBy: [单号]}", "单号");
        assertThat(reading.records("单号,b\n" + "P1,x\n".repeat(1000))).hasSize(1);
        Finding finding = reading.refusal("单号,b\n" + "P1,x\n".repeat(1001));
        assertThat(finding.code()).isEqualTo(SourceProblem.GROUP_TOO_LONG.code());
        assertThat(finding.location().line()).isEqualTo(2);
        String row = "P1," + "x".repeat(200_000) + "\n";
        assertThat(Reading.of("{format: csv, groupBy: [单号]}", "单号", "b")
                        .refusal("单号,b\n" + row.repeat(25))
                        .code())
                .describedAs("by its weight")
                .isEqualTo(SourceProblem.GROUP_TOO_LONG.code());
    }

    @Test
    void endsTheTableAtItsMarkAndSaysWhatFollows() {
        Reading reading = Reading.of("{format: csv, stopAt: {startsWith: 填表人}}", "a");
        String table = "a,b\n1,2\n,填表人：某某\n3,4\n,\n5,6\n";
        assertThat(reading.values(table, "a")).containsExactly("1");
        assertThat(reading.survey(table.getBytes(StandardCharsets.UTF_8)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(SourceProblem.ROWS_AFTER_STOP.code());
                    assertThat(finding.zh()).contains("2 个非空行");
                });
    }

    @Test
    void checksTotalsAboveAFooter() {
        String settings = "{format: csv, stopAt: {column: a, equals: 填表人}, "
                + "totals: {row: {column: a, equals: 合计}, required: true, count: {column: b, suffix: 单}, sums: [c]}}";
        Reading reading = Reading.of(settings, "a");
        assertThat(reading.values("a,b,c\n1,x,2\n3,y,4.5\n合　计,2单,6.50\n填表人,,\n", "a"))
                .containsExactly("1", "3");
        assertThat(reading.refusal("a,b,c\n1,x,2\n合计,1,3\n").code()).isEqualTo(SourceProblem.TOTALS_SUM.code());
        assertThat(reading.refusal("a,b,c\n1,x,2\n合计,2,2\n").code()).isEqualTo(SourceProblem.TOTALS_COUNT.code());
        assertThat(reading.refusal("a,b,c\n1,x,2\n填表人,,\n合计,1,2\n").code())
                .isEqualTo(SourceProblem.TOTALS_MISSING.code());
        assertThat(reading.refusal("a,b,c\n1,x,2\n合计,1,2\n2,y,3\n").code())
                .isEqualTo(SourceProblem.RECORD_AFTER_TOTALS.code());
    }

    @Test
    void tellsHeadingsOfOneNameApartWhenTheMappingDoes() {
        Reading reading = Reading.of("{format: csv}", "姓名", "姓名#2", "电话#3");
        RawRecord record = reading.records("姓名,电话,姓 名,电话,电话\n甲,1,乙,2,3\n").get(0);
        assertThat(record.value("姓名")).isEqualTo("甲");
        assertThat(record.value("姓名#2")).isEqualTo("乙");
        assertThat(record.value("电话#3")).isEqualTo("3");
        Finding finding = Reading.of("{format: csv}", "姓名").refusal("姓名,电话,姓名\n甲,1,乙\n");
        assertThat(finding.code()).isEqualTo(SourceProblem.HEADING_TWICE.code());
        assertThat(finding.location()).isEqualTo(new Location(1, 3, "姓名"));
    }

    @Test
    void readsTheSameLayoutFromASpreadsheet() {
        byte[] file = XlsxFile.of(
                        XlsxFile.row(1, "保单清单"),
                        XlsxFile.row(2, "", "", "单位：万元"),
                        XlsxFile.row(4, "企业", "限额"),
                        XlsxFile.row(5, "", "每人", "累计"),
                        XlsxFile.row(6, "甲", "40", "400"),
                        XlsxFile.row(9, "", "50", "500"),
                        XlsxFile.row(10, "合计", "", "900"),
                        XlsxFile.row(12, "填表人：某某"))
                .bytes();
        Reading reading = Reading.of(
                "{format: xlsx, headingLine: auto, headingLines: 2, statedUnit: true, fillDown: [企业], "
                        + "stopAt: {startsWith: 填表人}, totals: {row: {equals: 合计}, required: true, sums: [限额/累计]}}",
                "企业",
                "限额/每人",
                "限额/累计");
        List<RawRecord> records = reading.records(file);
        assertThat(records).extracting(record -> record.value("企业")).containsExactly("甲", "甲");
        assertThat(records.get(1).value("@unit")).isEqualTo("万元");
        assertThat(records.get(1).locate("限额/累计")).isEqualTo(new Location(9, 3, "C 限额/累计"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{format: csv, delimiter: \"\\t\"}",
                "{format: csv, delimiter: '|', quote: \"'\"}",
                "{format: csv, delimiter: ';'}",
                "{format: csv, delimiter: '，'}"
            })
    void takesAnyDelimiterAndQuote(String settings) {
        SourceSettings read = Reading.settings(settings);
        String delimiter = read.delimiter();
        String quote = read.quote() == null ? "\"" : read.quote();
        String table = "a" + delimiter + "b\r\n" + quote + "1" + delimiter + "2" + quote + delimiter + "3\r\n";
        assertThat(Reading.of(settings, "a").values(table, "a")).containsExactly("1" + delimiter + "2");
    }

    @Test
    void takesQuotesAsTheyAreWhenNoneWereAgreed() {
        Reading reading = Reading.of("{format: csv, delimiter: ^, quote: ''}", "a");
        assertThat(reading.values("a^b\n\"1^2\n3\"x^\"\"\n", "a")).containsExactly("\"1", "3\"x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "GB18030", "UTF-8"})
    void readsEveryEncodingWithAndWithoutAMark(String encoding) {
        Charset charset = Charset.forName(encoding);
        Reading reading = Reading.of("{format: csv, encoding: " + encoding + "}", "名称");
        assertThat(reading.values("名称,b\r\n䶮𠮷,1\r\n".getBytes(charset), "名称")).containsExactly("䶮𠮷");
        assertThat(reading.values("\uFEFF名称,b\r\n䶮𠮷,1\r\n".getBytes(charset), "名称"))
                .containsExactly("䶮𠮷");
    }

    @Test
    void readsLinesThatEndInEveryWay() {
        RawRecord last = Reading.of("{format: csv}", "a")
                .records("a,b\r\n1,2\n3,4\r5,6\r\n7,8")
                .get(3);
        assertThat(last.value("a")).isEqualTo("7");
        assertThat(last.location().line()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{format: xml, records: /a/b, headingLine: auto}",
                "{format: json, sheet: x}",
                "{format: csv, records: /a/b}",
                "{format: csv, headingLine: 0.5}",
                "{format: csv, headingLine: 101}",
                "{format: csv, headingLines: 4}",
                "{format: csv, delimiter: ab}",
                "{format: csv, delimiter: '\"', quote: '\"'}",
                "{format: csv, stopAt: {column: a}}",
                "{format: csv, stopAt: {column: a, equals: x, startsWith: x}}",
                "{format: ndjson, groupBy: [a]}",
                "{format: ndjson, totals: {required: true}}",
                "{format: csv, totals: {required: true}}",
                "{format: csv, formulas: cached}",
                "{format: csv, encoding: EBCDIC-NONE}",
                "{format: fixed}",
                "{format: fixed, encoding: UTF-16LE, fixed: {columns: [{name: a, width: 2}]}}",
                "{format: fixed, fixed: {columns: []}}",
                "{format: fixed, fixed: {columns: [{name: a, width: 0}]}}",
                "{format: fixed, fixed: {columns: [{name: a, width: 2}, {name: a, width: 2}]}}",
                "{format: fixed, fixed: {columns: [{name: a, width: 2}], recordLength: 1}}",
                "{format: fixed, fixed: {columns: [{name: a, width: 2}]}, totals: {required: true}}",
                "{format: xml, records: /a}",
                "{format: xml, records: /a/b/c, cdata: /a/x}",
                "{format: csv, archive: {maximum: 2000}}",
                "{format: csv, archive: {entries: ' '}}",
                "{format: csv, unknown: 1}"
            })
    void refusesSettingsThatMeanNothing(String settings) {
        assertThatThrownBy(() -> Reading.settings(settings)).isInstanceOf(RuntimeException.class);
    }
}
