package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates, conditions and findings make of texts that nothing has converted. */
class SourceTextsTest {

    private static final String HEADING = "field,source,convert,unit,codes,default,template,expression,condition\n";
    private static final String CLAIM = """
            claimNo,赔案号
            policyNo,保单号
            occurredAt,出险
            reportedAt,出险
            cause,原因,code,,ACC
            estimate,估损,money,yuan
            stages[stage=REPORT].at,出险,instant
            """;

    @TempDir
    private Path folder;

    private @Nullable String when;
    private @Nullable String otherTable;
    private String occurred = "20240315";

    private List<Normalised> normalise(String rows, String columns, String cells) throws IOException {
        MappingFolder files = new MappingFolder(folder);
        files.yaml(
                "claims",
                otherTable == null
                        ? "recordType: claim\nsource: {format: csv}\n" + (when == null ? "" : "when: " + when + "\n")
                        : """
                          source: {format: csv}
                          tables:
                          - {recordType: claim, fields: claims.fields.csv}
                          - {recordType: claim, fields: others.fields.csv, when: '{赔案号} = C2'}
                          """);
        if (otherTable != null) {
            files.table("others.fields.csv", HEADING + CLAIM, List.of(otherTable));
        }
        files.table("claims.fields.csv", HEADING + CLAIM, List.of(rows));
        Mappings mappings = files.load();
        assertThat(mappings.broken()).isEmpty();
        GroupedRows raw = GroupedRows.of("赔案号,保单号,出险,原因,估损," + columns, "C1,P1," + occurred + ",高处坠落,100," + cells);
        return mappings.find(MappingFolder.PARTY, "claims").orElseThrow().normalise(raw, MappingFolder.context());
    }

