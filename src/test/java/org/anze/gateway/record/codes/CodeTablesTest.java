package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTablesTest {

    private static final LocalDate BEFORE = LocalDate.of(2026, 6, 30);
    private static final LocalDate AFTER = LocalDate.of(2026, 7, 1);

    private static CodeTables codes;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() throws IOException {
        codes = CodeTables.load(Path.of("codes"));
    }

    @ParameterizedTest
    @CsvSource({
        "SEC, 煤矿, 01",
        "SEC, 03, 03",
        "SEC, 危化品, 03",
        "SEC, 危险 化学品, 03",
        "SRV, 隐患排查, 4",
        "SRV, 应急演练, 5",
        "SRV, 教育培训, 1",
        "SRV, ４, 4",
        "SCALE, 小微, ",
        "SCALE, 大型企业, L",
        "SEC, 煤, "
    })
    void findsACodeByCodeNameOrAlias(String table, String text, String code) {
        assertThat(codes.lookup(table, text, BEFORE).map(Code::code).orElse(null))
                .isEqualTo(code);
    }

    @Test
    void keepsOtherExplosionBeforeTheNewEditionAndNamesItsCandidates() {
        Code code = codes.lookup("ACC", "其他爆炸", BEFORE).orElseThrow();
        assertThat(code.code()).isEqualTo("其他爆炸");
        assertThat(code.legacyCode()).isEqualTo("其他爆炸");
        assertThat(code.confidence()).isEqualTo(300_000);
        assertThat(code.candidates()).hasSize(6).startsWith("可燃气体爆炸");
        assertThat(codes.contains("ACC", "其他爆炸", BEFORE)).isTrue();
        assertThat(codes.contains("ACC", "其他爆炸", AFTER)).isFalse();
    }

    @Test
    void translatesALegacyTypeFromTheFirstDayOfTheNewEdition() {
        Code code = codes.lookup("ACC", "机械伤害", AFTER).orElseThrow();
        assertThat(code.code()).isEqualTo("机械致害");
        assertThat(code.legacyCode()).isEqualTo("机械伤害");
        assertThat(code.confidence()).isEqualTo(1_000_000);
    }

    @Test
    void translatesANewTypeBackForAnEarlierAccident() {
        Code code = codes.lookup("ACC", "粉尘爆炸", BEFORE).orElseThrow();
        assertThat(code.code()).isEqualTo("其他爆炸");
        assertThat(code.candidates()).containsExactly("其他爆炸", "瓦斯爆炸");
    }

    @Test
    void needsNoCrosswalkForATypeOfBothEditions() {
        for (LocalDate day : new LocalDate[] {BEFORE, AFTER}) {
            assertThat(codes.lookup("ACC", "高处坠落", day)).contains(Code.plain("高处坠落", "高处坠落"));
        }
    }

    @Test
    void hasTwentyAccidentTypesBeforeAndTwentySevenAfter() throws IOException {
        long before = 0;
        long after = 0;
        for (String line : Files.readAllLines(Path.of("codes", "ACC.csv"))) {
            String code = line.split(",", 2)[0];
            before += codes.contains("ACC", code, BEFORE) ? 1 : 0;
            after += codes.contains("ACC", code, AFTER) ? 1 : 0;
        }
        assertThat(before).isEqualTo(20);
        assertThat(after).isEqualTo(27);
    }

    @ParameterizedTest
    @CsvSource({
        "140212, 2024-01-31, true", "330382, 2024-01-31, true", "441900, 2024-01-31, true", "110000, 2024-01-31, true",
        "140271, 2024-01-31, false", "330103, 2021-03-10, true", "330103, 2021-03-11, false",
                "330113, 2021-03-10, false",
        "330113, 2021-03-11, true", "540422, 2020-01-01, true", "999999, 2024-01-31, false"
    })
    void knowsRegionsOnADay(String code, LocalDate day, boolean valid) {
        assertThat(codes.isRegion(code, day)).isEqualTo(valid);
    }

    @Test
    void mapsAStatisticalZoneToItsCity() {
        assertThat(codes.regions().parentOfZone("140271")).contains("140200");
        assertThat(codes.regions().parentOfZone("330382")).isEmpty();
        assertThat(codes.regions().parentOfZone("990071")).isEmpty();
    }

    @Test
    void findsARegionByItsNameOnlyWhenTheNameIsUnique() {
        assertThat(codes.regions().byName("山西省大同市新荣区")).contains("140212");
        assertThat(codes.regions().byName("新荣区")).contains("140212");
        assertThat(codes.regions().byName("北京市朝阳区")).contains("110105");
        assertThat(codes.regions().byName("城区")).isEmpty();
        assertThat(codes.regions().byName("市辖区")).isEmpty();
        assertThat(codes.regions().fullName("140212")).contains("山西省大同市新荣区");
    }

    @ParameterizedTest
    @CsvSource({
        "0610, 01",
        "B0610, 01",
        "2671, 07",
        "2672, 04",
        "2664, 03",
        "2681, ",
        "4710, 06",
        "5435, 05",
        "0412, 09",
        "32, 08",
        "0710, 02",
        "2690, ",
        "5312, 05",
        "'', "
    })
    void derivesTheSectorFromTheLongestIndustryPrefix(String industry, String sector) {
        assertThat(codes.sectorOfIndustry(industry).orElse(null)).isEqualTo(sector);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1,甲,,,|1,乙,,,; code twice: 1",
                "1,甲,x,,|2,乙,x,,; stands for both",
                "1,,,,; empty: name",
                "1,甲,,2026,; not a date",
                "1,甲,,2026-07-01,2026-06-30; to must be after from"
            })
    void namesFileAndLineOfABrokenRow(String rows, String reason) throws IOException {
        Path file = folder.resolve("BAD.csv");
        Files.writeString(file, "# a comment\ncode,name,aliases,from,to\n" + rows.replace('|', '\n'));
        int line = rows.contains("|") ? 4 : 3;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTable.read(file))
                .withMessageContaining("BAD.csv:" + line)
                .withMessageContaining(reason.strip());
    }
}
