package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingsTest {

    private static final String YAML = "recordType: hazard\nsource:\n  format: json\n";
    private static final String HEADING = "field,source,convert,unit,codes,default,template,condition,note\n";
    private static final List<String> ROWS = List.of(
            "hazardNo,no",
            "serviceNo,service",
            "uscc,uscc,credit-code",
            "level,level",
            "desc,text",
            "foundAt,found",
            "state,,,,,FOUND");

    @TempDir
    private Path folder;

    private MappingFolder files;

    @BeforeEach
    void writeASoundMapping() throws IOException {
        files = new MappingFolder(folder);
        write("hazards", YAML, ROWS);
    }

    private void write(String name, String yaml, List<String> rows) throws IOException {
        files.yaml(name, yaml);
        files.table(name + ".fields.csv", HEADING, rows);
    }

    private Mappings mappings() throws IOException {
        return files.load();
    }

    private static Normalised normalise(Mapping mapping, String text) {
        try (RawReader reader = mapping.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            RawRecord raw = reader.next();
            assertThat(raw).isNotNull();
            return mapping.normalise(raw, MappingFolder.context()).get(0);
        }
    }

    private List<Finding> complaints(String row) throws IOException {
        write("bad", YAML, Stream.concat(ROWS.stream(), Stream.of(row)).toList());
        return files.complaints("hazards");
    }

    @Test
    void givesEachPartyItsOwnMappingsAndTheCanonicalOnes() throws IOException {
        Mappings mappings = mappings();
        assertThat(mappings.broken()).isEmpty();
        assertThat(mappings.names()).containsExactly("insurer-test/hazards");
        assertThat(mappings.find("insurer-test", "hazards")).isPresent();
        assertThat(mappings.find("insurer-other", "hazards")).isEmpty();
        assertThat(mappings.find("insurer-other", "canonical-claim")).isPresent();
        assertThat(mappings.find("insurer-other", "canonical-nothing")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "premium,x; MAP-0002",
                "@party,x; MAP-0002",
                "desc[a=b].c,x; MAP-0002",
                "reportTo,x; MAP-0002",
                "measure,x,upper; MAP-0003",
                "measure,x,text,yuan; MAP-0003",
                "measure,x,code,,NONE; MAP-0006",
                "measure,x,,,party:none; MAP-0006",
                "measure,x,money,yuan; MAP-0008",
                "foundAt,x; MAP-0005",
                "measure,,; MAP-0010",
                "'measure,,,,,,{no'; MAP-0007",
                "'measure,,,,,,{#recheckBy}'; MAP-0009",
                "'measure,x,,,,,,{a} ~ 5'; MAP-0007",
                "'measure,x,,,,,,{a} > viel'; MAP-0007",
                "'reportTo[dept].at,x'; MAP-0007",
                "'a,b,c,d,e,f,g,h,i,j'; MAP-0001"
            })
    void namesFileLineAndRemedyOfAMistake(String row, String code) throws IOException {
        List<Finding> findings = complaints(row.replace("'", ""));
        assertThat(findings).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.location().name()).isEqualTo("mappings/insurer-test/bad.fields.csv");
        assertThat(finding.location().line()).isEqualTo(ROWS.size() + 2);
        assertThat(finding.zh()).contains("bad.fields.csv 第 " + (ROWS.size() + 2) + " 行");
        assertThat(finding.remedyZh()).isNotBlank();
    }

    @Test
    void namesARequiredFieldWithoutRow() throws IOException {
        write("bad", YAML, ROWS.subList(0, 4));
        assertThat(mappings().broken().get("insurer-test/bad"))
                .extracting(Finding::code)
                .containsOnly(MappingProblem.REQUIRED_FIELD_WITHOUT_ROW.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "recordType: hazard|source: {format: json, colour: red}",
                "recordType: nothing|source: {format: json}",
                "recordType: hazard",
                "recordType: hazard|schemaVersion: 9|source: {format: json}",
                "recordType: hazard|source: {format: xml}",
                "recordType: [",
                "recordType: hazard|source: {format: csv, encoding: NO-SUCH}",
                "recordType: hazard|source: {format: csv, delimiter: ab}",
                "recordType: hazard|source: {format: csv, limits: {columns: 100000}}"
            })
    void refusesAMappingFileItDoesNotUnderstand(String yaml) throws IOException {
        write("bad", yaml.replace('|', '\n'), ROWS);
        assertThat(mappings().broken().get("insurer-test/bad"))
                .extracting(Finding::code)
                .containsExactly(MappingProblem.FILE_UNREADABLE.code());
    }

    @Test
    void refusesAMissingFieldTableAndAMissingFolder() throws IOException {
        Files.delete(files.party().resolve("hazards.fields.csv"));
        assertThat(mappings().broken()).containsOnlyKeys("insurer-test/hazards");
        assertThatThrownBy(() -> MappingFolder.load(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsAFieldTableThatExcelSavedInGbk() throws IOException {
        String table = HEADING + String.join("\n", ROWS).replace("desc,text", "desc,描述") + "\n";
        Files.write(files.party().resolve("hazards.fields.csv"), table.getBytes(Charset.forName("GBK")));
        Normalised result = normalise(
                mappings().find("insurer-test", "hazards").orElseThrow(),
                "{\"no\":\"H1\",\"service\":\"S1\",\"uscc\":\"91140212MAXX00015K\",\"level\":\"一般\",\"描述\":\"线路老化\",\"found\":\"20240131\"}");
        assertThat(result.findings()).isEmpty();
        assertThat(result.record().text("desc")).isEqualTo("线路老化");
    }

    @Test
    void refusesAFieldTableInNoKnownEncoding() throws IOException {
        byte[] table = (HEADING + String.join("\n", ROWS) + "\n").getBytes(StandardCharsets.UTF_8);
        table[table.length - 3] = (byte) 0xFF;
        Files.write(files.party().resolve("hazards.fields.csv"), table);
        assertThat(mappings().broken().get("insurer-test/hazards"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.en()).contains("neither UTF-8 nor GB18030"));
    }

    @Test
    void fillsTemplatesConditionsListsAndObjects() throws IOException {
        Files.createDirectories(files.party().resolve("codes"));
        Files.writeString(files.party().resolve("codes/level.csv"), "code,name,aliases\n重大,重大,A\n一般,一般,B\n");
        write(
                "rich",
                YAML,
                List.of(
                        "serviceNo,service",
                        "uscc,uscc,credit-code",
                        "foundAt,found",
                        "hazardNo,,,,,,H-{#serviceNo}-{#foundAt:day}-{no:digits}",
                        "level,level,,,party:level,B",
                        "desc,text",
                        "state,,,,,OVERDUE,,{late} in Y|1",
                        "state,,,,,FOUND,,{late} != Y",
                        "measure,plan,,,,,,{cost} >= 1000 and {plan} present",
                        "reportTo[dept=应急].at,sent,instant",
                        "reportTo[dept=行业].at,copied,instant",
                        "@version,revision",
                        "@op,action",
                        "@riskRegion,where,region",
                        "@sector,,,,,03"));
        Mapping mapping = mappings().find("insurer-test", "rich").orElseThrow();
        Normalised result = normalise(
                mapping,
                "{\"service\":\"S 1\",\"uscc\":\"91140212MAXX00015K\",\"found\":\"2024/1/31\",\"no\":\"Nr. 7\",\"level\":\"A\",\"text\":\"x\","
                        + "\"late\":1,\"plan\":\"修\",\"cost\":\"1,000元\",\"sent\":\"20240201\",\"revision\":3,\"action\":\"UPDATE\",\"where\":\"新荣区\"}");
        assertThat(result.findings()).isEmpty();
        CanonicalRecord record = result.record();
        assertThat(record.businessKey()).isEqualTo("H-S 1-20240131-7");
        assertThat(record.text("level")).isEqualTo("重大");
        assertThat(record.text("state")).isEqualTo("OVERDUE");
        assertThat(record.text("measure")).isEqualTo("修");
        assertThat(record.objects("reportTo")).containsExactly(Map.of("dept", "应急", "at", "2024-02-01T00:00:00+08:00"));
        assertThat(record.version()).isEqualTo(3);
        assertThat(record.operation().name()).isEqualTo("UPDATE");
        assertThat(record.scope().riskRegion()).isEqualTo("140212");
        assertThat(record.scope().sector()).isEqualTo("03");
        assertThat(record.scope().insurer()).isEqualTo("insurer-test");
        assertThat(record.locate("desc").name()).isEqualTo("/text");
    }
}
