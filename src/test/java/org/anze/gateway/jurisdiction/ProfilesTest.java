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
import org.anze.gateway.problem.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

    private static final String DATONG = "140212";
    private static final String BEIJING = "110105";
    private static final String ELSEWHERE = "440106";
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
        Parameters national = shipped.at(ELSEWHERE, TODAY);
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
                .contains(new ServiceFrequency(Set.of("01"), Set.of("L", "M", "S", "X"), 2, 2, 0, false))
                .hasSize(2);
    }

    @Test
    void statesTheParametersOfJilin() {
        Parameters jilin = shipped.at("220102", TODAY);
        assertThat(jilin.profile()).isEqualTo("jilin");
        assertThat(jilin.feeFloor()).isEqualTo(100_000);
        assertThat(jilin.feeCap()).isEqualTo(210_000);
        assertThat(jilin.accrualAllowed()).isTrue();
        assertThat(jilin.majorHazardRecipients()).isEqualTo(HazardRecipients.BOTH);
        ServiceFrequency frequency = jilin.serviceFrequency().get(0);
        assertThat(frequency.isKept(1, 0)).isTrue();
        assertThat(frequency.isKept(0, 1)).isTrue();
        assertThat(frequency.isKept(0, 0)).isFalse();
        assertThat(frequency.scales()).containsExactlyInAnyOrder("L", "M");
    }

    @Test
    void statesTheParametersOfBeijing() {
        Parameters beijing = shipped.at(BEIJING, TODAY);
        assertThat(beijing.profile()).isEqualTo("beijing");
        assertThat(beijing.tariffBinding()).isTrue();
        assertThat(beijing.tariffRate("01")).isNull();
        assertThat(beijing.majorHazardRecipients()).isEqualTo(HazardRecipients.REGULATOR_AND_CENTRE);
        assertThat(beijing.compulsorySectors()).contains("09");
        assertThat(shipped.at(BEIJING, LocalDate.of(2025, 3, 28)).compulsorySectors())
                .doesNotContain("09")
                .contains("08");
        assertThat(beijing.serviceFrequency()).singleElement().satisfies(frequency -> {
            assertThat(frequency.onSite()).isTrue();
            assertThat(frequency.sectors()).contains("90");
            assertThat(frequency.scales()).contains("X");
            assertThat(frequency.isKept(0, 1)).isTrue();
            assertThat(frequency.isKept(5, 0)).isFalse();
        });
    }

    @Test
    void statesTheParametersOfZhejiangAndOnTopOfThemThoseOfYueqing() {
        Parameters zhejiang = shipped.at("330106", TODAY);
        Parameters yueqing = shipped.at("330382", TODAY);
        assertThat(zhejiang.profile()).isEqualTo("zhejiang");
        assertThat(yueqing.profile()).isEqualTo("yueqing");
        assertThat(zhejiang.accrualAllowed()).isFalse();
        assertThat(yueqing.accrualAllowed()).isFalse();
        assertThat(yueqing.source("fineFirst")).startsWith("YQ");
        assertThat(zhejiang.source("fineFirst")).startsWith("安全生产法");
        assertThat(yueqing.majorHazardRecipients()).isEqualTo(HazardRecipients.SECTOR);
        assertThat(shipped.at("330382", LocalDate.of(2022, 6, 1))
                        .participationTarget()
                        .sectors())
                .containsExactlyInAnyOrder("02", "03", "04", "08");
        assertThat(shipped.at("330381", TODAY).profile()).isEqualTo("zhejiang");
    }

    @ParameterizedTest
    @ValueSource(strings = {"440106", "110105", "140212", "220102", "330106", "330382"})
    void hasALadderForEveryTriggerEverywhere(String region) {
        Parameters parameters = shipped.at(region, TODAY);
        for (EscalationTrigger trigger : EscalationTrigger.values()) {
            assertThat(parameters.escalation(trigger)).as(trigger.triggerName()).isNotEmpty();
        }
        assertThat(parameters.escalation(EscalationTrigger.POLICY_LAPSE))
                .extracting(step -> step.after().toDays())
                .containsExactly(0L, 7L, 30L, 60L);
        assertThat(parameters
                        .escalation(EscalationTrigger.FREQUENCY_AT_RISK)
                        .get(0)
                        .after())
                .isEqualTo(Duration.ofDays(-60));
    }

    @Test
    void statesEveryParameterThatTheRulesUse() {
        Parameters national = shipped.at(ELSEWHERE, TODAY);
        assertThat(national.overlapTolerance()).isEqualTo(Duration.ofDays(30));
        assertThat(national.cancelReasons()).containsExactlyInAnyOrder("关闭取缔", "完全停产", "重复投保");
        assertThat(shipped.at(ELSEWHERE, LocalDate.of(2025, 3, 28)).cancelReasons())
                .isEmpty();
        assertThat(national.paymentTime()).isEqualTo(Duration.ofDays(10));
        assertThat(national.verificationTime()).isEqualTo(Duration.ofDays(30));
        assertThat(national.minimumPaymentTime()).isEqualTo(Duration.ofDays(60));
        assertThat(national.accidentLinkDelay()).isEqualTo(Duration.ofHours(24));
        assertThat(national.followUpTime()).isEqualTo(Duration.ofDays(30));
        assertThat(national.followUpTimeRoadFire()).isEqualTo(Duration.ofDays(7));
        assertThat(national.relayTime()).isEqualTo(Duration.ofHours(2));
        assertThat(national.feeFloorGrace()).isEqualTo(Duration.ofDays(30));
        assertThat(national.ratioTolerance()).isEqualTo(5_000);
        assertThat(national.planGrace()).isEqualTo(Duration.ofDays(30));
        assertThat(national.archiveTime()).isEqualTo(10);
        assertThat(national.expertVisits()).isEqualTo(4);
        assertThat(national.visitDistance()).isEqualTo(2000);
        assertThat(national.listingTerm()).isEqualTo(36);
        assertThat(national.listingMinimum()).isEqualTo(12);
        assertThat(national.pushWindow()).isEqualTo(Duration.ofMinutes(15));
        assertThat(national.batchWindow()).isEqualTo(Duration.ofDays(7));
        assertThat(national.parkingHours()).isEqualTo(72);
        assertThat(national.parksUnknownReferences()).isTrue();
        assertThat(national.accrualAllowed()).isTrue();
        assertThat(national.relatedPayees()).isEmpty();
        assertThat(national.changedSeverities()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{VAL-0304: REJECT} | {VAL-0304: WARNING}",
                "{VAL-0304: REJECT} | {VAL-0401: REJECT, VAL-0304: INFO}"
            })
    void refusesALevelThatLetsPassWhatTheOneAboveRejects(String above, String below) throws IOException {
        write("national.yaml", national());
        write("shanxi.yaml", local("shanxi", "14", "severity", above));
        write("datong.yaml", local("datong", "1402", "severity", below));
        assertRefused(JurisdictionProblem.LOOSENED, "datong.yaml", "severity");
    }

    @Test
    void addsTheChangedSeveritiesOfAllLevels() throws IOException {
        write("national.yaml", national());
        write("shanxi.yaml", local("shanxi", "14", "severity", "{VAL-0304: REJECT}"));
        write("datong.yaml", local("datong", "1402", "severity", "{VAL-0401: WARNING}"));
        Parameters datong = Profiles.load(folder).at(DATONG, TODAY);
        assertThat(datong.severity("VAL-0304")).isEqualTo(Severity.REJECT);
        assertThat(datong.severity("VAL-0401")).isEqualTo(Severity.WARNING);
        assertThat(datong.severity("VAL-0402")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VAL-0303", "VAL-0307", "VAL-0308", "VAL-0310", "VAL-0316"})
    void refusesToLetAGuaranteePass(String code) throws IOException {
        write("national.yaml", national());
        write("local.yaml", local("local", "14", "severity", "{" + code + ": WARNING}"));
        assertRefused(JurisdictionProblem.BAD_VALUE, "local.yaml", code);
        write("local.yaml", local("local", "14", "severity", "{" + code + ": REJECT}"));
        assertThat(Profiles.load(folder).at(DATONG, TODAY).severity(code)).isEqualTo(Severity.REJECT);
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
                "participationTarget | {share: 100 %, sectors: ['01'], by: tomorrow}",
                "serviceFrequency | [{sectors: ['01'], scales: [L], visits: 1}]",
                "serviceFrequency | [{sectors: ['01'], inspections: 1}]",
                "unknownReference | ACCEPT",
                "listingTerm | 3 y",
                "expertVisits | 4",
                "visitDistance | 2 km",
                "cancelReasons | 完全停产",
                "tariffRates | {'1': 0.05 %}",
                "tariffRates | {'01': 0.0005}",
                "severity | {VAL-0304: OFF}",
                "severity | {V-P05: REJECT}",
                "escalation | {policyLaps: [{after: 0 d, to: [INS]}]}",
                "escalation | {policyLapse: [{after: 0 d, to: [INSURER]}]}",
                "escalation | {policyLapse: [{after: 7 d, to: [INS]}, {after: 7 d, to: [CTY]}]}",
                "escalation | {policyLapse: [{after: 7, to: [INS]}]}",
                "escalation | {policyLapse: []}"
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
