package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files inside a zip. */
class ArchiveTest {

    static byte[] zip(String... namesAndContents) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            entries.put(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return XlsxFile.zip(entries);
    }

    @Test
    void readsTheEntriesInTheirOrderAsOneSubmission() {
        Reading reading = Reading.of("{format: csv, archive: {entries: '保单*.csv'}}", "a");
        byte[] file =
                zip("./2/保单2.csv", "a,b\n1,2\n", "保单1.CSV", "a,b\n3,4\n5,6\n", "说明.txt", "x", "__MACOSX/保单.csv", "");
        List<RawRecord> records = reading.records(file);
        assertThat(records).extracting(record -> record.value("a")).containsExactly("1", "3", "5");
        assertThat(records).extracting(RawRecord::ordinal).containsExactly(0L, 1L, 2L);
        assertThat(records.get(2).locate("b")).isEqualTo(new Location(3, 2, "保单1.CSV!b"));
        assertThat(records.get(2).value("@entry")).isEqualTo("保单1.CSV");
        assertThat(reading.survey(file).findings())
                .extracting(Finding::code)
                .containsExactly(SourceProblem.ENTRY_NOT_READ.code());
    }

    @Test
    void namesTheEntryOfADamage() {
        Reading reading = Reading.of("{format: csv, archive: {}}", "a");
        Finding finding = reading.refusal(zip("1.csv", "a,b\n1,2\n", "2.csv", "a,b\n1,\"2\n"));
        assertThat(finding.code()).isEqualTo(SourceProblem.QUOTE_NOT_CLOSED.code());
        assertThat(finding.location()).isEqualTo(new Location(2, 2, "2.csv"));
        assertThat(reading.refusal(zip("1.csv", "b\n")).location().name()).isEqualTo("1.csv!a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json", "ndjson", "xlsx", "fixed"})
    void holdsEveryFormat(String format) {
        String settings =
                switch (format) {
                    case "xml" -> "{format: xml, records: /l/r, archive: {}}";
                    case "fixed" -> "{format: fixed, fixed: {columns: [{name: a, width: 1}]}, archive: {}}";
                    default -> "{format: " + format + ", archive: {}}";
                };
        byte[] content =
                switch (format) {
                    case "xml" -> "<l><r><a>1</a></r></l>".getBytes(StandardCharsets.UTF_8);
                    case "fixed" -> "1\n".getBytes(StandardCharsets.UTF_8);
                    case "xlsx" ->
                        XlsxFile.of(XlsxFile.row(1, "a"), XlsxFile.row(2, "1")).bytes();
                    default -> "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
                };
        String ending = format.equals("fixed") ? "txt" : format;
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("one." + ending, content);
        entries.put("two." + ending, content);
        List<RawRecord> records = Reading.of(settings).records(XlsxFile.zip(entries));
        assertThat(records).extracting(record -> record.value("a")).containsExactly("1", "1");
        assertThat(records.get(1).value("@entry")).isEqualTo("two." + ending);
        assertThat(records.get(1).location().name()).startsWith("two." + ending);
    }

    @Test
    void readsNamesThatAreWrittenInGbk() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, Charset.forName("GBK"))) {
            zip.putNextEntry(new ZipEntry("保单\\一月.csv"));
            zip.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        assertThat(Reading.of("{format: csv, archive: {}}", "a").values(out.toByteArray(), "@entry"))
                .containsExactly("保单/一月.csv");
    }

    @Test
    void readsEntriesThatAreStoredUnpacked() throws IOException {
        byte[] content = "a\n1\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("1.csv");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            java.util.zip.CRC32 sum = new java.util.zip.CRC32();
            sum.update(content);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        byte[] file = out.toByteArray();
        assertThat(Reading.of("{format: csv, archive: {}}", "a").values(file, "a"))
                .containsExactly("1");
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("a\n1\n");
        file[at + 2] = '2';
        assertThat(Reading.of("{format: csv, archive: {}}", "a").refusal(file).code())
                .isEqualTo(SourceProblem.ARCHIVE_BROKEN.code());
    }
}
