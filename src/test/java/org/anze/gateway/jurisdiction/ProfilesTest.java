package org.anze.gateway.jurisdiction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;
import org.anze.gateway.problem.SenderMustCorrect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

    private static final String DATONG = "140212";
    private static final String BEIJING = "110105";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @TempDir
    Path folder;

    private final Profiles shipped = load(Path.of("jurisdictions"));

    @ParameterizedTest
    @CsvSource({
        "2017-12-31, ",
        "2018-01-01, 30000000",
        "2025-03-28, 30000000",
        "2025-03-29, 40000000",
        "2030-01-01, 40000000"
    })
    void perPersonFloorChangesWithTheDecreeOf2025(LocalDate day, Long fen) {
        assertThat(shipped.at(DATONG, day).perPersonFloor()).isEqualTo(fen);
        assertThat(shipped.at(BEIJING, day).perPersonFloor()).isEqualTo(fen);
    }

    @ParameterizedTest
    @CsvSource({"2025-03-28, ", "2025-03-29, 50000"})
    void commissionIsCappedFromTheDecreeOf2025(LocalDate day, Long cap) {
        assertThat(shipped.at(DATONG, day).commissionCap()).isEqualTo(cap);
        assertThat(shipped.at(DATONG, day).sameStandard()).isEqualTo(cap != null);
    }

    @Test
    void statesTheNationalParametersOfToday() {
        Parameters national = shipped.at(BEIJING, TODAY);
        assertThat(national.profile()).isEqualTo("national");
        assertThat(national.feeCap()).isEqualTo(210_000);
        assertThat(national.feeFloor()).isNull();
        assertThat(national.tariffBinding()).isFalse();
        assertThat(national.compulsorySectors())
                .containsExactlyInAnyOrder("01", "02", "03", "04", "05", "06", "07", "08", "09");
        assertThat(national.participationTarget())
                .isEqualTo(new ParticipationTarget(
                        1_000_000, Set.of("01", "02", "03", "04", "08"), LocalDate.of(2026, 12, 31)));
        assertThat(national.majorHazardRecipients()).isEqualTo(HazardRecipients.EITHER);
        assertThat(national.fineFirst()).isEqualTo(new MoneyRange(5_000_000, 10_000_000));
        assertThat(national.fineRepeated()).isEqualTo(new MoneyRange(10_000_000, 20_000_000));
        assertThat(national.complaintAnswer()).isEqualTo(10);
        assertThat(national.complaintVerifiedAnswer()).isEqualTo(30);
        assertThat(national.complaintExtension()).isEqualTo(Duration.ofDays(30));
        assertThat(national.accidentReportDelay()).isEqualTo(Duration.ofMinutes(60));
        assertThat(national.hazardNoticeDelay()).isEqualTo(Duration.ofHours(24));
        assertThat(national.claimReportDelay()).isEqualTo(Duration.ofHours(48));
        assertThat(national.longestPolicy()).isEqualTo(Duration.ofDays(366));
        assertThat(national.rateTolerance()).isEqualTo(10_000);
        assertThat(national.futureTolerance()).isEqualTo(Duration.ofHours(24));
        assertThat(national.uploadLag()).isNull();
        assertThat(national.serviceFrequency()).isEmpty();
        assertThat(national.annexesDue()).isNull();
        assertThat(national.source("perPersonFloor")).isEqualTo("27 art15");
    }

    @Test
    void statesTheParametersOfShanxiOnTopOfTheNationalOnes() {
        Parameters shanxi = shipped.at(DATONG, TODAY);
        assertThat(shanxi.profile()).isEqualTo("shanxi");
        assertThat(shanxi.perPersonFloor()).isEqualTo(40_000_000);
        assertThat(shanxi.feeCap()).isEqualTo(210_000);
        assertThat(shanxi.source("feeCap")).isEqualTo("SX annex 4");
        assertThat(shanxi.uploadLag()).isEqualTo(Duration.ofHours(24));
        assertThat(shanxi.annexesDue()).isEqualTo(MonthDay.of(1, 10));
        assertThat(shanxi.selfEvaluationDue()).isEqualTo(MonthDay.of(1, 30));
        assertThat(shanxi.majorHazardRecipients()).isEqualTo(HazardRecipients.BOTH);
        assertThat(shanxi.serviceFrequency())
                .contains(new ServiceFrequency(Set.of("01"), Set.of("L", "M", "S", "X"), 2, 2))
                .hasSize(2);
    }

    @Test
    void takesTheNationalParametersWhenThePlaceIsUnknown() {
        assertThat(shipped.at(null, TODAY).profile()).isEqualTo("national");
    }

    @Test
    void letsACityBeStricterThanItsProvince() throws IOException {
        write("national.yaml", national());
        write("shanxi.yaml", local("shanxi", "14", "feeCap", "20 %"));
        write("datong.yaml", local("datong", "1402", "perPersonFloor", "500000 yuan"));
        Profiles profiles = Profiles.load(folder);
        assertThat(profiles.at(DATONG, TODAY).perPersonFloor()).isEqualTo(50_000_000);
        assertThat(profiles.at(DATONG, TODAY).feeCap()).isEqualTo(200_000);
        assertThat(profiles.at("140311", TODAY).perPersonFloor()).isEqualTo(40_000_000);
    }

    @ParameterizedTest
    @CsvSource({"feeCap, 21.0001 %", "perPersonFloor, 399999.99 yuan", "commissionCap, 5.1 %", "sameStandard, false"})
    void refusesALevelThatLoosensAGuarantee(String parameter, String value) throws IOException {
        write("national.yaml", national());
        write("local.yaml", local("local", "14", parameter, value));
        assertRefused(JurisdictionProblem.LOOSENED, "local.yaml", parameter);
    }

    @ParameterizedTest
    @CsvSource({"feeCap, 21 %", "perPersonFloor, 400000 yuan", "commissionCap, 5 %", "sameStandard, true"})
    void acceptsALevelThatRepeatsAGuarantee(String parameter, String value) throws IOException {
        write("national.yaml", national());
        write("local.yaml", local("local", "14", parameter, value));
        assertThat(Profiles.load(folder).at(DATONG, TODAY).profile()).isEqualTo("local");
    }

    @Test
    void refusesLooseningDuringAnyPartOfItsValidity() throws IOException {
        // 350000 is fine while the national floor is 300000 and loosens it from the day it rises.
        write("national.yaml", national());
        write(
                "local.yaml",
                local("local", "14", "perPersonFloor", "350000 yuan").replace("2025-03-29", "2020-01-01"));
        assertRefused(JurisdictionProblem.LOOSENED, "perPersonFloor", "2025-03-29");
    }

    @Test
    void refusesAnUnknownParameter() throws IOException {
        write("national.yaml", national());
        write("local.yaml", local("local", "14", "perPersonFlor", "500000 yuan"));
        assertRefused(JurisdictionProblem.UNKNOWN_PARAMETER, "local.yaml", "perPersonFlor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "perPersonFloor | 400000",
                "perPersonFloor | 40 万元",
                "feeCap | 0.21",
                "uploadLag | 24",
                "uploadLag | 24 s",
                "sameStandard | 'yes'",
                "annexesDue | 13-10",
                "annexesDue | 2026-01-10",
                "complaintAnswer | 10 d",
                "compulsorySectors | '01'",
                "compulsorySectors | ['01', '01']",
                "majorHazardRecipients | ALL",
                "fineFirst | {from: 2 yuan, to: 1 yuan}",
                "fineFirst | {from: 1 yuan}",
                "serviceFrequency | [{sectors: ['01'], scales: [Q], assessments: 1, inspections: 1}]",
                "participationTarget | {share: 100 %, sectors: ['01'], by: tomorrow}"
            })
    void refusesAValueThatIsNotWrittenAsItsParameterIs(String parameter, String value) throws IOException {
        write("national.yaml", national());
        write("local.yaml", local("local", "14", parameter, value));
        assertRefused(JurisdictionProblem.BAD_VALUE, "local.yaml", parameter);
    }

    @Test
    void refusesTwoValuesForOneDay() throws IOException {
        write("national.yaml", national().replace(", validTo: 2025-03-28", ", validTo: 2025-03-29"));
        assertRefused(JurisdictionProblem.OVERLAP, "national.yaml", "perPersonFloor");
    }

    @Test
    void refusesAValueWithoutSource() throws IOException {
        write("national.yaml", national().replace("source: '140'", "source: ''"));
        assertRefused(JurisdictionProblem.BAD_VALUE, "national.yaml", "source");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value: 21 %, source: x",
                "value: 21 %, validFrom: 2024-01-01",
                "validFrom: 2024-01-01, source: x",
                "value: 21 %, validFrom: 2024-01-02, validTo: 2024-01-01, source: x"
            })
    void refusesAValueThatIsNotWhole(String version) throws IOException {
        write("national.yaml", national().replace("value: 21 %, validFrom: 2024-01-01, source: N322", version));
        assertRefused(JurisdictionProblem.BAD_VALUE, "national.yaml", "feeCap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "profile: x", "profile: x\nzh: x\nen: x", "parameters: {}"})
    void refusesAFileThatLacksItsHead(String text) throws IOException {
        write("national.yaml", text);
        assertRefused(JurisdictionProblem.UNREADABLE, "national.yaml");
    }

    @Test
    void refusesAParameterWithoutValues() throws IOException {
        write("national.yaml", national() + "  feeFloor:\n");
        assertRefused(JurisdictionProblem.BAD_VALUE, "feeFloor");
        write("national.yaml", national() + "  feeFloor: []\n");
        assertRefused(JurisdictionProblem.BAD_VALUE, "feeFloor");
    }

    @Test
    void refusesAMisspeltKeyAndAParameterStatedTwice() throws IOException {
        write("national.yaml", national().replace("validTo", "validUntil"));
        assertRefused(JurisdictionProblem.UNREADABLE, "national.yaml");
        write("national.yaml", national() + "  feeCap:\n    - {value: 1 %, validFrom: 2020-01-01, source: x}\n");
        assertRefused(JurisdictionProblem.UNREADABLE, "national.yaml");
    }

    @Test
    void refusesANationalFileThatLeavesAGuaranteeOut() throws IOException {
        write("national.yaml", national().replace("feeCap", "feeFloor"));
        assertRefused(JurisdictionProblem.NATIONAL_MISSING, "feeCap");
    }

    @Test
    void refusesAFolderWithoutNationalFileAndARegionThatHasTwo() throws IOException {
        write("shanxi.yaml", local("shanxi", "14", "feeCap", "20 %"));
        assertRefused(JurisdictionProblem.NATIONAL_MISSING, "national.yaml");
        write("national.yaml", national());
        write("shanxi-2.yaml", local("shanxi", "14", "feeCap", "20 %"));
        assertRefused(JurisdictionProblem.REGION_TWICE, "14");
        Files.delete(folder.resolve("shanxi-2.yaml"));
        write("shanxi.yaml", local("shanxi", "140", "feeCap", "20 %"));
        assertRefused(JurisdictionProblem.REGION_TWICE, "140");
    }

    private void assertRefused(JurisdictionProblem problem, String... words) {
        assertThatThrownBy(() -> Profiles.load(folder)).isInstanceOfSatisfying(SenderMustCorrect.class, refusal -> {
            assertThat(refusal.finding().code()).isEqualTo(problem.code());
            assertThat(refusal.finding().zh()).contains(words);
            assertThat(refusal.finding().en()).contains(words);
        });
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String national() {
        return """
                profile: national
                zh: 全国
                en: National
                parameters:
                  perPersonFloor:
                    - {value: 300000 yuan, validFrom: 2018-01-01, validTo: 2025-03-28, source: '140'}
                    - {value: 400000 yuan, validFrom: 2025-03-29, source: 27 art15}
                  commissionCap:
                    - {value: 5 %, validFrom: 2025-03-29, source: 27 art14}
                  sameStandard:
                    - {value: true, validFrom: 2025-03-29, source: 27 art16}
                  feeCap:
                    - {value: 21 %, validFrom: 2024-01-01, source: N322}
                """;
    }

    private static String local(String profile, String prefix, String parameter, String value) {
        return """
                profile: %s
                zh: 地方
                en: Local
                regionPrefix: '%s'
                parameters:
                  %s:
                    - {value: %s, validFrom: 2025-03-29, source: local}
                """.formatted(profile, prefix, parameter, value);
    }

    private static Profiles load(Path folder) {
        try {
            return Profiles.load(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
