package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.problem.SenderMustCorrect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An XML document without a record: empty on purpose, or with records by another name, as the mapping lets tell. */
class XmlWithoutRecordsTest {

    @TempDir
    private Path folder;

    private Mapping mapping(String source, String... more) throws IOException {
        MappingFolder files = new MappingFolder(folder);
        files.yaml("claims", "recordType: claim\nsource: {format: xml, " + source + "}\n");
        files.table(
                "claims.fields.csv",
                "field,source,convert,unit,template\n"
                        + "claimNo,赔案号\npolicyNo,@bd\noccurredAt,/list/head/date\nreportedAt,出险/时间\ncause,原因\n"
                        + "estimate,估损,money,yuan\nstages[stage=REPORT].at,出险/时间,instant\n",
                List.of(more));
        Mappings mappings = files.load();
        assertThat(mappings.broken()).isEmpty();
        return mappings.find(MappingFolder.PARTY, "claims").orElseThrow();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SenderMustCorrect refusal(Mapping mapping, String text) {
        return catchThrowableOfType(SenderMustCorrect.class, () -> mapping.inspect(bytes(text), record -> {}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<head><sender>x</sender><send><time>y</time></send></head>",
                "<page no='1' size='50'/>",
                "<rows xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>",
                "<head><date>2024-01-31</date></head><head><date>2024-02-01</date><原因/></head>",
                "<total n='0'/><total n='0'/>",
                "<a/><b/><c/><d/><e/><f/><g><h/></g>",
                "<way><from><id no='1'/></from><to><id no='2'/></to></way><end><id/></end>"
            })
    void takesWhatStandsAroundRecordsForAnEmptySubmission(String inside) throws IOException {
        Mapping mapping = mapping("records: /list/item, totals: {count: {column: /list/total/@m}}");

        assertThat(mapping.inspect(bytes("<list>" + inside + "</list>"), record -> {})
                        .records())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<Item/>; Item",
                "<x:ITEM xmlns:x='urn:x'>1</x:ITEM>; ITEM",
                "<row><赔案号>1</赔案号></row>; row",
                "<row bd='P1'/>; row",
                "<row><出险/></row>; row",
                "<page no='1'/><data><rows><row><原因>x</原因></row></rows></data>; data",
                "<data><item><a/></item></data>; data",
                "<a/><b/><c/><d/><e/><f/><g/><g/>; g",
                "<row a='1'/><row a='2'/>; row",
                "<data><row><number>1</number></row><row><number>2</number></row></data>; data",
                "<head/><data><page no='1'/><rows><row/><row/></rows></data>; data"
            })
    void refusesWhatMayBeARecord(String inside, String named) throws IOException {
        SenderMustCorrect refusal = refusal(mapping("records: /list/item"), "<list>" + inside + "</list>");

        assertThat(refusal.finding().code()).isEqualTo("MAP-0151");
        assertThat(refusal.finding().zh()).endsWith("：" + named);
    }

    /** What each master says stands once in it. */
    @Test
    void takesMastersWithoutDetailsForWhatTheyAre() throws IOException {
        Mapping mapping = mapping("records: /list/policy/claim");

        assertThat(mapping.inspect(
                                bytes("<list><policy><no>1</no></policy><policy><no>2</no></policy></list>"), r -> {})
                        .records())
                .isZero();
    }
}
