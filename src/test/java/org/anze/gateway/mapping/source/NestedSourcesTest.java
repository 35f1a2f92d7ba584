package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.junit.jupiter.api.Test;

/** Masters with details, what repeats in a record, and documents inside documents. */
class NestedSourcesTest {

    private static final String SOAP = "{format: xml, records: /Envelope/Body/uploadClaim/arg0/赔案列表/赔案, "
            + "cdata: /Envelope/Body/uploadClaim/arg0}";
    private static final String INNER = "<赔案列表 机构代码='DCIC'>\n<赔案><赔案号>D1</赔案号></赔案>\n <赔案><赔案号>D2</赔案号></赔案></赔案列表>";

    private static String envelope(String payload) {
        return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><n:uploadClaim xmlns:n='urn:n'>\n<arg0>"
                + payload + "</arg0></n:uploadClaim></s:Body></s:Envelope>";
    }

    @Test
    void readsTheDocumentInsideTheCdataOfAnEnvelope() {
        List<RawRecord> records = Reading.of(SOAP)
                .records(envelope("<![CDATA[\n  <?xml version='1.0' encoding='GBK'?>" + INNER + " ]]>"));
        assertThat(records).extracting(record -> record.value("赔案号")).containsExactly("D1", "D2");
        assertThat(records.get(0).value("/Envelope/Body/uploadClaim/arg0/赔案列表/@机构代码"))
                .isEqualTo("DCIC");
        assertThat(records.get(1).location()).isEqualTo(new Location(5, 2, null));
        assertThat(records.get(1).locate("赔案号"))
                .isEqualTo(new Location(5, 6, "/Envelope/Body/uploadClaim/arg0/赔案列表/赔案/赔案号"));
    }

    @Test
    void readsTheDocumentWhenItIsEscapedOrAnElement() {
        String escaped = INNER.replace("<", "&lt;").replace(">", "&gt;");
        assertThat(Reading.of(SOAP).values(envelope(escaped), "赔案号")).containsExactly("D1", "D2");
        assertThat(Reading.of(SOAP).values(envelope(INNER), "赔案号")).containsExactly("D1", "D2");
    }

    @Test
    void namesTheLineInTheFileWhenTheInnerDocumentIsBroken() {
        Finding finding = Reading.of(SOAP).refusal(envelope("<![CDATA[<赔案列表>\n<赔案></赔案列表>]]>"));
        assertThat(finding.code()).isEqualTo(SourceProblem.XML_MALFORMED.code());
        assertThat(finding.location().line()).isEqualTo(3);
        assertThat(Reading.of(SOAP).refusal(envelope("<![CDATA[<其他/>]]>")).code())
                .isEqualTo(SourceProblem.ROOT_DIFFERS.code());
        assertThat(Reading.of(SOAP).refusal(envelope("")).code()).isEqualTo(SourceProblem.EMBEDDED_MISSING.code());
        assertThat(Reading.of(SOAP).refusal("<Envelope><Body/></Envelope>").code())
                .isEqualTo(SourceProblem.EMBEDDED_MISSING.code());
        assertThat(Reading.of(SOAP)
                        .refusal(envelope("<![CDATA[<!DOCTYPE x><赔案列表/>]]>"))
                        .code())
                .isEqualTo(SourceProblem.XML_DOCTYPE.code());
    }

    @Test
    void doesNotTakeTheBlanksBetweenRecordsForAValue() {
        String gap = "\n".repeat(5000);
        StringBuilder xml = new StringBuilder("<list>");
        for (int i = 0; i < 100; i++) {
            xml.append(gap).append("<row><a>").append(i).append("</a></row>");
        }
        assertThat(Reading.of("{format: xml, records: /list/row}").values(xml + "</list>", "a"))
                .hasSize(100);
    }

