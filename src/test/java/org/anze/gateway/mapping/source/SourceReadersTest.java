package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReadersTest {

    private static final SourceSettings CSV = settings(SourceSettings.Format.CSV, null, null);
    private static final SourceSettings XML = settings(SourceSettings.Format.XML, null, "/list/item");
    private static final SourceSettings JSON = settings(SourceSettings.Format.JSON, null, null);

    private static SourceSettings settings(
            SourceSettings.Format format, @Nullable String encoding, @Nullable String records) {
        return Reading.settings("{format: " + format
                + (encoding == null ? "" : ", encoding: " + encoding)
                + (records == null ? "" : ", records: " + records)
                + "}");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RawRecord> read(SourceSettings settings, InputStream in) {
        List<RawRecord> records = new ArrayList<>();
        try (SourceReader reader = SourceFormat.of(settings, List.of()).open(in)) {
            for (RawRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    /** Reads both ways; a survey must refuse what a reading refuses. */
    private static Finding refusal(SourceSettings settings, String text) {
        Finding finding = refusal(() -> read(settings, bytes(text)));
        assertThat(refusal(() -> Reading.survey(SourceFormat.of(settings, List.of()), bytes(text))))
                .isEqualTo(finding);
        return finding;
    }

    private static Finding refusal(Runnable reading) {
        try {
            reading.run();
        } catch (SenderMustCorrect e) {
            return e.finding();
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void knowsThePhysicalLineOfEveryCell() {
        RawRecord row = read(CSV, bytes("a,b,c\n\n\"1\n2\",\"x\r\ny\rz\",3\n")).get(0);
        assertThat(row.ordinal()).isZero();
        assertThat(row.location()).isEqualTo(Location.ofLine(3));
        assertThat(row.locate("a")).isEqualTo(new Location(3, 1, "a"));
        assertThat(row.locate("b")).isEqualTo(new Location(4, 2, "b"));
        assertThat(row.locate("c")).isEqualTo(new Location(6, 3, "c"));
        assertThat(row.value("b")).isEqualTo("x\r\ny\rz");
        assertThat(row.value("d")).isNull();
        assertThat(row.columns()).containsExactly("a", "b", "c");
    }

    @Test
    void findsAColumnWhateverTheWidthOfItsBrackets() {
        RawRecord row = read(CSV, bytes("保费（元） ,b\n5,6\n")).get(0);
        assertThat(row.value("保费(元)")).isEqualTo("5");
        assertThat(row.locate("保费(元)").name()).isEqualTo("保费（元）");
    }

    @Test
    void refusesAQuoteThatSwallowsAnEndlessFileAndNamesItsLine() {
        InputStream endless =
                new SequenceInputStream(bytes("a,b\n1,2\n3,\"begins here\n"), new Endless("5,6 and more text\n"));
        Finding finding = refusal(() -> read(CSV, endless));
        assertThat(finding.code()).isEqualTo(SourceProblem.VALUE_TOO_LONG.code());
        assertThat(finding.location()).isEqualTo(new Location(3, 2, null));
    }

    @Test
    void readsAVeryLongTableInConstantMemory() {
        Endless rows = new Endless("1,\"two\",三\r\n").upTo(64L << 20);
        InputStream table = new SequenceInputStream(bytes("a,b,c\n"), rows);
        Survey survey = Reading.survey(SourceFormat.of(CSV, List.of("a", "c")), table);
        assertThat(survey.records()).isEqualTo(rows.rounds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a,b|1,\"x\"y|; MAP-0102; 2",
                "a,b|1,2|3,\"x; MAP-0102; 3",
                "a,b,a|; MAP-0106; 1",
                "''; MAP-0107; 1",
                "|||; MAP-0107; 1"
            })
    void refusesBrokenTables(String text, String code, long line) {
        Finding finding = refusal(CSV, text.replace('|', '\n'));
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.location().line()).isEqualTo(line);
    }

    @Test
    void refusesMoreColumnsThanTheLimit() {
        Finding finding = refusal(CSV, "a" + ",".repeat(1001) + "\n");
        assertThat(finding.code()).isEqualTo(SourceProblem.TOO_MANY_COLUMNS.code());
    }

    @Test
    void refusesARecordLongerThanTheLimit() {
        String cell = "x".repeat(200_000);
        Finding finding = refusal(CSV, "a,b,c,d,e,f\n" + String.join(",", cell, cell, cell, cell, cell, cell) + "\n");
        assertThat(finding.code()).isEqualTo(SourceProblem.VALUE_TOO_LONG.code());
        assertThat(finding.location().line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"GBK", "gb2312", "GB18030"})
    void decodesEveryNameOfGbkAsGb18030(String encoding) {
        byte[] table = "名\n䶮㛃龴𠮷\n".getBytes(Charset.forName("GB18030"));
        List<RawRecord> rows =
                read(settings(SourceSettings.Format.CSV, encoding, null), new ByteArrayInputStream(table));
        assertThat(rows.get(0).value("名")).isEqualTo("䶮㛃龴𠮷");
    }

    @Test
    void namesTheLineOfBytesThatAreNotInTheCharset() {
        byte[] table = "a,b\n1,2\n3,é\n".getBytes(StandardCharsets.ISO_8859_1);
        Finding finding = refusal(() -> read(CSV, new ByteArrayInputStream(table)));
        assertThat(finding.code()).isEqualTo(SourceProblem.BAD_CHARACTER.code());
        assertThat(finding.location()).isEqualTo(new Location(3, 3, null));
    }

    @Test
    void readsAStreamThatGivesOneByteAtATime() {
        byte[] table = "\uFEFF名,b\n䶮𠮷,2\n".getBytes(StandardCharsets.UTF_8);
        InputStream dripping = new ByteArrayInputStream(table) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };
        assertThat(read(CSV, dripping).get(0).value("名")).isEqualTo("䶮𠮷");
    }

    @Test
    void handsOnTheFailureOfTheStream() {
        InputStream failing = new SequenceInputStream(bytes("a\n1\n"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }
        });
        assertThatThrownBy(() -> read(CSV, failing)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> read(JSON, new SequenceInputStream(bytes("[{\"a\":1},"), new FailingStream())))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> read(XML, new SequenceInputStream(bytes("<list>"), new FailingStream())))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void readsAttributesNestedElementsAndTheHeaderOfXml() {
        String xml =
                "<l:list xmlns:l='urn:x' batch='7'>\n<l:item id='1'><p a='2'>&lt;x<![CDATA[<y>]]></p><q><r>3</r><r>4</r></q>"
                        + "<empty/></l:item>\n<other><item/></other></l:list>";
        List<RawRecord> records = read(XML, bytes(xml));
        assertThat(records).hasSize(1);
        RawRecord record = records.get(0);
        assertThat(record.value("@id")).isEqualTo("1");
        assertThat(record.value("p")).isEqualTo("<x<y>");
        assertThat(record.value("p/@a")).isEqualTo("2");
        assertThat(record.values("q/r")).containsExactly("3", "4");
        assertThat(record.value("empty")).isEmpty();
        assertThat(record.value("/list/@batch")).isEqualTo("7");
        assertThat(record.locate("p")).isEqualTo(new Location(2, 16, "/list/item/p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<list><item>; MAP-0109",
                "<list><item></list>; MAP-0109",
                "<other/>; MAP-0111",
                "<!DOCTYPE list><list/>; MAP-0110",
                "<list/><list/>; MAP-0109",
                "``; MAP-0109",
                "<list><item a='1' a='2'/></list>; MAP-0109",
                "<?xml version='1.0' encoding='X-NONE'?><list/>; MAP-0120"
            })
    void refusesBrokenXml(String text, String code) {
        assertThat(refusal(XML, text).code()).isEqualTo(code);
    }

    /** Otherwise it would be a submission of no records, and nobody would know. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<list><Item><p>1</p></Item></list>; Item; 7",
                "<list><row a='1'/><row a='2'/></list>; row; 7",
                "<list><count>2</count><row>1</row><row>2</row></list>; row; 35",
                "<list><head><a/></head><row><p/></row></list>; head, row; 7"
            })
    void namesTheElementsThatStandInPlaceOfTheRecords(String text, String found, int column) {
        Finding refusal = refusal(XML, text);

        assertThat(refusal.code()).isEqualTo("MAP-0151");
        assertThat(refusal.zh()).contains("“item”").endsWith("：" + found);
        assertThat(refusal.location()).isEqualTo(new Location(1, column, null));
    }

    /** The container is missing: what is asked for is its name. */
    @Test
    void namesTheElementThatTheWayToTheRecordsLacks() {
        SourceSettings deeper = settings(SourceSettings.Format.XML, null, "/list/body/item");

        assertThat(refusal(deeper, "<list><Body><item><p/></item></Body></list>")
                        .zh())
                .contains("“body”")
                .endsWith("：Body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<list/>",
                "<list>\n</list>",
                "<list><count>0</count><note/></list>",
                "<list><item/><head><a/></head><head><a/></head></list>"
            })
    void takesADocumentWithoutRecordsForWhatItIs(String text) {
        assertThat(read(XML, bytes(text))).hasSizeLessThan(2);
    }

    @Test
    void refusesXmlEntitiesDepthWidthAndLength() {
        assertThat(refusal(XML, "<list><item><p>&evil;</p></item></list>").code())
                .isEqualTo("MAP-0110");
        String bomb = "<!DOCTYPE list [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><list><item><p>&b;</p></item></list>";
        assertThat(refusal(XML, bomb).code()).isEqualTo("MAP-0110");
        assertThat(refusal(XML, "<list><item>" + "<p>".repeat(40)).code()).isEqualTo("MAP-0119");
        assertThat(refusal(XML, "<list><item><p>" + "x".repeat(300_000) + "</p></item></list>")
                        .code())
                .isEqualTo("MAP-0119");
        assertThat(refusal(XML, "<list><item>" + "<p/>".repeat(1_001) + "</item></list>")
                        .code())
                .isEqualTo("MAP-0119");
        StringBuilder names = new StringBuilder("<list>");
        for (int i = 0; i < 11_000; i++) {
            names.append("<item><p").append(i).append("/></item>");
        }
        assertThat(refusal(XML, names.toString()).code()).isEqualTo("MAP-0119");
    }

    @Test
    void readsArraysObjectsAndLinesOfJson() {
        assertThat(read(JSON, bytes("[{\"a\":1},{\"a\":2}]")))
                .extracting(r -> r.value("a"))
                .containsExactly("1", "2");
        assertThat(read(JSON, bytes("{\"a\":1}"))).extracting(r -> r.value("a")).containsExactly("1");
        assertThat(read(JSON, bytes("{\"a\":1}\n{\"a\":2}\n")))
                .extracting(r -> r.value("a"))
                .containsExactly("1", "2");
        assertThat(read(JSON, bytes("[]"))).isEmpty();
        SourceSettings wrapped = settings(SourceSettings.Format.JSON, null, "/data/list");
        assertThat(read(wrapped, bytes("{\"code\":0,\"data\":{\"x\":[1],\"list\":[{\"a\":5}],\"y\":{}},\"z\":1}")))
                .extracting(r -> r.value("a"))
                .containsExactly("5");
    }

    @Test
    void namesJsonValuesByPointerLineAndCharacter() {
        RawRecord record = read(JSON, bytes("[{},\n {\"a\":null,\"t\":[\"x\",\"y\"],\"o\":[{\"k\":1},{\"k\":2}]}]"))
                .get(1);
        assertThat(record.value("a")).isNull();
        assertThat(record.values("t")).containsExactly("x", "y");
        assertThat(record.value("o[1]/k")).isEqualTo("2");
        assertThat(record.locate("o[1]/k")).isEqualTo(new Location(2, 44, "/1/o/1/k"));
        assertThat(record.columns()).containsExactly("a", "t", "o[0]/k", "o[1]/k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[{\"a\":1},; MAP-0112",
                "[{\"a\":1,\"a\":2}]; MAP-0112",
                "{\"a\":; MAP-0112",
                "[1]; MAP-0113",
                "5; MAP-0113",
                "[[{}]]; MAP-0113",
                "[{}]{}; MAP-0113",
                "{\"a\":[[1]]}; MAP-0119",
                "{'a':1}; MAP-0112",
                "[{\"a\":NaN}]; MAP-0112"
            })
    void refusesBrokenJson(String text, String code) {
        assertThat(refusal(JSON, text).code()).isEqualTo(code);
    }

    @Test
    void refusesJsonDepthWidthAndLength() {
        assertThat(refusal(JSON, "{\"a\":".repeat(40)).code()).isEqualTo("MAP-0119");
        assertThat(refusal(JSON, "{\"a\":\"" + "x".repeat(300_000) + "\"}").code())
                .isEqualTo("MAP-0119");
        assertThat(refusal(JSON, "{\"a\":[" + "1,".repeat(1_001) + "1]}").code())
                .isEqualTo("MAP-0119");
    }

    @Test
    void readsAnEmptyStreamAsNoJsonRecord() {
        assertThat(read(JSON, bytes(" \n"))).isEmpty();
    }

    /** The same bytes over and over. */
    private static final class Endless extends InputStream {
        private final byte[] round;
        private long left = Long.MAX_VALUE;
        private long given;

        Endless(String round) {
            this.round = round.getBytes(StandardCharsets.UTF_8);
        }

        Endless upTo(long size) {
            left = size / round.length * round.length;
            return this;
        }

        long rounds() {
            return given / round.length;
        }

        @Override
        public int read() {
            if (left <= 0) {
                return -1;
            }
            left--;
            return round[(int) (given++ % round.length)] & 0xFF;
        }
    }

    private static final class FailingStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("disk");
        }
    }
}
