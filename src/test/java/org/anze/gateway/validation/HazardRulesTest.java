package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HazardRulesTest {

    @Test
    void needsOneReportOutsideShanxiAndTwoInside() {
        SampleContext everywhere = new SampleContext().from(SampleContext.insurer("insurer-jia"));
        String changes = "state=OVERDUE; reportTo=[{\"dept\":\"a\"}]; @riskRegion=";
        RuleCases.check(everywhere, "V-H04", SampleRecords.aHazard(), changes + "440106", "-");
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
