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

class FixedSourceTest {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String COLUMNS =
            "columns: [{name: 单号, width: 6}, {name: 企业, width: 12}, {name: 保费, width: 8, align: right}]";

    private static byte[] gb(String text) {
        return text.getBytes(GB18030);
    }

    @Test
    void cutsLinesByTheBytesOfTheEncoding() {
        Reading reading = Reading.of("{format: fixed, encoding: GBK, fixed: {" + COLUMNS + "}}", "单号", "保费");
        List<RawRecord> records = reading.records(gb("A1    甲企业        5.25\r\nA2    䶮㛃企业   1,000\r\n\r\n"));
        assertThat(records).extracting(record -> record.value("企业")).containsExactly("甲企业", "䶮㛃企业");
        assertThat(records).extracting(record -> record.value("保费")).containsExactly("5.25", "1,000");
        assertThat(records.get(1).locate("保费")).isEqualTo(new Location(2, 3, "保费"));
        assertThat(records.get(1).columns()).containsExactly("单号", "企业", "保费");
    }

    @Test
    void takesTheEncodingFromAByteOrderMark() {
        String text = "\uFEFF甲企业AB\n乙企业CD\n";
        String columns = "fixed: {columns: [{name: a, width: %d}, {name: b, width: 2}]}}";
        Reading marked = Reading.of("{format: fixed, encoding: GBK, " + columns.formatted(9), "a");
        assertThat(marked.records(text.getBytes(StandardCharsets.UTF_8)))
                .extracting(record -> record.value("a"))
                .containsExactly("甲企业", "乙企业");
        Reading unsaid = Reading.of("{format: fixed, " + columns.formatted(6), "a");
        assertThat(unsaid.records(gb(text)))
                .extracting(record -> record.value("b"))
                .containsExactly("AB", "CD");
        assertThat(marked.refusal(text.getBytes(StandardCharsets.UTF_16LE)).code())
                .isEqualTo(SourceProblem.NUL_CHARACTER.code());
    }

    @Test
    void cutsLinesByCharacters() {
        Reading reading = Reading.of(
                "{format: fixed, fixed: {measure: characters, columns: [{name: a, width: 3}, {name: b, width: 2}]}}",
                "a");
        assertThat(reading.values("甲𠮷 12\n乙  34\n", "a")).containsExactly("甲𠮷", "乙");
        assertThat(reading.values("甲𠮷 12\n乙  34\n", "b")).containsExactly("12", "34");
    }

    @Test
    void readsRecordsWithoutLineEnds() {
        Reading reading = Reading.of(
                "{format: fixed, encoding: GB18030, fixed: {recordLength: 8, columns: [{name: a, width: 4}, {name: b, width: 3}]}}",
                "a");
        List<RawRecord> records = reading.records(gb("甲 " + " 12 " + " " + "乙丙345x" + "\u001a"));
        assertThat(records).extracting(record -> record.value("a")).containsExactly("甲", "乙丙");
        assertThat(records.get(1).location().line()).isEqualTo(2);
        Finding cut = reading.refusal(gb("甲  12  1" + "乙丙34"));
        assertThat(cut.code()).isEqualTo(SourceProblem.LAST_RECORD_CUT.code());
    }

    @Test
    void checksHeaderAndTrailer() {
        Reading reading = Reading.of(
                "{format: fixed, fixed: {columns: [{name: t, width: 1}, {name: 金额, width: 6, align: right}],"
                        + " header: {prefix: H, columns: [{name: t, width: 1}, {name: 机构, width: 4}]},"
                        + " trailer: {prefix: T, columns: [{name: t, width: 1}, {name: 笔数, width: 3}, {name: 金额, width: 8}]}},"
                        + " totals: {required: true, count: {column: 笔数}, sums: [金额]}}",
                "金额",
                "@header/机构");
        RawRecord record =
                reading.records("HJIA \nD  1.50\nD  2.25\nT0020003.75\n").get(1);
        assertThat(record.value("@header/机构")).isEqualTo("JIA");
        assertThat(reading.refusal("D  1.50\nT0010001.50\n").code()).isEqualTo(SourceProblem.HEADER_DIFFERS.code());
        assertThat(reading.refusal("HJIA \nD  1.50\nT0020001.50\n").code())
                .isEqualTo(SourceProblem.TOTALS_COUNT.code());
        assertThat(reading.refusal("HJIA \nD  1.50\nT0010001.51\n").code()).isEqualTo(SourceProblem.TOTALS_SUM.code());
        assertThat(reading.refusal("HJIA \nD  1.50\n").code()).isEqualTo(SourceProblem.TOTALS_MISSING.code());
        assertThat(reading.refusal("HJIA \nD  1.50\nT0010001.50\nD  1.50\n").code())
                .isEqualTo(SourceProblem.RECORD_AFTER_TOTALS.code());
    }

    @Test
    void spoilsShiftedLinesOneByOne() {
        Reading reading = Reading.of("{format: fixed, encoding: GB18030, fixed: {" + COLUMNS + "}}", "单号");
        String fine = "A1    甲企业          5.25\n";
        String shorter = "A2    甲企业         5.25\n";
        String longer = "A3    甲企业           5.25\n";
        String split = "A4   甲企业xxxxx      5.25\n";
        List<RawRecord> records = reading.records(gb(fine + shorter + longer + split + fine));
        assertThat(records.stream()
                        .map(Reading::damage)
                        .map(list -> list.isEmpty() ? "" : list.get(0).code()))
                .containsExactly(
                        "",
                        SourceProblem.LINE_LENGTH.code(),
                        SourceProblem.LINE_LENGTH.code(),
                        SourceProblem.CHARACTER_SPLIT.code(),
                        "");
        Finding shifted = Reading.damage(records.get(3)).get(0);
        assertThat(shifted.location()).isEqualTo(new Location(4, 1, "单号"));
    }

    @Test
    void refusesAColumnThatTheLinesDoNotHaveWhenTheMappingIsLoaded() {
        assertThatThrownBy(() -> Reading.of("{format: fixed, fixed: {" + COLUMNS + "}}", "单号", "区划"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("区划");
    }
}
