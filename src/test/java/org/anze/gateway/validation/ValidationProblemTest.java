package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anze.gateway.problem.ProblemText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidationProblemTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    @ParameterizedTest
    @EnumSource
    void saysTheSameInBothLanguagesAndWhatToDo(ValidationProblem problem) {
        ProblemText text = problem.text();
        assertThat(text.code()).matches("VAL-\\d{4}");
        assertThat(placeholders(text.en())).isEqualTo(placeholders(text.zh()));
        assertThat(text.zh()).matches(".*\\p{IsHan}.*");
        assertThat(text.en()).matches("[\\x20-\\x7E]+");
        assertThat(text.remedyZh()).matches(".*\\p{IsHan}.*。").doesNotContain("{");
        assertThat(text.remedyEn()).endsWith(".").doesNotContain("{");
        assertThat(problem.rule()).satisfiesAnyOf(rule -> assertThat(rule).isNull(), rule -> assertThat(rule)
                .matches("V-[SEPCAHVT]\\d{2}"));
    }

    @ParameterizedTest
    @EnumSource
    void hasACodeOfItsOwn(ValidationProblem problem) {
        assertThat(Arrays.stream(ValidationProblem.values())
                        .filter(other -> other.code().equals(problem.code())))
                .containsExactly(problem);
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group()).collect(Collectors.toSet());
    }
}
