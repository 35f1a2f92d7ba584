package org.anze.gateway.record.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.record.text.PersonalNumbers.Found;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalNumbersTest {

    private static List<String> found(String text, boolean leaveAll) {
        List<String> found = new ArrayList<>();
        PersonalNumbers.replace(text, occurrence -> {
            found.add(occurrence.kind() + " " + occurrence.text());
            return leaveAll ? null : "*";
        });
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "身份证110101199003078515。, IDENTITY_NUMBER 110101199003078515",
        "1101011990 03078515, IDENTITY_NUMBER 1101011990 03078515",
        "１１０１０１１９９００３０７８５１Ｘ, IDENTITY_NUMBER １１０１０１１９９００３０７８５１Ｘ",
        "110101199013078515, EIGHTEEN_FIGURES 110101199013078515",
        "0086-13800000000, MOBILE 0086-13800000000",
        "+86 138 0000 0000, MOBILE +86 138 0000 0000",
        "138\u00A00000\u20110000, MOBILE 138\u00A00000\u20110000",
        "晋B·D12345挂, PLATE 晋B·D12345",
        "晋Ｂ１２３４５, PLATE 晋Ｂ１２３４５",
        "找zhang.san＠example.cn, EMAIL zhang.san＠example.cn",
        "账号6222 0202 0001 1112 222, LONG_NUMBER 6222 0202 0001 1112 222",
    })
    void findsWhatIdentifiesAPerson(String text, String found) {
        assertThat(found(text, false)).containsExactly(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"没有数字", "61,115.83", "2026-01-31 00:00:00", "91140212MAXX00015K", "0352-0000000", "甲A12", "a@b"})
    void findsNothingElse(String text) {
        assertThat(found(text, false)).isEmpty();
        assertThat(PersonalNumbers.replace(text, Found::masked)).isSameAs(text);
    }

    @Test
    void asksForWhatIsInsideANumberThatStays() {
        assertThat(found("1234 5678 110101199003078515 13812345678", true))
                .startsWith("LONG_NUMBER 1234 5678 110101199003078515 13812345678")
                .contains("IDENTITY_NUMBER 110101199003078515", "MOBILE 13812345678");
    }

    @Test
    void tellsACodeFromALabel() {
        List<Boolean> codes = new ArrayList<>();
        for (String text :
                List.of("L13812345678", "13812345678A", "TEL13812345678", "13812345678", "x tel13812345678")) {
            PersonalNumbers.replace(text, found -> {
                codes.add(found.isPartOfCode());
                return null;
            });
        }

        assertThat(codes).containsExactly(true, true, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1 ", "12 345-", "a", "a@", "a.", "@", "京A", "138", "110101 19900307 851", "１"})
    void takesTimeInProportionToTheText(String piece) {
        String text = piece.repeat(2_000_000 / piece.length());

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatCode(() -> found(text, true))
                .doesNotThrowAnyException());
    }
}
