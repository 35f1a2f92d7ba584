package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps docs/onboarding/mapping-examples.md and the files in {@code examples/} true. */
class MappingExamplesTest {

    private static final Path FOLDER = Path.of("mappings");
    private static final Path PAGE = Path.of("docs/onboarding/mapping-examples.md");

    @Test
    void namesEveryMapping() throws IOException {
        String page = Files.readString(PAGE);
        Mappings mappings = Mappings.load(FOLDER, RecordDefinitions.load(), CodeTables.load(Path.of("codes")));
        for (String name : mappings.names()) {
            String party = name.substring(0, name.indexOf('/'));
            String mapping = name.substring(name.indexOf('/') + 1);
            assertThat(page).contains(party).contains(mapping);
        }
    }

    @Test
    void quotesTheFilesAsTheyAre() throws IOException {
        Set<String> lines = new HashSet<>();
        for (Path file : mappingFiles()) {
            Files.readAllLines(file).forEach(line -> lines.add(line.strip()));
        }
        int quoted = 0;
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (inside) {
                assertThat(lines).contains(line.strip());
                quoted++;
            }
        }
        assertThat(quoted).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({
        "JI_CB_20240331.xlsx, insurer-ji/samples/policies/underwriting-list.in.xlsx",
        "JI_FJ2_2024.xlsx, insurer-ji/samples/annex2/as-printed.in.xlsx",
        "GENGCB20240301.TXT, insurer-geng/samples/policies/host-extract.in.txt",
        "XIN_RY_20250101.xls, insurer-xin/samples/roster/named-list.in.xls",
        "agency-taiyuan-visits.csv, agency-taiyuan/samples/site-visits/visits-with-hazards.in.csv",
        "broker-beijing-policies.json, broker-beijing/samples/policies/two-insurers.in.json",
        "city-changzhi-annex1.xlsx, city-changzhi/samples/enforcement/annex1-as-printed.in.xlsx",
        "city-changzhi-annex3.json, city-changzhi/samples/annex3/summary.in.json",
        "sector-transport-must-insure.txt, sector-transport/samples/must-insure/unicode-text.in.txt"
    })
    void givesNewcomersTheSamplesThemselves(String example, String sample) {
        assertThat(Path.of("examples", example)).hasSameBinaryContentAs(FOLDER.resolve(sample));
    }

    private static List<Path> mappingFiles() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER, 2)) {
            return files.filter(file ->
                            file.toString().endsWith(".csv") || file.toString().endsWith(".yaml"))
                    .toList();
        }
    }
}
