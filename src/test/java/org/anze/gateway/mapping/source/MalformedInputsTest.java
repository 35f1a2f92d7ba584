package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every malformed input gives the catalogued problem with its place, and none crashes, hangs or exhausts 256 MB. */
class MalformedInputsTest {

    private static final long LONGEST_MS = 30_000;
    private static final Map<String, String[]> OUTCOMES = new HashMap<>();

    @BeforeAll
    static void readsThemAllInASmallHeap(@TempDir Path folder) throws IOException, InterruptedException {
        Path result = folder.resolve("outcomes.tsv");
        Path log = folder.resolve("log.txt");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                MalformedRun.class.getName(),
                result.toString());
        builder.environment().put("CLASSPATH", classPath);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        boolean ended = process.waitFor(300, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        for (String line : Files.readAllLines(result, StandardCharsets.UTF_8)) {
            String[] cells = line.split("\t", -1);
            OUTCOMES.put(cells[0], cells);
        }
        assertThat(ended && process.exitValue() == 0)
                .as(OUTCOMES.size() + " were read; " + Files.readString(log))
                .isTrue();
    }

    static List<MalformedFiles.Expected> expected() {
        return MalformedFiles.expected();
    }

    @ParameterizedTest
    @MethodSource("expected")
    void givesTheCataloguedProblemWithItsPlace(MalformedFiles.Expected expected) {
        String[] outcome = OUTCOMES.get(expected.name());
        assertThat(outcome).as("not read").isNotNull();
        assertThat(List.of(outcome)).hasSize(6);
        assertThat(outcome[1]).isEqualTo(expected.outcome());
        assertThat(outcome[2]).isEqualTo(expected.code());
        if (!expected.line().isEmpty()) {
            assertThat(outcome[3]).as("line").isEqualTo(expected.line());
        }
        if (!expected.column().isEmpty()) {
            assertThat(outcome[4]).as("column").isEqualTo(expected.column());
        }
        assertThat(Long.parseLong(outcome[5])).as("milliseconds").isLessThan(LONGEST_MS);
    }

    @Test
    void knowsAtLeastTwoHundredDefectsEachOnce() throws IOException {
        Set<String> names = new HashSet<>();
        expected().forEach(expected -> assertThat(names.add(expected.name()))
                .as(expected.name())
                .isTrue());
        assertThat(names.size()).isGreaterThanOrEqualTo(200);
        Set<String> files = new HashSet<>(new MalformedFiles().made().keySet());
        Path folder = Path.of("src", "test", "resources", "malformed");
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                    .filter(file -> file.contains("/"))
                    .forEach(files::add);
        }
        assertThat(files).isEqualTo(names);
    }
}
