package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.mapping.expression.Expressions;
import org.anze.gateway.mapping.source.SourceProblem;
import org.anze.gateway.mapping.table.FieldTable;
import org.anze.gateway.problem.ProblemKind;
import org.junit.jupiter.api.Test;

class MappingManualTest {

    private static final Path MANUAL = Path.of("docs", "onboarding", "mapping-language.md");

    private static List<String> languages() throws IOException {
        String manual = Files.readString(MANUAL);
        int english = manual.indexOf("id=\"english\"");
        return List.of(manual.substring(0, english), manual.substring(english));
    }

    @Test
    void describesEveryConverterInBothLanguages() throws IOException {
        for (String text : languages()) {
            for (String name : Converters.names()) {
                assertThat(text).contains("`" + name + "`");
            }
        }
    }

    @Test
    void describesEveryColumnKeyAndPlaceInBothLanguages() throws IOException {
        for (String text : languages()) {
            for (String column : FieldTable.COLUMNS) {
                assertThat(text).contains("`" + column + "`");
            }
            for (String key : List.of("recordType", "schemaVersion", "when", "tables", "note", "source", "target")) {
                assertThat(text).contains("`" + key + "`");
            }
            for (String place :
                    List.of("@riskRegion", "@sector", "@insurer", "@version", "@op", "@check", "@each", "@skip")) {
                assertThat(text).contains("`" + place + "`");
            }
            for (String item : List.of("`@item`", "`@number`", "`@item/", "`@rows`", "[*]")) {
                assertThat(text).contains(item);
            }
        }
    }

    @Test
    void describesEveryUnitInBothLanguages() throws IOException {
        List<String> units = List.of(
                "marked",
                "stated",
                "fraction",
                "epoch-seconds",
                "epoch-milliseconds",
                "excel-1904",
                "zone:",
                "pattern:",
                "present",
                "absent",
                "contains",
                "starts");
        for (String text : languages()) {
            for (String unit : units) {
                assertThat(text).contains(unit);
            }
        }
    }

    @Test
    void describesEveryFunctionOfExpressionsInBothLanguages() throws IOException {
        for (String text : languages()) {
            for (String function : Expressions.functions()) {
                assertThat(text).containsPattern("[`.]" + function + "[(`]");
            }
            for (String variable : List.of("row['", "values['", "field.", "`item`", "`number`", "`sender`")) {
                assertThat(text).contains(variable);
            }
        }
    }

    @Test
    void showsOnlyExamplesThatTheTestsRun() throws IOException {
        Set<String> lines = new HashSet<>();
        for (Path folder : List.of(Path.of("mappings"), Path.of("src/test/resources/mappings-lab"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.(mapping\\.yaml|fields\\.csv)"))
                        .toList()) {
                    Files.readAllLines(file).forEach(line -> lines.add(withoutRemark(line)));
                }
            }
        }
        for (String line : examples()) {
            assertThat(lines).as("a line of the manual's examples").contains(withoutRemark(line));
        }
    }

    private static String withoutRemark(String line) {
        return line.replaceAll(" +#.*", "").strip();
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(MANUAL)) {
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (inside) {
                examples.add(line);
            }
        }
        assertThat(examples).hasSizeGreaterThan(30);
        return examples;
    }

    @Test
    void usesEveryCodeOnceAndTheSamePlaceholdersInBothLanguages() {
        Set<String> codes = new HashSet<>();
        for (ProblemKind[] kinds :
                new ProblemKind[][] {MappingProblem.values(), SourceProblem.values(), ConversionProblem.values()}) {
            for (ProblemKind kind : kinds) {
                assertThat(kind.code()).matches("MAP-\\d{4}");
                assertThat(codes.add(kind.code())).as(kind.code()).isTrue();
                for (int i = 0; i < 5; i++) {
                    String placeholder = "{" + i + "}";
                    // WRONG_KIND gives the kind in both languages, each text takes its own.
                    if (kind != MappingProblem.WRONG_KIND) {
                        assertThat(kind.text().zh().contains(placeholder))
                                .as(kind.code() + " " + placeholder)
                                .isEqualTo(kind.text().en().contains(placeholder));
                    }
                }
            }
        }
    }
}
