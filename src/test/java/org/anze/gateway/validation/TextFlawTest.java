package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFlawTest {

    @ParameterizedTest
    @ValueSource(
            ints = {0x20, 0x7E, 0xA0, 0x9FB4, 0x36C3, 0x4DAE, 0xD7FF, 0xF900, 0xFF1F, 0x20BB7, 0xEFFFF, '\n', '\t', '\r'
            })
    void findsNothingInOrdinaryCharacters(int character) {
        assertThat(TextFlaw.of("矿" + Character.toString(character) + "业", true)).isEqualTo(TextFlaw.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE000, 0xE81E, 0xF8FF, 0xF0000, 0x10FFFD})
    void findsPrivateCharacters(int character) {
        assertThat(TextFlaw.of("矿" + Character.toString(character), false)).isEqualTo(TextFlaw.PRIVATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFFFD", "\uD842", "\uDFB7", "\uDFB7\uD842", "\u0000", "\u001F", "\u007F", "\uE000\uFFFD"})
    void findsWhatAConversionDamaged(String damaged) {
        assertThat(TextFlaw.of("矿" + damaged + "业", false)).isEqualTo(TextFlaw.DAMAGED);
        assertThat(TextFlaw.of("矿" + damaged, false)).isEqualTo(TextFlaw.DAMAGED);
    }

    @Test
    void takesAQuestionMarkAsDamageOnlyInNames() {
        assertThat(TextFlaw.of("山西?矿业", true)).isEqualTo(TextFlaw.DAMAGED);
        assertThat(TextFlaw.of("已告知?", false)).isEqualTo(TextFlaw.NONE);
    }
}
