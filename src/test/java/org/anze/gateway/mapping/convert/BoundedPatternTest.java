package org.anze.gateway.mapping.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((x{1000}){1000}){10}",
                "(?:(?:[ab){]{100}){100}){100,}",
                "((\\p{Han}{100}){100}){1,100}",
                "((\\Q)\\E[])}]{1000}){1000})",
                "(((\\x{41}|[[:alpha:]]){99}){99}){9}",
                "(?:\\Qxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\\E){900}"
            })
    void refusesWhatWouldUnfoldToTooMuch(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedPattern.of(pattern))
                .withMessage("pattern too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^DINGB(\\d{6})\\d{5,}$",
                "(\\d{1,1000})",
                "^[0-9A-HJ-NPQRTUWXY]{2}\\d{6}([0-9A-HJ-NPQRTUWXY]{10})$",
                "[（(]([0-9]+)次",
                "{}([^}{]{3})",
                "((\\d{4}-){3}\\d{2})"
            })
    void readsWhatPeopleWrite(String pattern) {
        assertThat(BoundedPattern.of(pattern).groups()).isPositive();
    }

    @Test
    void refusesALongPatternAndNoPatternWithoutQuotingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedPattern.of("x".repeat(1001)))
                .withMessage("pattern too large");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedPattern.of("张三("))
                .withMessage("missing closing )")
                .withNoCause();
    }

    @Test
    void findsTheFirstGroupAnywhere() {
        assertThat(BoundedPattern.of("b(c)?").firstGroup("abcd")).isEqualTo("c");
        assertThat(BoundedPattern.of("b(c)?").firstGroup("ab")).isNull();
        assertThat(BoundedPattern.of("bc").firstGroup("abc")).isNull();
        assertThat(BoundedPattern.of("bc").isIn("abcd")).isTrue();
        assertThat(BoundedPattern.of("^bc").isIn("abcd")).isFalse();
    }
}
