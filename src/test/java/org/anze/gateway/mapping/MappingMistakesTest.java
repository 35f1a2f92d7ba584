package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake that tables with several records, items and expressions can have names its file, line and remedy. */
class MappingMistakesTest {

    private static final String HEADING = "field,source,convert,unit,codes,default,template,expression,condition\n";
    private static final List<String> ROWS = List.of(
            "hazardNo,no",
            "uscc,uscc,credit-code",
            "level,level",
            "foundAt,found",
            "deadline,until",
            "state,,,,,FOUND");
    private static final String SOURCE = "source: {format: json}\n";

    @TempDir
    private Path folder;

    private MappingFolder files;

    @BeforeEach
    void writeASoundMapping() throws IOException {
        files = new MappingFolder(folder);
        table("sound.fields.csv", ROWS);
        yaml("sound", "recordType: hazard\n" + SOURCE);
    }

    private void yaml(String name, String text) throws IOException {
        files.yaml(name, text);
    }

    private void table(String name, List<String> rows) throws IOException {
        files.table(name, HEADING, rows);
    }

    private List<Finding> complaints() throws IOException {
        return files.complaints("sound");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "measure,,,,,,,row['x' | MAP-0011",
                "measure,,,,,,,1.5 | MAP-0011",
                "measure,,,,,,,row[row['a']] | MAP-0011",
                "measure,,,,,,,size(row) | MAP-0011",
                "measure,,,,,,,field.recheckBy | MAP-0011",
                "measure,,,,,,,field.level + 5 | MAP-0011",
                "measure,,,,,,,item | MAP-0011",
                "measure,,,,,,,values['a'] | MAP-0011",
                "measure,,,,,,,timestamp(row['a']) | MAP-0011",
                "measure,,,,,,,[[row['a']]] | MAP-0011",
                "measure,x,,,,,,,row['a'] | MAP-0011",
                "measure,x,,,,,,,field.level > 5 | MAP-0011",
                "measure,x,,,,,,,{a} starts | MAP-0007",
                "measure,@item | MAP-0012",
                "measure,@item/desc | MAP-0012",
                "measure,,,,,,{@number} | MAP-0012",
                "measure,,,,,,,row['@item/desc'] | MAP-0012",
                "measure,x,,,,,,,{@item/a} present | MAP-0012",
                "reportTo[*],@item | MAP-0012",
                "@skip | MAP-0013",
                "@skip,,,,,,,,{@item} present | MAP-0012",
                "@skip,,,,,,,,row['a'] | MAP-0011",
                "measure,x,,,,,{y} | MAP-0014",
                "measure,x,,,,,,row['y'] | MAP-0014",
                "@each,x,money,yuan | MAP-0008",
                "@each,x,list,,NONE | MAP-0006",
                "@each,@item | MAP-0012",
                "reportTo[*].dept,,,,,应急 | MAP-0010",
                "reportTo[*].colour,x | MAP-0002",
                "reportTo[dept=a].nothing,x | MAP-0002",
                "reportTo[colour=red].at,x | MAP-0002",
                "reportTo[*;colour=red].at,x | MAP-0002",
                "reportTo[*],x,integer | MAP-0008",
                "reportTo[*].at,x,money,yuan | MAP-0008",
                "rectifiedAt,x,instant,yesterday | MAP-0003",
                "rectifiedAt,x,instant,zone:Nowhere | MAP-0003",
                "rectifiedAt,x,instant,pattern:bbbbb | MAP-0003",
                "measure,x,region-names,6 | MAP-0003",
                "measure,x,money,stated | MAP-0003"
            })
    void namesFileLineAndRemedyOfAMistakeInATable(String row, String code) throws IOException {
        List<String> rows = new ArrayList<>(ROWS);
        rows.add(row);
        table("bad.fields.csv", rows);
        yaml("bad", "recordType: hazard\n" + SOURCE);
        List<Finding> findings = complaints();
        assertThat(findings).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.location().name()).isEqualTo("mappings/insurer-test/bad.fields.csv");
        assertThat(finding.location().line()).isEqualTo(ROWS.size() + 2);
        assertThat(finding.zh()).contains("bad.fields.csv 第 " + (ROWS.size() + 2) + " 行");
        assertThat(finding.en()).contains("bad.fields.csv line " + (ROWS.size() + 2));
        assertThat(finding.remedyZh()).isNotBlank();
    }

    @Test
    void tellsTheCharacterAtWhichAnExpressionIsWrong() throws IOException {
        table("bad.fields.csv", List.of("hazardNo,,,,,,,row['no'] + colour"));
        yaml("bad", "recordType: hazard\n" + SOURCE);
        assertThat(complaints()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo("MAP-0011");
            assertThat(finding.zh()).contains("第 13: undeclared reference to 'colour'");
        });
    }

    @Test
    void asksForTheDayBeforeWhatDependsOnIt() throws IOException {
        table("bad.fields.csv", List.of("policyNo,p", "applicant,a", "insured,a", "insurer,i,insurer", "startAt,s"));
        yaml("bad", "recordType: policy\n" + SOURCE);
        assertThat(complaints())
                .filteredOn(finding -> finding.location().line() == 5)
                .extracting(Finding::code)
                .containsExactly("MAP-0009");
    }

    @Test
    void refusesAnExpressionThatIsTooLong() throws IOException {
        List<String> rows = new ArrayList<>(ROWS);
        rows.add("measure,,,,,,," + "'" + "长".repeat(1000) + "'");
        table("bad.fields.csv", rows);
        yaml("bad", "recordType: hazard\n" + SOURCE);
        assertThat(complaints()).extracting(Finding::code).containsExactly("MAP-0011");
    }

    @Test
    void goesThroughOneListOnly() throws IOException {
        List<String> rows = new ArrayList<>(ROWS);
        rows.add("@each,a");
        rows.add("@each,b");
        table("bad.fields.csv", rows);
        yaml("bad", "recordType: hazard\n" + SOURCE);
        assertThat(complaints()).extracting(Finding::code).containsExactly("MAP-0005");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "recordType: hazard|tables: [{recordType: hazard, fields: sound.fields.csv}]; 0",
                "tables: []; 0",
                "tables: [{recordType: hazard}]; 0",
                "tables:|- {recordType: hazard,|   fields: ../sound.fields.csv}; 4",
                "tables:|- {recordType: hazard, fields: sound.csv}; 3",
                "tables:|- recordType: hasard|  fields: sound.fields.csv; 3",
                "tables:|- recordType: hazard|  schemaVersion: 99|  fields: sound.fields.csv; 3",
                "direction: sideways|recordType: hazard; 0"
            })
    void namesTheLineOfAMistakeInTheFile(String text, int line) throws IOException {
        yaml("bad", SOURCE + text.replace('|', '\n') + "\n");
        List<Finding> findings = complaints();
        assertThat(findings).extracting(Finding::code).containsExactly("MAP-0001");
        assertThat(findings.get(0).location().name()).isEqualTo("mappings/insurer-test/bad.mapping.yaml");
        assertThat(findings.get(0).location().line()).isEqualTo(line);
        assertThat(findings.get(0).remedyZh()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{kind} ~ 5; MAP-0007",
                "row['kind']; MAP-0011",
                "field.uscc == 'x'; MAP-0011",
                "{#uscc} present; MAP-0009",
                "{@item} present; MAP-0012"
            })
    void namesTheLineOfAWrongCondition(String condition, String code) throws IOException {
        yaml(
                "bad",
                SOURCE + "tables:\n- recordType: hazard\n  fields: sound.fields.csv\n  when: \"" + condition + "\"\n");
        List<Finding> findings = complaints();
        assertThat(findings).extracting(Finding::code).containsExactly(code);
        assertThat(findings.get(0).location().line()).isEqualTo(5);
        assertThat(findings.get(0).location().name()).endsWith("bad.mapping.yaml");
    }

    @Test
    void namesATableThatIsNotThere() throws IOException {
        yaml("bad", SOURCE + "tables: [{recordType: hazard, fields: missing.fields.csv}]\n");
        assertThat(complaints())
                .extracting(finding -> finding.location().name())
                .containsExactly("mappings/insurer-test/missing.fields.csv");
    }

    @Test
    void leavesOutboundTablesToTheRendering() throws IOException {
        yaml("parcels", "direction: out\nrecordType: hazard\ntarget: {format: csv}\n");
        Mappings mappings = files.load();
        assertThat(mappings.names()).containsExactly("insurer-test/sound");
        assertThat(mappings.find("insurer-test", "parcels")).isEmpty();
    }
}
