package org.anze.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultPointsTest {

    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void doNothingUnlessTheProcessWasStartedForIt() {
        assertThat(System.getProperty(FaultPoints.PORT)).isNull();
        assertThatCode(FaultPoints::begin).doesNotThrowAnyException();
        for (Step step : Step.values()) {
            assertThatCode(() -> FaultPoints.before(step, IOException::new)).doesNotThrowAnyException();
            assertThatCode(() -> FaultPoints.after(step, IOException::new)).doesNotThrowAnyException();
        }
        assertThat(FaultPoints.clock()).isEqualTo(Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource
    void everyStepHasItsPointsInTheProgram(Step step) throws IOException {
        List<String> sources = sources();
        for (Moment moment : Moment.values()) {
            String call = "FaultPoints." + moment.name().toLowerCase(java.util.Locale.ROOT) + "(Step." + step + ",";
            assertThat(sources.stream().anyMatch(source -> source.contains(call)))
                    .as(call)
                    .isEqualTo(step.moments().contains(moment));
        }
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(FaultPointsTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
