package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anze.gateway.problem.ProblemText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleProblemTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    @ParameterizedTest
    @MethodSource("all")
    void saysTheSameInBothLanguagesAndWhatToDo(RuleProblem problem) {
        ProblemText text = problem.text();
        assertThat(text.code()).matches("VAL-\\d{4}");
        // A word that differs by language is an argument of its own.
        assertThat(placeholders(text.en())).hasSameSizeAs(placeholders(text.zh()));
        assertThat(text.zh()).matches(".*\\p{IsHan}.*");
        assertThat(text.en()).matches("[\\x20-\\x7E]+");
        assertThat(text.remedyZh()).matches(".*\\p{IsHan}.*。").doesNotContain("{");
        assertThat(text.remedyEn()).endsWith(".").doesNotContain("{");
        assertThat(problem.rule()).satisfiesAnyOf(rule -> assertThat(rule).isNull(), rule -> assertThat(rule)
                .matches("V-[SEPCAHVFMXT]\\d{2}"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasACodeOfItsOwn(RuleProblem problem) {
        assertThat(Problems.ALL.stream().filter(other -> other.code().equals(problem.code())))
                .containsExactly(problem);
    }

    private static List<RuleProblem> all() {
        return Problems.ALL;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group()).collect(Collectors.toSet());
    }
}
