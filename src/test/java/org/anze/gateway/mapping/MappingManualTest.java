package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.mapping.source.SourceProblem;
import org.anze.gateway.problem.ProblemKind;
import org.junit.jupiter.api.Test;

class MappingManualTest {

    @Test
    void describesEveryConverterInBothLanguages() throws IOException {
        String manual = Files.readString(Path.of("docs", "onboarding", "mapping-language.md"));
        int english = manual.indexOf("id=\"english\"");
        for (String name : Converters.names()) {
            assertThat(manual.substring(0, english)).contains("`" + name + "`");
            assertThat(manual.substring(english)).contains("`" + name + "`");
        }
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
