package org.anze.gateway.validation;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every rule, on both sides of its boundaries. */
class RuleCasesTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsWhatTheCaseSaysAndNothingElse(RuleCase ruleCase) {
        ruleCase.check();
    }

    private static List<RuleCase> cases() {
        return RuleCase.all();
    }
}
