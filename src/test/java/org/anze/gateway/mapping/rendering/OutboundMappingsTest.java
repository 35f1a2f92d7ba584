package org.anze.gateway.mapping.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundMappingsTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static CodeTables tables;

    @TempDir
    private Path folder;

    @BeforeAll
    static void loadTables() throws IOException {
        tables = CodeTables.load(Path.of("codes"));
    }

    private OutboundMappings load(String yaml, String... rows) throws IOException {
        Path party = Files.createDirectories(folder.resolve("city"));
        Files.writeString(party.resolve("out.mapping.yaml"), yaml);
        Files.writeString(
                party.resolve("out.fields.csv"),
                "field,source,convert,unit,codes,default,template,expression,condition\n" + String.join("\n", rows));
        Path codes = Files.createDirectories(party.resolve("codes"));
        Files.writeString(codes.resolve("item.csv"), "# source: x\n# taken: 2026-11-22\ncode,name,aliases\n1,培训,A|B\n");
        return OutboundMappings.load(folder, DEFINITIONS, tables);
    }

    private static String yaml(String type, String target) {
        return "direction: out\nrecordType: " + type + "\ntarget: " + target + "\n";
    }

    private static RecordView service(Map<String, Object> values, Set<String> masked, Set<String> withheld) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "serviceNo", "S1",
                "policyNo", "P1",
                "item", "1",
                "startAt", "2026-01-31T08:30:00+08:00",
                "onSite", true,
                "provider", "自主"));
        all.putAll(values);
        return new RecordView(DEFINITIONS.of(RecordType.SERVICE_RECORD, 1), 4711, Map.of(), all, masked, withheld);
    }

    private static String text(OutboundMappings mappings, RecordView... views) {
        assertThat(mappings.broken()).isEmpty();
        Rendering rendering = mappings.find("city", "out").orElseThrow().rendering();
        return new String(rendering.render("city", List.of(views)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "premiun,保费,money,yuan; MAP-0402",
                "@premium,保费; MAP-0402",
                "factors[code=x].price,系数; MAP-0402",
                "premium[a=b].c,系数; MAP-0402",
                "premium,保费; MAP-0403",
                "premium,=保费,money,yuan; MAP-0403",
                "premium,＋保费,money,yuan; MAP-0403",
                "premium,保费,money,dollar; MAP-0403",
                "rate,费率,percent; MAP-0403",
                "signDate,日期,date,yyyy-QQ-HH; MAP-0403",
                "signDate,日期,date,YYYYMMdd; MAP-0403",
                "signDate,日期,date,yyyyMMDD; MAP-0403",
                "startAt,时间,instant,yyyyMMddhhmmss; MAP-0403",
                "startAt,时间,instant,yyyymmddHHmmss; MAP-0403",
                "startAt,时间,instant,yyyyMMddHHmmSS; MAP-0403",
                "startAt,时间,instant,yyyyMMddkkmmss; MAP-0403",
                "startAt,时间,instant,yyyy-MM-dd HH:MM:ss; MAP-0403",
                "startAt,时间,instant,HH:MM; MAP-0403",
                "startAt,时间,instant,HHMM; MAP-0403",
                "startAt,时间,instant,HH:MM:ss; MAP-0403",
                "startAt,时间,instant,yyyy-mm; MAP-0403",
                "startAt,时间,instant,yyyyMd; MAP-0403",
                "signDate,日期,date,yyyy-MM-cc; MAP-0403",
                "signDate,日期,date,yyyyMMdd g; MAP-0403",
                "masterPolicy,整体,boolean,Y; MAP-0403",
                "insuredName,名称,name,x; MAP-0403",
                "factors[code,系数; MAP-0403",
                "insurer,机构,sender,id; MAP-0404",
                "insurer,机构,part,1-4; MAP-0404",
                "@riskRegion,区划,region,3-8; MAP-0404",
                "insurer,机构,,,,,{列}; MAP-0404",
                "insurer,机构,,,,,,row.a; MAP-0404",
                "insurer,机构,,,,,,,{别的列} present; MAP-0404",
                "insurer,机构,,,,,,,{#premium} about 3; MAP-0404",
                "@each,单位; MAP-0404",
                "@text,常数; MAP-0404",
                "insuredUnits[*],单位; MAP-0404",
                "insuredUnits[*].name,@item; MAP-0404",
                "coType,性质,code,,party:none; MAP-0406",
                "coType,性质,code,,party:../../x; MAP-0406",
                "coType,性质,code,,NONE; MAP-0406",
                "coType,性质,code,,ACC>party:item; MAP-0406",
                "premium,保费,text; MAP-0407",
                "insurer,机构,integer; MAP-0407"
            })
    void namesFileAndLineOfWhatCannotBeReversed(String row, String code) throws IOException {
        OutboundMappings mappings = load(yaml("policy", "{format: csv}"), "policyNo,保单号", row);
        assertThat(mappings.find("city", "out")).isEmpty();
        Finding finding = mappings.broken().get("city/out").get(0);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.location().line()).isEqualTo(3);
        assertThat(finding.zh()).contains("mappings/city/out.fields.csv");
        assertThat(finding.remedyZh()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyyMMddHHmmss",
                "yyyyMMddHHmmssSSS",
                "yyyy-MM-dd hh:mm:ss a",
                "yyyy年M月d日 H时",
                "yyyy-MM",
                "MM/dd/yyyy",
                "HH:mm",
                "yyMMdd",
                "EEE d MMM uuuu HH:mm",
                "'YMd' yyyy-MM-dd''"
            })
    void takesPatternsThatReadBackTheSame(String pattern) throws IOException {
        assertThat(load(yaml("policy", "{format: csv}"), "policyNo,保单号", "startAt,时间,instant,\"" + pattern + "\"")
                        .broken())
                .isEmpty();
    }

    @Test
    void refusesTwoRowsForOneColumnWithoutConditions() throws IOException {
        OutboundMappings mappings = load(
                yaml("policy", "{format: csv}"),
                "policyNo,号",
                "proposalNo,号",
                "insurer,单位",
                "insured,单位,,,,,,,{#insurer} absent");
        assertThat(mappings.broken().get("city/out"))
                .extracting(Finding::code, finding -> finding.location().line())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("MAP-0405", 3L),
                        org.assertj.core.groups.Tuple.tuple("MAP-0405", 5L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{format: pdf}",
                "{format: csv, encoding: GB99999}",
                "{format: csv, delimiter: ';;'}",
                "{format: csv, delimiter: '\"'}",
                "{format: csv, delimiter: '='}",
                "{format: csv, delimiter: \"\\n\"}",
                "{format: csv, absent: '=1+1'}",
                "{format: xlsx, absent: '＠x'}",
                "{format: xlsx, sheet: \"'a\"}",
                "{format: csv, records: /a/b}",
                "{format: xml, records: list}",
                "{format: xml, records: '/1list/item'}",
                "{format: json, records: a//b}",
                "{format: xlsx, sheet: 'a/b'}",
                "{format: csv, colour: red}",
                "{encoding: UTF-8}"
            })
    void refusesATargetThatContradictsItself(String target) throws IOException {
        OutboundMappings mappings = load(yaml("policy", target), "policyNo,a");
        assertThat(mappings.broken().get("city/out")).extracting(Finding::code).containsExactly("MAP-0401");
    }

    @ParameterizedTest
    @CsvSource({"json, a, a/b", "xml, a/b, a[0]/c", "xml, 1a, b", "xml, a/@b/c, d", "json, a[x], b"})
    void refusesPathsThatContradictEachOther(String format, String one, String other) throws IOException {
        OutboundMappings mappings =
                load(yaml("policy", "{format: " + format + "}"), "policyNo," + one, "insurer," + other);
        assertThat(mappings.broken().get("city/out")).extracting(Finding::code).containsExactly("MAP-0403");
    }

    @Test
    void readsOnlyWhatGoesOut() throws IOException {
        Path party = Files.createDirectories(folder.resolve("insurer"));
        Files.writeString(party.resolve("in.mapping.yaml"), "recordType: policy\nsource: {format: json}\n");
        Files.writeString(party.resolve("damaged.mapping.yaml"), "direction: [out\n");
        assertThat(load(yaml("policy", "{format: csv}"), "policyNo,号").names()).containsExactly("city/out");
    }

    @Test
    void writesSpreadsheetsWithNamesPatternsAndConstants() throws IOException {
        OutboundMappings mappings =
                OutboundMappings.load(Path.of("src/test/resources/mappings-out"), DEFINITIONS, tables);
        Rendering rendering =
                mappings.find("platform-north", "visits").orElseThrow().rendering();
        RecordView own = service(
                Map.of(
                        "mainRisks",
                        List.of("=瓦斯", "顶板"),
                        "experts",
                        List.of(Map.of("name", "张三"), Map.of("name", "李四"))),
                Set.of(),
                Set.of("cost"));
        RecordView foreign = service(
                Map.of(
                        "provider",
                        "第三方",
                        "agencyName",
                        "=1+1",
                        "cost",
                        12345L,
                        "experts",
                        List.of(Map.of("name", "张*"))),
                Set.of("people"),
                Set.of());
        byte[] file = rendering.render("platform-north", List.of(own, foreign));
        assertThat(rows(file))
                .containsExactly(
                        List.of("编号", "标签", "项目", "日期", "现场", "风险", "人员", "机构", "费用(元)", "未提供", "已脱敏", "台账序号", "来源"),
                        List.of(
                                "S1",
                                "P1-20260131",
                                "宣传教育培训",
                                "2026/01/31",
                                "Y",
                                "1. =瓦斯\n2. 顶板",
                                "张三；李四",
                                "自有人员",
                                "—",
                                "费用、社会化服务合同号、社会化服务抵减金额",
                                "—",
                                "4711",
                                "安则网关"),
                        List.of(
                                "S1",
                                "P1-20260131",
                                "宣传教育培训",
                                "2026/01/31",
                                "Y",
                                "—",
                                "张*",
                                "'=1+1",
                                "123.45",
                                "—",
                                "定位、服务人员",
                                "4711",
                                "安则网关"));
    }

    /** The manual shows the files that {@link PartyTablesRoundTripTest} uses in both directions. */
    @Test
    void theManualShowsTablesThatWork() throws IOException {
        String manual = Files.readString(Path.of("docs/onboarding/recipient.md"));
        Path party = Path.of("src/test/resources/mappings-out/platform-north");
        assertThat(manual).contains("```yaml\n" + Files.readString(party.resolve("policies.mapping.yaml")) + "```");
        List<String> rows = Files.readAllLines(party.resolve("policies.fields.csv"));
        String table = manual.substring(manual.indexOf("```csv\nfield,source"));
        assertThat(rows)
                .containsAll(table.substring(7, table.indexOf("```", 7)).lines().toList());
    }

    private static Set<String> timestamps(byte[] zip) throws IOException {
        Set<String> found = new HashSet<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                found.add(entry.getTimeLocal().toString());
                if (entry.getName().equals("docProps/core.xml")) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .contains(">1980-01-01T00:00:00Z<");
                }
            }
        }
        return found;
    }

    private static List<List<String>> rows(byte[] file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            for (Row row : workbook.getFirstSheet().read()) {
                rows.add(row.stream()
                        .map(cell -> cell == null ? "" : cell.getRawValue())
                        .toList());
            }
        }
        return rows;
    }

    @Test
    void wrapsXmlInASoapBody() throws IOException {
        OutboundMappings mappings = load(
                yaml("serviceRecord", "{format: soap, records: /upload/list/item, namespace: 'urn:city'}"),
                "serviceNo,@no",
                "startAt,when,instant,epoch-ms",
                "onSite,onSite,boolean",
                "mainRisks,risk");
        assertThat(text(mappings, service(Map.of("mainRisks", List.of("a<b", "c")), Set.of(), Set.of())))
                .isEqualTo("<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope"
                        + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body><upload"
                        + " xmlns=\"urn:city\"><list>\n"
                        + "<item"
                        + " no=\"S1\"><when>1769819400000</when><onSite>true</onSite><risk>a&lt;b</risk><risk>c</risk></item>\n"
                        + "</list></upload></soapenv:Body></soapenv:Envelope>");
    }

    @Test
    void writesNestedJsonLines() throws IOException {
        OutboundMappings mappings = load(
                yaml("serviceRecord", "{format: ndjson}"),
                "serviceNo,head/no",
                "cost,head/cost,money,wan-yuan",
                "result[code=TIMES].value,list[0]/v",
                "result[code=HAZARD].value,list[1]/v",
                "onSite,onSite,boolean",
                "experts,experts");
        RecordView view = service(
                Map.of(
                        "cost", 10_000L,
                        "result", List.of(Map.of("code", "HAZARD", "value", "3")),
                        "experts", List.of(Map.of("name", "张三", "certNo", "1"))),
                Set.of(),
                Set.of());
        assertThat(text(mappings, view))
                .isEqualTo("{\"head\":{\"no\":\"S1\",\"cost\":0.01},\"list\":[{\"v\":\"3\"}],\"onSite\":true,"
                        + "\"experts\":[{\"name\":\"张三\",\"certNo\":\"1\"}]}\n");
    }

    @Test
    void writesTheFirstWordOfTheRecipientsOwnTable() throws IOException {
        OutboundMappings mappings = load(yaml("serviceRecord", "{format: csv}"), "item,项目,code,,party:item");
        assertThat(text(mappings, service(Map.of(), Set.of(), Set.of()))).isEqualTo("项目\r\nA\r\n");
    }

    @Test
    void stopsAtACodeThatTheRecipientDoesNotHave() throws IOException {
        OutboundMappings mappings = load(yaml("serviceRecord", "{format: csv}"), "item,项目,code,,party:item");
        RecordView unknown = service(Map.of("item", "7"), Set.of(), Set.of());
        assertThatThrownBy(() -> text(mappings, unknown))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining("MAP-0413")
                .hasMessageContaining("party:item");
        OutboundMappings other = load(yaml("serviceRecord", "{format: csv}"), "item,项目,code,,party:item,其他");
        assertThat(text(other, unknown)).isEqualTo("项目\r\n其他\r\n");
    }

    @Test
    void leavesCellsOfWithheldUnitsEmptyAlsoWhereADefaultStands() throws IOException {
        OutboundMappings mappings =
                load(yaml("serviceRecord", "{format: csv}"), "serviceNo,号", "cost,费用,money,yuan,,0", "@withheld,未提供");
        assertThat(text(mappings, service(Map.of(), Set.of(), Set.of()), service(Map.of(), Set.of(), Set.of("cost"))))
                .isEqualTo("号,费用,未提供\r\nS1,0,\r\nS1,,费用、社会化服务合同号、社会化服务抵减金额\r\n");
    }

    @Test
    void writesMaskedWordsAsTheyAre() throws IOException {
        OutboundMappings mappings = load(
                yaml("serviceRecord", "{format: csv}"),
                "cost,费用,money,yuan",
                "startAt,日期,instant,yyyyMMdd",
                "item,项目,code,,party:item");
        RecordView masked = service(
                Map.of("cost", "1万-5万元", "startAt", "2026-01", "item", "教育类"), Set.of("cost", "activity"), Set.of());
        assertThat(text(mappings, masked)).isEqualTo("费用,日期,项目\r\n1万-5万元,2026-01,教育类\r\n");
        RecordView partly = service(Map.of("cost", 100L), Set.of("cost", "activity"), Set.of());
        assertThat(text(mappings, partly)).isEqualTo("费用,日期,项目\r\n1.00,20260131,A\r\n");
    }

    @Test
    void letsNoTextBecomeAFormulaInCsv() throws IOException {
        OutboundMappings mappings = load(
                yaml("serviceRecord", "{format: csv, absent: '-'}"),
                "serviceNo,号",
                "content,内容",
                "startAt,日期,instant,yyyyMMdd",
                "cost,费用,money,yuan");
        RecordView view = service(Map.of("serviceNo", "-1+1", "content", "甲;=1+1"), Set.of(), Set.of());
        assertThat(text(mappings, view)).isEqualTo("号,内容,日期,费用\r\n'-1+1,\"甲;=1+1\",20260131,-\r\n");
        RecordView tab = service(Map.of("serviceNo", "\t=1", "content", "甲\t@SUM(A1)"), Set.of(), Set.of());
        assertThat(text(mappings, tab)).isEqualTo("号,内容,日期,费用\r\n\"'\t=1\",\"甲\t@SUM(A1)\",20260131,-\r\n");
    }

    @Test
    void letsNoTextBecomeAFormulaOrANumberInAWorkbook() throws IOException {
        OutboundMappings mappings =
                load(yaml("serviceRecord", "{format: xlsx}"), "serviceNo,号_x000D_", "content,内容", "policyNo,保单");
        RecordView view = service(
                Map.of("serviceNo", "＝1", "content", "\u200B@x", "policyNo", "0012345678901234567890"),
                Set.of(),
                Set.of());
        byte[] file = mappings.find("city", "out").orElseThrow().rendering().render("city", List.of(view));
        assertThat(rows(file))
                .containsExactly(
                        List.of("号_x005F_x000D_", "内容", "保单"), List.of("'＝1", "'\u200B@x", "0012345678901234567890"));
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            assertThat(workbook.getFirstSheet().read().get(1))
                    .extracting(Cell::getType)
                    .containsOnly(CellType.STRING);
        }
    }

    @Test
    void leavesAnOptionalPartOfATemplateOut() throws IOException {
        OutboundMappings mappings =
                load(yaml("serviceRecord", "{format: csv}"), "@text,号,,,,,{#serviceNo}{#insuredName?}-{#startAt:day}");
        assertThat(text(mappings, service(Map.of(), Set.of(), Set.of()))).isEqualTo("号\r\nS1-20260131\r\n");
    }

    @Test
    void comparesWithTheSameSignsAsATableOnItsWayIn() throws IOException {
        OutboundMappings mappings = load(
                yaml("serviceRecord", "{format: csv}"),
                "serviceNo,号,,,,,,,{#provider} starts 自|第三 and {#policyNo} contains 1",
                "policyNo,号");
        assertThat(text(mappings, service(Map.of(), Set.of(), Set.of()))).isEqualTo("号\r\nS1\r\n");
        assertThat(text(mappings, service(Map.of("provider", "保险公司"), Set.of(), Set.of())))
                .isEqualTo("号\r\nP1\r\n");
    }

    /** That there is no such value, or another, would be a statement about what the recipient may not know. */
    @Test
    void saysNothingThatWouldFollowFromAWithheldValue() throws IOException {
        OutboundMappings mappings = load(
                yaml("serviceRecord", "{format: csv}"),
                "serviceNo,号",
                "@text,免费,,,,是,,,{#cost} absent",
                "@text,档,,,,高,,,{#cost} > 100000",
                "@text,档,,,,低",
                "@text,费用,,,,无,共{#cost}分");
        String unit = DEFINITIONS
                .of(RecordType.SERVICE_RECORD, 1)
                .field("cost")
                .orElseThrow()
                .unit();

        assertThat(text(mappings, service(Map.of(), Set.of(), Set.of()))).isEqualTo("号,免费,档,费用\r\nS1,是,低,无\r\n");
        assertThat(text(mappings, service(Map.of(), Set.of(), Set.of(unit)))).isEqualTo("号,免费,档,费用\r\nS1,,,\r\n");
    }

    @Test
    void refusesACodeTableInAnotherEncoding() throws IOException {
        load(yaml("serviceRecord", "{format: csv}"), "item,项目,code,,party:item");
        Files.write(
                folder.resolve("city").resolve("codes").resolve("item.csv"),
                "code,name,aliases\n1,培训,宣教\n".getBytes(Charset.forName("GBK")));

        assertThat(OutboundMappings.load(folder, DEFINITIONS, tables).broken().get("city/out"))
                .extracting(Finding::code)
                .containsExactly("MAP-0406");
    }

    @Test
    void refusesACharacterThatTheEncodingLacks() throws IOException {
        OutboundMappings mappings =
                load(yaml("serviceRecord", "{format: xml, encoding: GBK, records: /a/b}"), "insuredName,名称");
        assertThatThrownBy(() -> text(mappings, service(Map.of("insuredName", "𠮷野"), Set.of(), Set.of())))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining("MAP-0412")
                .hasMessageContaining("4711")
                .hasMessageNotContaining("𠮷");
    }

    @Test
    void refusesACellThatASpreadsheetCannotHold() throws IOException {
        OutboundMappings mappings = load(yaml("serviceRecord", "{format: xlsx}"), "content,内容");
        assertThatThrownBy(() -> text(mappings, service(Map.of("content", "长".repeat(32_768)), Set.of(), Set.of())))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining("MAP-0414");
    }

    @Test
    void givesEqualBytesForEqualRecords() throws IOException {
        OutboundMappings mappings = load(yaml("serviceRecord", "{format: xlsx}"), "serviceNo,号", "content,内容");
        Rendering rendering = mappings.find("city", "out").orElseThrow().rendering();
        RecordView view = service(Map.of("content", "一"), Set.of(), Set.of());
        byte[] once = rendering.render("city", List.of(view));
        assertThat(rows(once)).hasSize(2);
        assertThat(rendering.render("city", List.of(view))).isEqualTo(once);
        assertThat(timestamps(once)).containsOnly("1980-01-01T00:00");
    }
}
