package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sectors in the annexes, size classes and accident levels: each limit from both sides. */
class RegulationTablesTest {

    private static final long YUAN = 100;

    private final CodeTables tables = SampleCodes.TABLES;

    @ParameterizedTest
    @CsvSource({
        "01, 煤矿, 煤矿, 煤矿, 应急管理",
        "02, 非煤矿山, 非煤矿山, 非煤矿山, 应急管理",
        "05, 其他行业领域, 交通运输, 交通运输, 交通运输",
        "06, 其他行业领域, 建筑施工, 建筑施工, 住房和城乡建设",
        "07, 其他行业领域, 民用爆炸物品, 民用爆炸物品, 国防科工",
        "08, 金属冶炼, 金属冶炼, 金属冶炼, 应急管理",
        "09, 其他行业领域, 渔业生产, 其他非高危, 农业农村"
    })
    void putsASectorIntoTheAnnexes(String code, String annex1, String annex2, String annex3, String department) {
        Sector sector = tables.sectors().of(code).orElseThrow();
        assertThat(sector.annex1()).isEqualTo(annex1);
        assertThat(sector.annex2()).isEqualTo(annex2);
        assertThat(sector.annex3()).isEqualTo(annex3);
        assertThat(sector.departments().get(0)).isEqualTo(department);
    }

    @Test
    void doesNotDropFisheryFromAnnexThree() {
        assertThat(tables.sectors().of("09").orElseThrow().annex3Footnote()).isEqualTo("其中渔业生产");
        assertThat(tables.sectors().of("01").orElseThrow().group()).isEqualTo("矿山");
        assertThat(tables.sectors().all()).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 一般", "2, 9, 9999999, 一般", "3, 0, 0, 较大", "0, 10, 0, 较大", "0, 0, 10000000, 较大",
        "9, 49, 49999999, 较大", "10, 0, 0, 重大", "0, 50, 0, 重大", "0, 0, 50000000, 重大", "29, 99, 99999999, 重大",
        "30, 0, 0, 特别重大", "0, 100, 0, 特别重大", "0, 0, 100000000, 特别重大"
    })
    void takesTheGravestLevelThatANumberReaches(long dead, long serious, long lossYuan, String level) {
        assertThat(tables.accidentLevels().levelOf(dead, serious, lossYuan * YUAN))
                .isEqualTo(level);
    }

    @Test
    void comparesLevels() {
        assertThat(tables.accidentLevels().compare("重大", "较大")).isPositive();
        assertThat(tables.accidentLevels().compare("一般", "特别重大")).isNegative();
        assertThat(tables.accidentLevels().compare("一般", "一般")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // 工业: both limits must hold
        "0610, 1000, 400000000, , L",
        "0610, 999, 400000000, , M",
        "0610, 1000, 399999999, , M",
        "0610, 300, 20000000, , M",
        "0610, 299, 20000000, , S",
        "2671, 20, 3000000, , S",
        "2671, 19, 3000000, , X",
        "2671, 20, 2999999, , X",
        // 建筑业: revenue and assets
        "4710, 5000, 800000000, 800000000, L",
        "4710, 5000, 800000000, 799999999, M",
        "4710, 5000, 60000000, 50000000, M",
        "4710, 5000, 3000000, 2999999, X",
        // 交通运输业 without railways
        "5435, 1000, 300000000, , L",
        "5435, 300, 30000000, , M",
        "5435, 20, 2000000, , S",
        "5311, 1000, 300000000, , ",
        "5910, 1000, 300000000, , L",
        "5941, 200, 300000000, , L",
        // A missing figure decides only when the known one falls short.
        "4710, 5000, 800000000, , ",
        "4710, 5000, 2999999, , X",
        "0610, , 400000000, , ",
        "0610, 19, , , X"
    })
    void findsTheSizeByItsLimits(String industry, Long employees, Long revenueYuan, Long assetsYuan, String scale) {
        assertThat(tables.scaleLimits()
                        .scaleOf(industry, employees, fen(revenueYuan), fen(assetsYuan))
                        .orElse(null))
                .isEqualTo(scale);
    }

    private static Long fen(Long yuan) {
        return yuan == null ? null : yuan * YUAN;
    }
}
