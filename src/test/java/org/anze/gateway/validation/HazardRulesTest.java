package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HazardRulesTest {

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "V-S01 | uscc=91140212MAXX00015J | USCC_WRONG",
                "V-S07 | foundAt=2025-06-12T00:00:00+08:00; state=FOUND; rectifiedAt=; notifiedAt=2025-06-12T00:00:00+08:00; recheckAt= | IN_FUTURE",
                "V-H01 | state=FOUND; rectifiedAt=; recheckAt=; recheckBy= | -",
                "V-H01 | state=RECTIFIED; recheckAt=; recheckBy= | -",
                "V-H01 | state=RECTIFIED; rectifiedAt=; recheckAt=; recheckBy= | STATE_WITHOUT_FACT",
                "V-H01 | state=CLOSED; recheckAt= | STATE_WITHOUT_FACT",
                "V-H01 | state=RECHECKED; recheckBy= | STATE_WITHOUT_FACT",
                "V-H01 | state=REPORTED; level=一般 | STATE_WITHOUT_FACT",
                "V-H01 | notifiedAt=2025-06-02T09:00:00+08:00 | -",
                "V-H01 | notifiedAt=2025-06-02T08:59:59+08:00 | HAZARD_TIMES_REVERSED",
                "V-H01 | recheckAt=2025-06-05T08:59:59+08:00 | HAZARD_TIMES_REVERSED",
                "V-H01 | state=OVERDUE; level=一般; deadline=2025-06-09; rectifiedAt=; recheckAt=; recheckBy= | -",
                "V-H01 | state=OVERDUE; level=一般; deadline=2025-06-10; rectifiedAt=; recheckAt=; recheckBy= | OVERDUE_TOO_EARLY",
                "V-H02 | criteria= | MAJOR_INCOMPLETE",
                "V-H02 | criteria=; level=一般 | -",
                "V-H02 | notifyTo=实际控制人 | -",
                "V-H02 | notifyTo=安全负责人 | MAJOR_INCOMPLETE",
                "V-H02 | noticeReceipt= | MAJOR_INCOMPLETE",
                "V-H02 | noticeReceipt=; state=FOUND | -",
                "V-H03 | notifiedAt=2025-06-03T09:00:00+08:00 | -",
                "V-H03 | notifiedAt=2025-06-03T09:00:01+08:00 | NOTICE_LATE",
                "V-H04 | state=OVERDUE; reportTo=[{\"dept\":\"a\"},{\"dept\":\"b\"}] | -",
                "V-H04 | state=OVERDUE; reportTo=[{\"dept\":\"a\"},{\"dept\":\"a\"}] | NOT_REPORTED",
                "V-H04 | state=REFUSED; reportTo=[{\"dept\":\"a\"}]; @riskRegion=140212 | NOT_REPORTED",
                "V-H05 | evidence= | CLOSED_WITHOUT_EVIDENCE",
                "V-H05 | evidence=; photos=[{\"hash\":\"ab\"}] | -",
                "V-H05 | recheckBy=孙改 | RECHECKED_BY_RECTIFIER",
                "V-H05 | recheckBy=孙改二 | -",
                "V-T02 | serviceNo=S-2 | REFERENCE_UNKNOWN"
            })
    void holdsTheRulesOfHazards(String rule, String changes, String problems) {
        RuleCases.check(rule, SampleRecords.aHazard(), changes, problems);
    }

    @Test
    void needsOneReportOutsideShanxiAndTwoInside() {
        SampleContext everywhere = new SampleContext().from(SampleContext.insurer("insurer-jia"));
        String changes = "state=OVERDUE; reportTo=[{\"dept\":\"a\"}]; @riskRegion=";
        RuleCases.check(everywhere, "V-H04", SampleRecords.aHazard(), changes + "110105", "-");
        RuleCases.check(everywhere, "V-H04", SampleRecords.aHazard(), changes + "140212", "NOT_REPORTED");
    }

    @Test
    void doesNotTellWhoRechecked() {
        assertThat(new SampleContext()
                        .validate(SampleRecords.aHazard().with("recheckBy=孙改").build())
                        .findings())
                .noneMatch(finding -> finding.toString().contains("孙改"));
    }
}