    @Test
    void givesDetailsOfXmlTheValuesOfTheirMaster() {
        String xml = "<list><batch>7</batch><policy id='1'><no>P1</no><holder><name>甲</name></holder>"
                + "<person><name>a</name></person><person><name>b</name></person></policy>"
                + "<policy id='2'><person><name>c</name></person><no>P2</no></policy></list>";
        List<RawRecord> records =
                Reading.of("{format: xml, records: /list/policy/person}").records(xml);
        assertThat(records).extracting(record -> record.value("name")).containsExactly("a", "b", "c");
        assertThat(records)
                .extracting(record -> record.value("/list/policy/@id"))
                .containsExactly("1", "1", "2");
        assertThat(records)
                .extracting(record -> record.value("/list/policy/no"))
                .containsExactly("P1", "P1", null);
        assertThat(records.get(1).value("/list/policy/holder/name")).isEqualTo("甲");
        assertThat(records.get(2).value("/list/policy/holder/name")).isNull();
        assertThat(records.get(2).value("/list/batch")).isEqualTo("7");
    }

    /** What is held is bounded by weight; a megabyte of small records can have gigabytes above them. */
    @Test
    void weighsWhatStandsAboveWithTheFirstRecordThatHasIt() {
        String above = IntStream.range(0, 500)
                .mapToObj(number -> "<n" + number + ">v</n" + number + ">")
                .collect(Collectors.joining());
        List<Long> weights =
                Reading.of("{format: xml, records: /r/c}").records("<r>" + above + "<c/><c/><a>1</a><c/></r>").stream()
                        .map(RawRecord::weight)
                        .toList();

        assertThat(weights.get(0)).isGreaterThan(20_000);
        assertThat(weights.get(1)).isBetween(1L, 1_000L);
        assertThat(weights.get(2)).isGreaterThan(20_000);
    }

    @Test
    void givesDetailsOfJsonTheValuesOfTheirMaster() {
        String json = "{\"batch\":7,\"list\":[{\"no\":\"P1\",\"holder\":{\"name\":\"甲\"},\"x\":[1,{}],"
                + "\"people\":[{\"name\":\"a\"},{\"name\":\"b\"}]},\n{\"people\":[{\"name\":\"c\"}],\"no\":\"P2\"},"
                + "{\"no\":\"P3\"},{\"people\":null}]}";
        List<RawRecord> records =
                Reading.of("{format: json, records: /list/people}").records(json);
        assertThat(records).extracting(record -> record.value("name")).containsExactly("a", "b", "c");
        assertThat(records).extracting(record -> record.value("/list/no")).containsExactly("P1", "P1", null);
        assertThat(records.get(0).value("/list/holder/name")).isEqualTo("甲");
        assertThat(records.get(2).value("/batch")).isEqualTo("7");
        assertThat(records.get(2).locate("name").name()).isEqualTo("/list/1/people/0/name");
        assertThat(records.get(2).location().line()).isEqualTo(2);
    }

    @Test
    void readsOneObjectAtAPathAndAnArrayOfMasters() {
        assertThat(Reading.of("{format: json, records: /data}").values("{\"data\":{\"a\":1}}", "a"))
                .containsExactly("1");
        assertThat(Reading.of("{format: json, records: /p}").values("[{\"p\":[{\"a\":1}]},{\"p\":{\"a\":2}}]", "a"))
                .containsExactly("1", "2");
    }

    @Test
    void checksTheNumberThatAJsonDocumentStates() {
        Reading reading =
                Reading.of("{format: json, records: /list, totals: {required: true, count: {column: /head/total}}}");
        assertThat(reading.records("{\"head\":{\"total\":1},\"list\":[{}]}")).hasSize(1);
        assertThat(reading.records("{\"list\":[{}],\"head\":{\"total\":\"1\"}}"))
                .hasSize(1);
        assertThat(reading.refusal("{\"head\":{\"total\":2},\"list\":[{}]}").code())
                .isEqualTo(SourceProblem.TOTALS_COUNT.code());
        assertThat(reading.refusal("{\"list\":[{}]}").code()).isEqualTo(SourceProblem.TOTALS_MISSING.code());
    }

