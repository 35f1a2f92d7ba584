package org.anze.gateway.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.text.CanonicalColumn;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryArchiveTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final Path CODES = Path.of("codes");
    private static final Path PAGE = Path.of("docs", "spec", "data-dictionary.md");

    @Test
    void holdsSchemasAndTemplatesOfEveryVersionOfEveryType() throws IOException {
        Map<String, byte[]> files = unzip(DictionaryArchive.of(DEFINITIONS, CODES));

        for (RecordType type : RecordType.values()) {
            for (RecordDefinition definition : DEFINITIONS.versions(type)) {
                String name = type.code() + "-" + definition.version();
                assertThat(files)
                        .containsKeys(
                                "json/" + name + ".schema.json",
                                "xml/" + name + ".xsd",
                                "templates/" + name + ".csv",
                                "templates/" + name + ".xlsx");
            }
        }
        assertThat(files).containsKeys("dictionary.html", "dictionary.md", "VERSION", "codes/SEC.csv");
    }

    @Test
    void hasTheSameVersionForTheSameContentAndAnotherForOthers(@TempDir Path folder) throws IOException {
        Files.copy(CODES.resolve("SEC.csv"), folder.resolve("SEC.csv"));
        DictionaryArchive first = DictionaryArchive.of(DEFINITIONS, folder);
        assertThat(DictionaryArchive.of(DEFINITIONS, folder).version()).isEqualTo(first.version());

        Files.writeString(folder.resolve("SEC.csv"), "# changed\n", StandardCharsets.UTF_8);

        assertThat(DictionaryArchive.of(DEFINITIONS, folder).version()).isNotEqualTo(first.version());
        assertThat(first.fileName()).contains(first.version());
    }

    @Test
    void leavesOutWhatSpreadsheetProgramsLeaveBesideTheTables(@TempDir Path folder) throws IOException {
        Files.copy(CODES.resolve("SEC.csv"), folder.resolve("SEC.csv"));
        Files.writeString(folder.resolve("~$SEC.csv"), "somebody", StandardCharsets.UTF_8);
        Files.writeString(folder.resolve(".~lock.SEC.csv"), "somebody", StandardCharsets.UTF_8);

        assertThat(unzip(DictionaryArchive.of(DEFINITIONS, folder)).keySet())
                .filteredOn(name -> name.startsWith("codes/"))
                .containsExactly("codes/SEC.csv");
    }

    @Test
    void givesTheWorkbookTheHeadingsOfTheTable() throws IOException {
        RecordDefinition policy = DEFINITIONS.of(RecordType.POLICY, 1);
        byte[] workbook = unzip(DictionaryArchive.of(DEFINITIONS, CODES)).get("templates/policy-1.xlsx");

        try (ReadableWorkbook read = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            List<Row> rows = read.getFirstSheet().read();
            List<String> headings = new ArrayList<>();
            for (int i = 0; i < rows.get(0).getCellCount(); i++) {
                headings.add(rows.get(0).getCellText(i));
            }
            assertThat(headings)
                    .isEqualTo(CanonicalColumn.of(policy).stream()
                            .map(CanonicalColumn::heading)
                            .toList());
        }
    }

    @Test
    void dataDictionaryPageIsUpToDate() throws IOException {
        String page = DictionaryPage.markdown(DEFINITIONS);
        if (Boolean.getBoolean("anze.write")) {
            Files.writeString(PAGE, page, StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
                .as("docs/spec/data-dictionary.md: regenerate with -Danze.write=true")
                .isEqualTo(page);
    }

    private static Map<String, byte[]> unzip(DictionaryArchive archive) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
