package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {

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
        KnownRecord old = SampleContext.policy("OLD-1", "insurer-jia")
                .with("startAt", "2025-03-01T00:00:00+08:00")
                .with("endAt", "2026-03-01T00:00:00+08:00")
                .build();
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
    void rejectsTheLegacyClaimOnAnotherInsurersPolicyAndLetsTheOthersWait() {
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
        assertThat(fatal.valid()).isNull();
        assertThat(fatal.awaited()).isEqualTo(new Reference(RecordType.POLICY, "DINGB33090200009"));
        assertThat(SampleContext.names(fatal))
                .isEqualTo("ACCIDENT_REPORT_ABSENT CLAIM_REPORTED_LATE FIELDS_EXPECTED POLICY_UNKNOWN");
        assertThat(fatal.findings()).anyMatch(finding -> finding.zh().contains("56小时"));
        assertThat(fatal.findings()).anyMatch(finding -> finding.zh().contains("较大"));
    }
}