    @Test
    void takesRecordsApartIntoWhatRepeats() {
        RawRecord xml = Reading.of("{format: xml, records: /l/r}")
                .records(
                        "<l><r><p n='1'><a>x</a><q><b>1</b></q><q><b>2</b></q></p><p n='2'/><p n='3'>t</p><p>plain</p></r></l>")
                .get(0);
        List<RawRecord> items = ((Repeated) xml).items("p");
        assertThat(items).extracting(item -> item.value("@n")).containsExactly("1", "2", "3");
        assertThat(items).extracting(item -> item.value("a")).containsExactly("x", null, null);
        assertThat(items.get(2).value(".")).isEqualTo("t");
        assertThat(((Repeated) items.get(0)).items("q"))
                .extracting(item -> item.value("b"))
                .containsExactly("1", "2");
        assertThat(items.get(0).locate("a").name()).isEqualTo("/l/r/p/a");
        RawRecord json = Reading.of("{format: json}")
                .records("[{\"o\":[{\"k\":1,\"s\":[{\"t\":5}]},{},{\"k\":3}],\"ox\":[{\"k\":9}],\"one\":{\"k\":4}}]")
                .get(0);
        List<RawRecord> objects = ((Repeated) json).items("o");
        assertThat(objects).extracting(item -> item.value("k")).containsExactly("1", "3");
        assertThat(((Repeated) objects.get(0)).items("s").get(0).value("t")).isEqualTo("5");
        assertThat(((Repeated) json).items("one").get(0).value("k")).isEqualTo("4");
        assertThat(objects.get(1).locate("k").name()).isEqualTo("/0/o/2/k");
    }

    @Test
    void keepsTheLinesAroundABrokenOne() {
        String lines = "{\"a\":1}\n{\"a\":\n\n[1]\n{\"a\":3} {}\n{\"a\":\"" + "x".repeat(300_000) + "\"}\n{\"a\":6}";
        List<RawRecord> records = Reading.of("{format: ndjson}").records(lines);
        assertThat(records).extracting(record -> record.value("a")).containsExactly("1", null, null, null, null, "6");
        assertThat(records.stream()
                        .flatMap(record -> Reading.damage(record).stream())
                        .map(Finding::code))
                .containsExactly(
                        SourceProblem.JSON_MALFORMED.code(),
                        SourceProblem.JSON_NO_OBJECT.code(),
                        SourceProblem.JSON_NO_OBJECT.code(),
                        SourceProblem.TOO_DEEP_OR_LARGE.code());
        assertThat(Reading.damage(records.get(1)).get(0).location().line()).isEqualTo(2);
        assertThat(records.get(5).location()).isEqualTo(new Location(7, 1, null));
        assertThat(records.get(5).locate("a")).isEqualTo(new Location(7, 6, "/a"));
    }

    @Test
    void readsALineLongerThanTheLimitAsADamagedRecord() {
        Reading reading = Reading.of("{format: ndjson, limits: {recordCharacters: 100}}");
        List<RawRecord> records = reading.records("{\"a\":\"" + "x".repeat(200) + "\"}\n{\"a\":2}\n");
        assertThat(Reading.damage(records.get(0)).get(0).code()).isEqualTo(SourceProblem.LINE_TOO_LONG.code());
        assertThat(records.get(1).value("a")).isEqualTo("2");
    }

    @Test
    void readsAnEmbeddedDocumentOfAnySizeInConstantMemory() {
        StringBuilder inner = new StringBuilder("<赔案列表>");
        while (inner.length() < 3_000_000) {
            inner.append("<赔案><赔案号>D1</赔案号></赔案>\n");
        }
        inner.append("</赔案列表>");
        byte[] file = envelope("<![CDATA[" + inner + "]]>").getBytes(StandardCharsets.UTF_8);
        assertThat(Reading.of(SOAP).survey(file).records()).isGreaterThan(100_000);
    }
}
