package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalCellsTest {

    @ParameterizedTest
    @CsvSource({
        "张三, 张*",
        "欧阳春晓, 欧***",
        "110101199003070000, 110****0000",
        "13800000000, 138****0000",
        "0352-0000000, 035****0000",
        "zhang@example.cn, z***@example.cn",
        "京A12345, ***",
        "高压电击伤及右上肢并经抢救无效, ***"
    })
    void hidesWholeCellsOfPersonalColumns(String text, String shown) {
        assertThat(PersonalCells.mask(text, true)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "联系 13800000000 张, 联系 138****0000 张",
        "证号110101199003070000。, 证号110101************。",
        "写信到 zhang@example.cn, 写信到 z***@example.cn",
        "AJIA202414021200001, AJIA202414021200001",
        "91140212MAXX00015K, 91140212MAXX00015K",
        "61115.83, 61115.83",
        "１３８００００００００, 138****0000",
        "罐车晋B12345侧翻, 罐车晋B*****侧翻",
        "付至账号6228480402564890018, 付至账号****0018",
        "6228480402564890018, 6228480402564890018",
        "911402121380013800, 911402121380013800",
        "tel13800000000, tel138****0000",
        "L13800000000, L13800000000"
    })
    void hidesNumbersOfPeopleInOtherTexts(String text, String shown) {
        assertThat(PersonalCells.mask(text, false)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"联系 138****0000", "晋B*****挂", "付至****0018", "z***@example.cn", "证号110101************"})
    void knowsItsOwnMasks(String text) {
        assertThat(PersonalCells.looksMasked(text, false)).isTrue();
    }
}
