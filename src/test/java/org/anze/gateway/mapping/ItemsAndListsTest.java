package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsAndListsTest {

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
    private static final String HEAD = "赔案号,保单号,出险,原因,估损,";
    private static final String COMMON = "C1,P1,20240315,高处坠落,100,";

    @TempDir
    private Path folder;

    private List<Normalised> normalise(String rows, RawRecord raw) throws IOException {
        MappingFolder files = new MappingFolder(folder);
        files.yaml("claims", "recordType: claim\nsource: {format: csv}\n");
        files.table("claims.fields.csv", HEADING + CLAIM, List.of(rows));
        Mappings mappings = files.load();
        assertThat(mappings.broken()).isEmpty();
        return mappings.find(MappingFolder.PARTY, "claims").orElseThrow().normalise(raw, MappingFolder.context());
    }

    private CanonicalRecord record(String rows, RawRecord raw) throws IOException {
        List<Normalised> results = normalise(rows, raw);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).findings()).isEmpty();
        return results.get(0).record();
    }

    @Test
    void makesOneObjectOfEachRowOfAGroup() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "角色,结果,赔付", COMMON + "从业人员,死亡,40万元", COMMON + "第三者,轻伤,", COMMON + ",,");
        CanonicalRecord record = record("""
                victims[*].role,角色
                victims[*].outcome,结果
                victims[*].paid,赔付,money,marked
                victims[*].payee,,,,,被害人,,,{@number} = 9
                victims[outcome=重伤],重伤人数,integer
                """, raw);
        assertThat(record.objects("victims"))
                .containsExactly(
                        Map.of("role", "从业人员", "outcome", "死亡", "paid", 40_000_000L),
                        Map.of("role", "第三者", "outcome", "轻伤"));
    }

    @Test
    void goesThroughTheRowsThemselves() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "结果,赔付", COMMON + "死亡,40万元", COMMON + "轻伤,无");
        CanonicalRecord record = record("""
                victims[*;role=从业人员],@rows
                victims[*;role=从业人员].outcome,@item/结果
                victims[*;role=从业人员].paid,@item/赔付,money,marked
                paid,,money,fen,,,,"sum(values['赔付'].map(p, fen(p, 'marked')))"
                """, raw);
        assertThat(record.objects("victims"))
                .containsExactly(
                        Map.of("role", "从业人员", "outcome", "死亡", "paid", 40_000_000L),
                        Map.of("role", "从业人员", "outcome", "轻伤"));
        assertThat(record.number("paid")).isEqualTo(40_000_000L);
    }

    @Test
    void makesOneRecordOfEachRowOfAGroup() throws IOException {
        GroupedRows raw = GroupedRows.of(
                "赔案号,保单号,出险,原因,估损", "C1,P1,20240315,高处坠落,100", "C2,,20240316,高处坠落,200", "C3,,20240317,未知,x");
        String rows = "@each,@rows\n@skip,,,,,第二行,,,{@number} = 2\nreportNo,@item/赔案号\n@version,@number\n";
        List<Normalised> results = normalise(rows, raw);
        assertThat(results).hasSize(3);
        assertThat(results.get(0).record().text("reportNo")).isEqualTo("C1");
        assertThat(results.get(1).isSkipped()).isTrue();
        assertThat(results.get(1).findings().get(0).zh()).contains("第二行");
        assertThat(results.get(2).record().version()).isEqualTo(3);
        assertThat(results.get(2).record().text("policyNo")).as("of the group").isEqualTo("P1");
        assertThat(results.get(2).record().locate("reportNo").name()).isEqualTo("赔案号");
    }

    @Test
    void matchesListsWithAWordForNothing() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "结果,角色,备注", COMMON + "死亡、轻伤、死亡,从业人员；无；第三者,a、无");
        CanonicalRecord record = record("""
                victims[*].outcome,结果,list
                victims[*].role,角色,list
                lossType,备注,list
                """, raw);
        assertThat(record.objects("victims"))
                .containsExactly(
                        Map.of("outcome", "死亡", "role", "从业人员"),
                        Map.of("outcome", "轻伤"),
                        Map.of("outcome", "死亡", "role", "第三者"));
        assertThat(record.texts("lossType")).containsExactly("a");
    }

    @Test
    void refusesListsThatCannotBeMatched() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "结果,赔付", COMMON + "死亡、轻伤,1元;2元;3元");
        List<Normalised> results = normalise("""
                victims[*].outcome,结果,list
                victims[*].role,赔付,list
                """, raw);
        assertThat(results.get(0).record()).isNull();
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0227");
        assertThat(results.get(0).findings().get(0).zh()).contains("“赔付”有 3 个值而“结果”有 2 个");
    }

    @Test
    void refusesMoreItemsThanAnybodyCanMean() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "编号", COMMON + "x;".repeat(1001));
        List<Normalised> each = normalise("@each,编号,list\n", raw);
        assertThat(each).hasSize(1);
        assertThat(each.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0222");
        List<Normalised> list = normalise("victims[*].role,编号,list\n", raw);
        assertThat(list.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0222");
    }

    @Test
    void refusesARecordThatNothingIsMadeOf() throws IOException {
        List<Normalised> results = normalise("@each,编号,list\n", GroupedRows.of(HEAD + "编号", COMMON + "无"));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).record()).isNull();
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0228");
    }

    @Test
    void keepsWhatWasFoundWhileTakingACellApart() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "编号", COMMON + "\uE81E一;二");
        List<Normalised> results = normalise("@each,编号,list\nreportNo,@item\n", raw);
        assertThat(results).hasSize(2);
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0220");
        assertThat(results.get(1).findings()).isEmpty();
        List<Normalised> refused =
                normalise("@each,编号,list\nreportNo,@item\n", GroupedRows.of(HEAD + "编号", COMMON + "\uFFFD一;二"));
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0218");
    }

    @Test
    void leavesOutOptionalPartsOfATemplate() throws IOException {
        String rows = "reportNo,,,,,,{赔案号}-{分号?}/{保单号}\naccidentNo,,,,,,{赔案号}-{分号}\n";
        CanonicalRecord record = record(rows, GroupedRows.of(HEAD + "分号", COMMON));
        assertThat(record.text("reportNo")).isEqualTo("C1-/P1");
        assertThat(record.text("accidentNo")).isNull();
    }

    @Test
    void failsARecordWhoseExpressionCannotBeWorkedOut() throws IOException {
        String rows = "assessed,,money,fen,,,,\"fen(row['定损'], 'yuan') + fen(row['附加'], 'yuan')\"\n";
        assertThat(record(rows, GroupedRows.of(HEAD + "定损,附加", COMMON + "1.50,无"))
                        .number("assessed"))
                .isEqualTo(150L);
        List<Normalised> failed = normalise(rows, GroupedRows.of(HEAD + "定损,附加", COMMON + "张三,1"));
        assertThat(failed.get(0).record()).isNull();
        Finding finding = failed.get(0).findings().get(0);
        assertThat(finding.code()).isEqualTo("MAP-0226");
        assertThat(finding.zh()).contains("assessed").doesNotContain("张三");
        List<Normalised> endless =
                normalise(rows, GroupedRows.of(HEAD + "定损,附加", COMMON + "1" + "0".repeat(20_000) + ",1"));
        assertThat(endless.get(0).findings().get(0).zh()).contains("text too long");
    }

    @Test
    void pointsAtTheColumnThatAnItemWasTakenFrom() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "被害人", COMMON + "从业人员40;第三者x元");
        List<Normalised> results = normalise("""
                victims[*],被害人,list
                victims[*].role,,,,,,,"part(item, '^([^0-9x]+)')"
                victims[*].paid,,money,marked,,,,"part(item, '([0-9x]+元?)$')"
                """, raw);
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0203", "MAP-0202");
        assertThat(results.get(0).findings()).extracting(Finding::location).containsOnly(new Location(2, 6, "被害人"));
    }

    @Test
    void pointsAtTheColumnOfEachRecordAndOfTheListsWithinIt() throws IOException {
        GroupedRows raw = GroupedRows.of(HEAD + "清单", COMMON + "一/甲乙;二/甲?");
        List<Normalised> results = normalise("""
                @each,清单,list
                assessed,,money,yuan,,,,"part(item, '^(.)/')"
                victims[*],,names,/,,,,"part(item, '/(.*)$')"
                victims[*].role,@item
                """, raw);
        assertThat(results).hasSize(2);
        assertThat(results.get(1).findings()).extracting(Finding::code).containsExactly("MAP-0202", "MAP-0219");
        assertThat(results.get(1).findings()).extracting(Finding::location).containsOnly(new Location(2, 6, "清单"));
    }

    @Test
    void refusesAnItemThatNothingIsMadeOf() throws IOException {
        String rows = """
                victims[*],被害人,list
                victims[*].role,,,,,,,"part(item, '^(.*)[0-9]$')"
                """;
        List<Normalised> results = normalise(rows, GroupedRows.of(HEAD + "被害人", COMMON + "从业人员1;第三者;无;其他"));
        assertThat(results.get(0).record()).isNull();
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0231", "MAP-0231");
        Finding finding = results.get(0).findings().get(0);
        assertThat(finding.field()).isEqualTo("victims");
        assertThat(finding.location()).isEqualTo(new Location(2, 6, "被害人"));
        assertThat(finding.zh()).contains("第 2 项").doesNotContain("第三者");
        assertThat(record(rows, GroupedRows.of(HEAD + "被害人", COMMON + "从业人员1;无"))
                        .objects("victims"))
                .containsExactly(Map.of("role", "从业人员"));
    }

    @Test
    void passesRowsOfAGroupThatHaveNothingForTheList() throws IOException {
        String rows = """
                victims[*],@rows
                victims[*].outcome,@item/结果
                victims[*].paid,@item/赔付,money,marked,,,,,{@item/结果} = 死亡
                """;
        CanonicalRecord record = record(rows, GroupedRows.of(HEAD + "结果,赔付", COMMON + "死亡,40万元", COMMON + "无,"));
        assertThat(record.objects("victims")).containsExactly(Map.of("outcome", "死亡", "paid", 40_000_000L));
        List<Normalised> lost = normalise(rows, GroupedRows.of(HEAD + "结果,赔付", COMMON + "死亡,40万元", COMMON + ",5元"));
        assertThat(lost.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0231");
    }

    @Test
    void saysOnceWhatMakesEveryItemFail() throws IOException {
        List<Normalised> results = normalise("""
                victims[*],被害人,list
                victims[*].role,,,,,,{分类}-{@number}
                reportNo,分类
                """, GroupedRows.of(HEAD + "被害人,分类", ",P1,20240315,高处坠落,100,甲;乙,"));
        assertThat(results.get(0).findings()).extracting(Finding::code).containsExactly("MAP-0201");
    }

    @Test
    void keepsTheInsurerInTheSourcesWords() throws IOException {
        CanonicalRecord record = record("@insurer,承保\n", GroupedRows.of(HEAD + "承保", COMMON + "PICC"));
        assertThat(record.scope().insurer()).isEqualTo("PICC");
        assertThat(record("@insurer,承保\n", GroupedRows.of(HEAD + "承保", COMMON + "无"))
                        .scope()
                        .insurer())
                .isEqualTo("insurer-test");
    }
}
