package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final Regions regions = SampleCodes.TABLES.regions();

    @ParameterizedTest
    @CsvSource({
        // 大同 2018-02-09, 杭州 2021-03-11, 济南/莱芜 2018-12-26
        "140213, 2018-02-08, false",
        "140213, 2018-02-09, true",
        "140202, 2018-02-08, true",
        "140202, 2018-02-09, false",
        "330114, 2021-03-11, true",
        "330110, 2020-01-01, true",
        "330110, 2022-01-01, true",
        "371202, 2018-12-25, true",
        "371202, 2018-12-26, false",
        "370116, 2018-12-26, true",
        // Only the year is known: both codes count in the year of the change.
        "110103, 2010-12-31, true",
        "110103, 2011-01-01, false",
        // A renamed region keeps its code through the change.
        "420600, 2005-06-01, true",
        "420600, 2015-06-01, true",
        "653228, 2025-01-01, true",
        // 井陉矿区 was away from its code for some years.
        "130107, 1988-06-01, true",
        "130107, 1990-06-01, false",
        "130107, 2024-06-01, true"
    })
    void knowsWhetherACodeIsInForceOnADay(String code, LocalDate day, boolean valid) {
        assertThat(regions.isRegion(code, day)).isEqualTo(valid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"142201", "320600", "440106", "132201", "510202", "110103", "230706", "139002", "130101"})
    void keepsAbolishedCodesForCreditCodesAndIdentityNumbers(String code) {
        assertThat(regions.isKnown(code)).isTrue();
        assertThat(regions.isIdentityPrefix(code)).isTrue();
        assertThat(regions.fullName(code)).isPresent();
    }

    @Test
    void acceptsTheResidentsOfTaiwanAsIdentityPrefixOnly() {
        assertThat(regions.isIdentityPrefix("830000")).isTrue();
        assertThat(regions.isKnown("830000")).isFalse();
        assertThat(regions.isIdentityPrefix("840000")).isFalse();
    }

    @Test
    void namesTheSuccessorsOfAnAbolishedCode() {
        assertThat(regions.successors("140202")).containsExactly("140213", "140214");
        assertThat(regions.successors("330103")).containsExactly("330105");
        assertThat(regions.successors("140212")).isEmpty();
        assertThat(regions.successors("999999")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "140212, 140212",
        "140227, 140215",
        "371202, 370116",
        "330103, 330105",
        "140202, ",
        "999999, ",
        // 平遥县 of the former 晋中地区 moved once, 完县 was renamed and moved twice.
        "142431, 140728",
        "132426, 130636"
    })
    void followsACodeToTheOneInForce(String code, String current) {
        assertThat(regions.current(code, TODAY).orElse(null)).isEqualTo(current);
    }

    @Test
    void successorsAreCodesThemselves() {
        for (String code : regions.codes()) {
            assertThat(regions.codes()).containsAll(regions.successors(code));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "大同县, 2017-06-01, 140227", "大同县, 2024-06-01, 140215", "山西省大同市南郊区, 2017-06-01, 140211",
        "山西省大同市南郊区, 2024-06-01, ", "浙江省杭州市临平区, 2024-06-01, 330113", "襄樊市, 2008-06-01, 420600",
        "襄樊市, 2024-06-01, 420600", "城区, 2024-06-01, ", "湖北省仙桃市, 2024-06-01, 429004"
    })
    void findsANameAsItWasOnTheDay(String name, LocalDate day, String code) {
        assertThat(regions.byName(name, day).orElse(null)).isEqualTo(code);
    }

    @Test
    void findsByNameAloneOnlyWhatIsInForce() {
        assertThat(regions.byName("大同县")).isEmpty();
        assertThat(regions.byName("云州区")).contains("140215");
        assertThat(regions.byName("襄阳市")).contains("420600");
        assertThat(regions.fullName("429004")).contains("湖北省仙桃市");
    }

    @Test
    void hasEveryRegionOfTheCountry() {
        List<String> inForce = regions.codes().stream()
                .filter(code -> regions.isRegion(code, TODAY))
                .toList();
        assertThat(inForce).filteredOn(code -> code.endsWith("0000")).hasSize(34);
        // 333 cities and prefectures, and the collective codes of the four municipalities and the directly governed
        // counties.
        assertThat(inForce)
                .filteredOn(code -> code.endsWith("00") && !code.endsWith("0000"))
                .hasSizeBetween(333, 345);
        assertThat(regions.codes()).hasSizeGreaterThan(6000);
    }
}