    private Normalised one(String rows, String columns, String cells) throws IOException {
        List<Normalised> all = normalise(rows, columns, cells);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "day, 2024/1/15, R-20240115",
        "day, 2024/11/5, R-20241105",
        "day, 2024年1月5日 8时, R-20240105",
        "day, 20240131083000, R-20240131",
        "day, 202401310830, R-20240131",
        "day, 2024-01-30 24:00, R-20240131",
        "second, 2024-01-30 24:00, R-20240131000000",
        "second, 2024-1-5 8:30, R-20240105083000",
        "second, 2024-01-31, R-20240131000000",
        "digits, 2024/1/15, R-2024115"
    })
    void takesTheDayOfADateAndNotItsFirstDigits(String form, String text, String key) throws IOException {
        Normalised made = one("reportNo,,identifier,,,,R-{日期:" + form + "}", "日期", text);

        assertThat(made.findings()).isEmpty();
        assertThat(Objects.requireNonNull(made.record()).value("reportNo")).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"R-{日期:day}", "R-{日期:second?}"})
    void refusesATextThatHasNoDay(String template) throws IOException {
        Normalised made = one("reportNo,,identifier,,,," + template, "日期", "约2024年1月");

        assertThat(made.record()).isNull();
        assertThat(made.findings()).extracting(Finding::code).containsExactly("MAP-0209");
    }

    /** A count of days or milliseconds cannot be told from other numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"45322", "45322.5", "４５３２２", "1706660000000", "4532", "2024013", "2024013108"})
    void takesNoDayOfAnyNumberOfFigures(String text) throws IOException {
        Normalised made = one("reportNo,,identifier,,,,R-{日期:day}", "日期", text);

        assertThat(made.findings()).extracting(Finding::code).containsExactly("MAP-0209");
    }

    /** Texts in one row and counts in the next (DOMAIN.md H). */
    @ParameterizedTest
    @CsvSource({"45322", "1706660000000", "2024/1/31"})
    void takesACountForADayWhereAnotherRowTakesTheColumnForATime(String text) throws IOException {
        occurred = text;

        Normalised made = one("reportNo,,identifier,,,,R-{出险:day}", "日期", "");

        assertThat(made.findings()).isEmpty();
        assertThat(Objects.requireNonNull(made.record()).value("reportNo")).isEqualTo("R-20240131");
    }

    @Test
    void takesNoCountThatCountsFromAnotherDay() throws IOException {
        Normalised made = one("@check,日期,instant,excel-1904\nreportNo,,identifier,,,,R-{日期:day}", "日期", "45322");

        assertThat(made.findings()).extracting(Finding::code).containsExactly("MAP-0209");
    }

    /** 24:00 is the beginning of the next day, as converters take it. */
    @Test
    void takesTheSameDayAsTheConverter() throws IOException {
        occurred = "2024-01-30 24:00";

        Normalised made = one("reportNo,,identifier,,,,{出险:day}-{#occurredAt:day}", "日期", "");

        assertThat(Objects.requireNonNull(made.record()).value("reportNo")).isEqualTo("20240131-20240131");
    }

    @Test
    void leavesNoRecordOutForADayThatCannotBeRead() throws IOException {
        Normalised made = one("@skip,,,,,,,,{日期:day} != 20240101", "日期", "元旦");

        assertThat(made.findings()).extracting(Finding::code).containsExactly("MAP-0209");
    }

    @ParameterizedTest
    @CsvSource({"1.05万元, > 10000", "5千元, < 1", "3万, <= 2"})
    void refusesToCompareAnAmountWithAUnitWithANumberWithoutOne(String amount, String condition) throws IOException {
        Normalised made = one("refuseReason,,,,,免赔,,,{预付} " + condition, "预付", amount);

        assertThat(made.record()).isNull();
        assertThat(made.findings()).extracting(Finding::code).containsExactly("MAP-0233");
        assertThat(made.findings().get(0).zh()).contains("预付", amount);
    }

    @ParameterizedTest
    @CsvSource({"@check;预付;money;yuan", "assessed;预付;;yuan"})
    void takesFenForAUnitInAColumnOfAmounts(String row) throws IOException {
        String rows = row.replace(';', ',') + "\nrefuseReason,,,,,免赔,,,{预付} >= 30";

        Normalised made = one(rows, "预付", "50分");

        assertThat(made.findings()).extracting(Finding::code).containsExactly("MAP-0233");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assessed,,money,fen,,,,\"fen(row['预付(元)'],'yuan')\"",
                "assessed,,money,yuan,,,{预付(元)}",
                "assessed,预付（元）,money,yuan",
                "assessed,预付 (元)#2,money,yuan"
            })
    void takesFenForAUnitHoweverARowTakesTheAmount(String row) throws IOException {
        String condition = "refuseReason,,,,,免赔,,,{预付(元)} >= 30";

        assertThat(one(row + "\n" + condition, "预付(元)", "50分").findings())
                .extracting(Finding::code)
                .containsExactly("MAP-0233");

        otherTable = row;
        assertThat(one(condition, "预付(元)", "50分").findings())
                .extracting(Finding::code)
                .containsExactly("MAP-0233");
    }

    @Test
    void takesPointsForNoAmountWhereTheyOnlySayWhenThereIsOne() throws IOException {
        Normalised made = one("assessed,估损,money,yuan,,,,,{总分} >= 60\nrefuseReason,,,,,免赔,,,{总分} >= 60", "总分", "95分");

        assertThat(made.findings()).isEmpty();
        assertThat(Objects.requireNonNull(made.record()).value("refuseReason")).isEqualTo("免赔");
    }

    @ParameterizedTest
    @CsvSource({
        "95分, >= 60, true",
        "59.5分, >= 60, false",
        "1.05万元, > 0, true",
        "0元, > 0, false",
        "20000, > 10000, true",
        "人民币肆拾万元整, >= 30, true",
        "2, > 10000, false",
        "无, < 1, false"
    })
    void comparesWhatIsClear(String amount, String condition, boolean holds) throws IOException {
        Normalised made = one("refuseReason,,,,,免赔,,,{预付} " + condition, "预付", amount);

        assertThat(made.findings()).isEmpty();
        assertThat(Objects.requireNonNull(made.record()).value("refuseReason")).isEqualTo(holds ? "免赔" : null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"@check,姓名,name; 张三?丰", "@check,姓名,text; 张三\uFFFD丰", "reporter,姓名,name~@sector,姓名,code,,SEC; 张三丰"})
    void showsNobodyInTheFindingsOfRowsWithoutAField(String rows, String name) throws IOException {

        List<Normalised> made = normalise(rows.replace('~', '\n'), "姓名", name);

        assertThat(made).flatExtracting(Normalised::findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.zh()).doesNotContain("张三");
            assertThat(finding.en()).doesNotContain("张三");
        });
    }

    @ParameterizedTest
    @CsvSource({"{年产值} > 1", "{年产值:day} present"})
    void showsWhatKeptARecordFromBeingLeftOutUnlessItIsAboutPeople(String condition) throws IOException {
        String skip = "@skip,,,,,,,," + condition;

        assertThat(one(skip, "年产值", "3万元").findings().get(0).zh()).contains("3万元");
        assertThat(one("reporter,年产值,name\n" + skip, "年产值", "3万元")
                        .findings()
                        .get(0)
                        .zh())
                .doesNotContain("3万元")
                .contains("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reporter,年产值（元）,name", "reporter,年产值(元)#2,name", "@each,年产值(元),list\nreporter,@item,name"})
    void hidesWhatIsAboutPeopleByAnotherNameOrInAnotherTable(String personal) throws IOException {
        String skip = "@skip,,,,,,,,{年产值(元)} > 1";

        assertThat(one(skip + "\n" + personal, "年产值(元)", "3万元")
                        .findings()
                        .get(0)
                        .zh())
                .contains("***")
                .doesNotContain("3万元");

        otherTable = personal;
        assertThat(one(skip, "年产值(元)", "3万元").findings().get(0).zh())
                .contains("***")
                .doesNotContain("3万元");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsWhatATableCannotCompareUnlessItIsAboutPeople(boolean personal) throws IOException {
        when = "'{年产值} > 1'";

        Normalised made = one(personal ? "reporter,年产值,name" : "reporter,姓名,name", "年产值,姓名", "3万元,张三");

        assertThat(made.findings().get(0).zh()).contains(personal ? "***" : "3万元");
    }

    @Test
    void showsNoNumberOfAPersonInATextAboutOtherThings() throws IOException {
        Normalised made = one("refuseReason,说明,name", "说明", "联系13912345678?110101190001010006");

        assertThat(made.findings()).isNotEmpty();
        assertThat(made.findings().get(0).zh())
                .doesNotContain("13912345678", "110101190001010006")
                .contains("联系");
    }

    @Test
    void stillShowsWhatIsNobodys() throws IOException {
        Normalised made = one("@check,币种,code,,SEC", "币种", "美元");

        assertThat(made.findings().get(0).zh()).contains("美元");
    }
}
