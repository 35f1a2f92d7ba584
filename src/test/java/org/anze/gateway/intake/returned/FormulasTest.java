package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+cmd", "-x", "@SUM(A1)", "'=1", "''-", "-12", "+8.5%", "-1,200.00", "'", "plain", ""})
    void bringsEveryCellBack(String cell) {
        assertThat(Formulas.restore(Formulas.neutralise(cell))).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"})
    void letsNoFormulaThrough(String cell) {
        assertThat(Formulas.neutralise(cell)).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-12", "+8.5%", "-1,200.00"})
    void leavesNumbersWithASign(String cell) {
        assertThat(Formulas.neutralise(cell)).isEqualTo(cell);
    }
}
