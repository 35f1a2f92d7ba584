package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceRulesTest {

    @ParameterizedTest
    @CsvSource({
        "2025-05-31T23:59:59+08:00, SERVICE_OUTSIDE_PERIOD UPLOADED_LATE",
        "2025-06-01T00:00:00+08:00, UPLOADED_LATE",
        "2025-06-09T10:00:00+08:00, -",
        "2025-06-09T09:59:59+08:00, UPLOADED_LATE"
    })
    void tellsServicesOutsideThePolicyAndLateUploads(String time, String problems) {
        assertThat(new SampleContext()
                        .problems(SampleRecords.aService()
                                .with("startAt=" + time + "; endAt=" + time)
                                .build()))
                .isEqualTo(problems);
    }

    @Test
    void takesTheEndOfThePolicyAsExclusive() {
        SampleContext context = new SampleContext().receivedAt("2026-06-01T00:00:00+08:00");
        String own = "agency=; provider=自主; endAt=2026-06-01T00:00:00+08:00; startAt=";
        assertThat(context.problems(SampleRecords.aService()
                        .with(own + "2026-05-31T23:59:59+08:00")
                        .build()))
                .isEqualTo("-");
        assertThat(context.problems(SampleRecords.aService()
                        .with(own + "2026-06-01T00:00:00+08:00")
                        .build()))
                .isEqualTo("SERVICE_OUTSIDE_PERIOD");
    }

    @ParameterizedTest
    @CsvSource({"2025-06-10, -", "2025-06-11, AGENCY_NOT_QUALIFIED", "2023-12-31, AGENCY_NOT_QUALIFIED"})
    void asksForTheQualificationOnTheDayOfTheService(String day, String problems) {
        String names = new SampleContext()
                .receivedAt("2025-06-11T09:00:00+08:00")
                .problems(SampleRecords.aService()
                        .with("startAt=" + day + "T08:00:00+08:00; endAt=2025-06-11T08:30:00+08:00")
                        .build());
        assertThat(names.replace(" SERVICE_OUTSIDE_PERIOD", "")).isEqualTo(problems);
    }

    @ParameterizedTest
    @CsvSource({
        "confirmEnt=, 缺少企业确认 confirmEnt",
        "confirmIns=, 缺少保险机构确认 confirmIns",
        "confirmEnt=; confirmIns=, '缺少企业确认 confirmEnt, 保险机构确认 confirmIns'"
    })
    void asksForBothConfirmations(String changes, String sentence) {
        assertThat(new SampleContext()
                        .validate(SampleRecords.aService().with(changes).build())
                        .findings())
                .filteredOn(finding -> "V-V03".equals(finding.rule()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.zh()).isEqualTo(sentence))
                .matches(finding -> !finding.rejects());
    }

    @Test
    void namesTheBrokerThatPosesAsAnAgency() {
        assertThat(new SampleContext()
                        .validate(SampleRecords.aService()
                                .with("agency=91110108MAYY000859")
                                .build())
                        .findings()
                        .get(0)
                        .zh())
                .isEqualTo("样例broker-beijing登记为经纪机构或运营中心 BRK，不能作为服务机构");
    }
}
