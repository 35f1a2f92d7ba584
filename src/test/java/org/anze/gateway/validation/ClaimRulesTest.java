package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.anze.gateway.record.Scope;
import org.anze.gateway.validation.References.KnownPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "V-S01 | uscc=91140212MAXX00015J | USCC_WRONG",
                "V-S07 | reportedAt=2025-06-09T14:59:59+08:00 | TIMES_REVERSED",
                "V-C02 | occurredAt=2025-06-07T16:00:00+08:00 | -",
                "V-C02 | occurredAt=2025-06-07T15:59:59+08:00 | CLAIM_REPORTED_LATE",
                "V-C03 | stages=[{\"stage\":\"REPORT\",\"at\":\"2025-06-09T16:00:00+08:00\"},{\"stage\":\"SURVEY\",\"at\":\"2025-06-09T16:00:00+08:00\"}] | -",
                "V-C03 | stages=[{\"stage\":\"REPORT\",\"at\":\"2025-06-09T16:00:01+08:00\"},{\"stage\":\"SURVEY\",\"at\":\"2025-06-09T16:00:00+08:00\"}] | STAGES_OUT_OF_ORDER",
                "V-C03 | stages=[{\"stage\":\"CLOSE\",\"at\":\"2025-06-09T00:00:00+08:00\"},{\"stage\":\"REPORT\",\"at\":\"2025-06-09T16:00:00+08:00\"}] | -",
                "V-C03 | stages=[{\"stage\":\"CLOSE\",\"at\":\"2025-06-08T00:00:00+08:00\"},{\"stage\":\"REPORT\",\"at\":\"2025-06-09T16:00:00+08:00\"}] | STAGES_OUT_OF_ORDER",
                "V-C03 | stages=[{\"stage\":\"PAY\",\"at\":\"2025-06-09T17:00:00+08:00\"},{\"stage\":\"ASSESS\",\"at\":\"2025-06-09T18:00:00+08:00\"}] | STAGES_OUT_OF_ORDER",
                "V-C03 | stages=[{\"stage\":\"REPORT\",\"at\":\"2025-06-09T16:00:00+08:00\"},{\"stage\":\"PREPAY\",\"at\":\"2025-06-09T15:59:59+08:00\"}] | STAGES_OUT_OF_ORDER",
                "V-C03 | stages=[{\"stage\":\"REPORT\"},{\"stage\":\"ASSESS\"},{\"stage\":\"CLOSE\",\"at\":\"2025-06-09T16:00:00+08:00\"}] | -",
                "V-C03 | stages=[{\"stage\":\"CLOSE\",\"at\":\"2025-06-09T17:00:00+08:00\"},{\"stage\":\"REOPEN\",\"at\":\"2025-06-09T18:00:00+08:00\"},{\"stage\":\"ASSESS\",\"at\":\"2025-06-09T19:00:00+08:00\"}] | -",
                "V-S07 | stages=[{\"stage\":\"REPORT\",\"at\":\"2025-06-11T10:00:01+08:00\"}] | IN_FUTURE",
                "V-C04 | paid=40000000 | -",
                "V-C04 | paid=40000001 | PAID_OVER_ASSESSED",
                "V-C04 | assessed=500000000 | -",
                "V-C04 | assessed=500000001 | ASSESSED_OVER_LIMIT",
                "V-C04 | victims=[{\"outcome\":\"轻伤\",\"paid\":250000000},{\"outcome\":\"轻伤\",\"paid\":250000000}] | -",
                "V-C04 | victims=[{\"outcome\":\"轻伤\",\"paid\":250000000},{\"outcome\":\"轻伤\",\"paid\":250000001}] | VICTIMS_OVER_LIMIT",
                "V-C04 | stages=[{\"stage\":\"PREPAY\",\"amount\":30000000},{\"stage\":\"MEDADV\",\"amount\":10000000}] | -",
                "V-C04 | stages=[{\"stage\":\"PREPAY\",\"amount\":30000000},{\"stage\":\"MEDADV\",\"amount\":10000001}] | PREPAID_OVER_ESTIMATE",
                "V-C05 | victims=[{\"outcome\":\"死亡\",\"paid\":39999999}] | DEATH_PAYMENT_LOW",
                "V-C05 | victims=[{\"outcome\":\"死亡\"}] | -",
                "V-C05 | victims=[{\"outcome\":\"伤残1\",\"paid\":1}] | -",
                "V-C07 | accidentNo= | ACCIDENT_REPORT_ABSENT",
                "V-C07 | accidentNo=A-2 | ACCIDENT_REPORT_ABSENT",
                "V-C07 | accidentNo=; victims=[{\"outcome\":\"轻伤\"}] | -",
                "V-C07 | accidentNo=; victims=[{\"outcome\":\"重伤\"}] | ACCIDENT_REPORT_ABSENT",
                "V-C07 | accidentNo=; victims=[{\"outcome\":\"重伤\"},{\"outcome\":\"死亡\"}] | ACCIDENT_REPORT_ABSENT",
                "V-S02 | victims=[{\"personKey\":\"110101190001010006\",\"outcome\":\"轻伤\"}] | PERSON_NOT_PSEUDONYM"
            })
    void holdsTheRulesOfClaims(String rule, String changes, String problems) {
        RuleCases.check(rule, SampleRecords.aClaim(), changes, problems);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-05-31T23:59:59+08:00, CLAIM_OUTSIDE_PERIOD",
        "2025-06-01T00:00:00+08:00, -",
        "2026-05-31T23:59:59+08:00, -",
        "2026-06-01T00:00:00+08:00, CLAIM_OUTSIDE_PERIOD"
    })
    void takesThePeriodOfThePolicyWithoutItsEnd(String time, String problems) {
        assertThat(new SampleContext()
                        .receivedAt("2026-06-02T00:00:00+08:00")
                        .problems(SampleRecords.aClaim()
                                .with("occurredAt=" + time + "; reportedAt=" + time
                                        + "; stages=[{\"stage\":\"REPORT\"}]")
                                .build()))
                .isEqualTo(problems);
    }

    @Test
    void measuresDeathPaymentsByTheFloorOfThePolicysFirstDay() {
        KnownPolicy old = new KnownPolicy(
                "OLD-1",
                "insurer-jia",
                new Scope("140212", "01", "insurer-jia"),
                null,
                "2025-03-01T00:00:00+08:00",
                "2026-03-01T00:00:00+08:00",
                null,
                null,
                null);
        SampleContext context = new SampleContext().knowing(old);
        String paid = "policyNo=OLD-1; victims=[{\"outcome\":\"死亡\",\"paid\":";
        assertThat(context.problems(
                        SampleRecords.aClaim().with(paid + "30000000}]").build()))
                .isEqualTo("-");
        assertThat(context.problems(
                        SampleRecords.aClaim().with(paid + "29999999}]").build()))
                .isEqualTo("DEATH_PAYMENT_LOW");
    }

    @ParameterizedTest
    @CsvSource({"1, 一般", "2, 一般", "3, 较大", "10, 重大", "30, 特别重大"})
    void namesTheLevelOfAnAccidentWithoutReport(int dead, String level) {
        String victims = String.join(",", Collections.nCopies(dead, "{\"outcome\":\"死亡\"}"));
        assertThat(new SampleContext()
                        .validate(SampleRecords.aClaim()
                                .with("accidentNo=; victims=[" + victims + "]")
                                .build())
                        .findings()
                        .get(0)
                        .zh())
                .contains("死亡" + dead + "人", "构成" + level + "事故");
    }

    @Test
    void rejectsTheLegacyClaimOnAnotherInsurersPolicyAndAcceptsTheOthers() {
        // The three claims of the sample of insurer 丁: 甲's policy, a policy not seen yet, three dead.
        SampleContext context =
                new SampleContext().from(SampleContext.insurer("insurer-ding")).receivedAt("2024-10-01T09:00:00+08:00");
        String first = "claimNo=DING2024140001; policyNo=AJIA202514021200001; @insurer=insurer-ding";
        String third = "claimNo=DING2024330003; policyNo=DINGB33090200009; occurredAt=2024-06-18T02:00:00+08:00;"
                + "reportedAt=2024-06-20T10:00:00+08:00; cause=淹溺; estimate=160000000; assessed=158000000;"
                + "stages=[{\"stage\":\"REPORT\",\"at\":\"2024-06-20T10:00:00+08:00\"},{\"stage\":\"PREPAY\",\"amount\":40000000}];"
                + "victims=[{\"outcome\":\"死亡\"},{\"outcome\":\"死亡\"},{\"outcome\":\"死亡\"},{\"outcome\":\"重伤\"}];"
                + "@insurer=insurer-ding; @riskRegion=330902; accidentNo=; reportNo=; reporter=; lossType=; status=; paid=";
        Validated foreign = context.validate(SampleRecords.aClaim().with(first).build());
        assertThat(foreign.valid()).isNull();
        assertThat(SampleContext.names(foreign)).contains("POLICY_FOREIGN");
        Validated fatal = context.validate(SampleRecords.aClaim().with(third).build());
        assertThat(fatal.valid()).isNotNull();
        assertThat(SampleContext.names(fatal))
                .isEqualTo("ACCIDENT_REPORT_ABSENT CLAIM_REPORTED_LATE FIELDS_EXPECTED POLICY_UNKNOWN");
        assertThat(fatal.findings()).anyMatch(finding -> finding.zh().contains("56小时"));
        assertThat(fatal.findings()).anyMatch(finding -> finding.zh().contains("较大"));
    }
}
