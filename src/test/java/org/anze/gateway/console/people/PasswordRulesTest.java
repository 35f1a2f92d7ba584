package org.anze.gateway.console.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.anze.gateway.console.people.PasswordRules.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private final PasswordRules rules = PasswordRules.load();

    @ParameterizedTest
    @CsvSource({
        "Kuaile-7, TOO_SHORT",
        "aB3-aB3-aB3, TOO_SHORT",
        "'', TOO_SHORT",
        "kuaileshuidao, TOO_SIMPLE",
        "KUAILE-SHUIDAO, TOO_SIMPLE",
        "Ab1-Ab1-Ab1-, TOO_SIMPLE",
        "Password1234!, COMMON",
        "P@ssw0rd!2026, COMMON",
        "Admin@123456789, COMMON",
        "Qwertyuiop-123, COMMON",
        "1qaz@WSX3edc$RFV, ''",
        "Aa123456789012, COMMON",
        "Woaini5201314!!, COMMON",
        "Anquan-2026-Mima, COMMON",
        "Zhangwei-Is-Me-1, LIKE_THE_NAME",
        "1-iewgnahz-Xyz-2, LIKE_THE_NAME",
        "Zh@ngwe1-xyz-987, LIKE_THE_NAME"
    })
    void refusesWhatIsEasilyGuessed(String password, String refusal) {
        String expected = rules.refusal("zhangwei", password).map(Refusal::name).orElse("");
        assertThat(expected).isEqualTo(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kuaile-Shuidao7", "Mf7#qT2v!zLp", "清晨6点去河边Diaoyu", "correct Horse battery 9"})
    void takesWhatIsNot(String password) {
        assertThat(rules.refusal("zhangwei", password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"清晨六点去河边钓鱼然后回家睡觉再去上班开会写报告Diaoyu-99"})
    void refusesWhatTheHashWouldCutOff(String password) {
        assertThat(rules.refusal("zhangwei", password)).contains(Refusal.TOO_LONG);
    }
}
