package org.anze.gateway.record.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.anze.gateway.record.codes.Insurer.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsurersTest {

    private final Insurers insurers = SampleCodes.TABLES.insurers();

    @ParameterizedTest
    @CsvSource({
        "PICC, 2024-06-01, PICC",
        "91100000710931483R, 2024-06-01, PICC",
        "人保, 2024-06-01, PICC",
        "0001300052, 2024-06-01, CPIC",
        "中国太平洋财产保险股份有限公司, 2024-06-01, CPIC",
        "CLPC, 2024-06-01, GPIC",
        "天安, 2023-12-31, TAIC",
        "天安, 2024-12-31, TAIC",
        "天安, 2025-01-01, 申能财险",
        "申能财险, 2023-12-31, ",
        "申能财险, 2024-01-01, 申能财险",
        "甲保险, 2024-06-01, "
    })
    void findsAnInsurerByAnySchemeAndNameOnADay(String text, LocalDate day, String code) {
        assertThat(insurers.find(text, day).map(Insurer::code).orElse(null)).isEqualTo(code);
    }

    @Test
    void hasTheTwelveOfYueqingInTheirOrder() {
        assertThat(insurers.all())
                .extracting(Insurer::code)
                .containsExactly(
                        "CPIC", "PICC", "GPIC", "PAIC", "CCIC", "CICP", "TAIC", "YGBX", "TPIC", "DBIC", "YAIC", "ZSIC",
                        "申能财险");
    }

    @Test
    void isKeyedByTheCreditCodeWhereThatIsVerified() {
        LocalDate day = LocalDate.of(2024, 6, 1);
        assertThat(insurers.find("平安", day).map(Insurer::key)).contains("914403007109307208");
        assertThat(insurers.find("浙商", day).map(Insurer::key)).contains("ZSIC");
        assertThat(insurers.find("阳光", day).map(insurer -> insurer.codes().get(Scheme.APP10)))
                .contains("0001300041");
    }

    @Test
    void isATableForMappingsToo() {
        LocalDate day = LocalDate.of(2024, 6, 1);
        assertThat(SampleCodes.TABLES.lookup("INS", "914403007109307208", day).map(Code::code))
                .contains("PAIC");
    }
}
