package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalTextTest {

    @ParameterizedTest
    @CsvSource({
        "电话13812345678。, 电话138****5678。",
        "138 1234 5678, 138****5678",
        "+86 138-1234-5678, +86 138****5678",
        "身份证110101199003078515, 身份证110101************",
        "110101 19900307 851X, 110101************",
        "写信给zhang.san@example.cn, 写信给***@example.cn",
        "写信给13812345678@example.cn, 写信给***@example.cn",
        "tel13812345678, tel138****5678",
        "１３８１２３４５６７８, 138****5678",
        "罐车晋A12345侧翻, 罐车晋A*****侧翻",
        "保单12345678901234567890，联系 13812345678, 保单12345678901234567890，联系 138****5678",
        "1234 5678 110101199003078515 13812345678, 1234 5678 110101************ 138****5678"
    })
    void hidesNumbersThatBelongToPeople(String text, String hidden) {
        assertThat(PersonalText.hideNumbers(text)).isEqualTo(hidden);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91140212MAXX00015K",
                "AJIA202414021200001",
                "6228480402564890018",
                "2026-01-31 00:00:00",
                "61,115.83",
                "140212",
                "911402121380013800",
                "L13812345678"
            })
    void leavesNumbersOfEnterprisesAndPoliciesReadable(String text) {
        assertThat(PersonalText.hideNumbers(text)).isEqualTo(text);
    }

    @Test
    void hidesTheLongestWordFirst() {
        assertThat(PersonalText.hide("欧阳测试与欧阳", List.of("欧阳", "欧阳测试", "与"))).isEqualTo("***与***");
    }

    @Test
    void findsTheWordsInsideListsAndObjects() {
        Object victims = List.of(Map.of("personKey", " 诸葛样本 ", "paid", 100L), Map.of("account", "622848"));

        assertThat(PersonalText.words(victims)).isEqualTo(Set.of("诸葛样本", "622848"));
        assertThat(PersonalText.words(null)).isEmpty();
    }
}
