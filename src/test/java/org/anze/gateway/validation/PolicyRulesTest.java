package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.problem.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRulesTest {

    @ParameterizedTest
    @CsvSource({
        "2024-01-31, 30000000, -",
        "2025-03-28, 30000000, -",
        "2025-03-28, 29999999, DEATH_LIMIT_LOW",
        "2025-03-29, 30000000, DEATH_LIMIT_LOW",
        "2025-03-29, 40000000, -",
        "2017-12-31, 10000000, -"
    })
    void measuresTheDeathLimitByTheFirstDayOfThePolicy(String start, long limit, String problems) {
        assertThat(new SampleContext()
                        .problems(SampleRecords.aPolicy()
                                .with("startAt=" + start + "T00:00:00+08:00; endAt=" + start + "T12:00:00+08:00")
                                .with("perPersonDeath=" + limit + "; signDate=2017-01-01; rate=; commissionRate=0")
                                .build()))
                .isEqualTo(problems.equals("-") ? "FIELDS_EXPECTED" : problems + " FIELDS_EXPECTED");
    }

    @Test
    void namesTheFloorTheLimitAndTheLine() {
        Finding finding = new SampleContext()
                .validate(SampleRecords.aPolicy()
                        .with("perPersonDeath=30000000; rate=450; premium=5670000; received=1")
                        .build())
                .findings()
                .get(0);
        assertThat(finding.zh()).isEqualTo("每人死亡伤残限额300000.00元低于起保日适用的下限400000.00元");
        assertThat(finding.location().line()).isEqualTo(7);
        assertThat(finding.field()).isEqualTo("perPersonDeath");
        assertThat(finding.rejects()).isTrue();
    }

    @Test
    void bindsTheTariffOnlyWhereTheProfileSaysSo(@TempDir Path folder) throws IOException {
        Files.copy(Path.of("jurisdictions/national.yaml"), folder.resolve("national.yaml"));
        Files.writeString(folder.resolve("beijing.yaml"), """
                profile: beijing
                zh: 北京
                en: Beijing
                regionPrefix: '11'
                parameters:
                  tariffBinding:
                    - {value: true, validFrom: 2017-07-01, source: BJ (十)}
                  feeFloor:
                    - {value: 10 %, validFrom: 2017-07-01, source: test}
                """);
        Validator validator = new Validator(SampleRecords.DEFINITIONS, Profiles.load(folder), SampleContext.CODES);
        ValidationContext context =
                new SampleContext().from(SampleContext.insurer("insurer-jia")).build();
        assertThat(names(validator, context, "rate=365")).isEqualTo("-");
        assertThat(names(validator, context, "rate=366")).isEqualTo("-");
        assertThat(names(validator, context, "rate=365; @riskRegion=110105")).isEqualTo("-");
        assertThat(names(validator, context, "rate=366; @riskRegion=110105")).isEqualTo("RATE_OFF_TARIFF");
        assertThat(names(validator, context, "feeRateAgreed=100000; @riskRegion=110105"))
                .isEqualTo("-");
        assertThat(names(validator, context, "feeRateAgreed=99999; @riskRegion=110105"))
                .isEqualTo("FEE_UNDER_FLOOR");
        assertThat(names(validator, context, "feeRateAgreed=99999")).isEqualTo("-");
    }

    @Test
    void doesNotOverflowOnTheLargestAmounts() {
        long largest = (1L << 53) - 1;
        assertThat(new SampleContext()
                        .problems(SampleRecords.aPolicy()
                                .with("perPersonDeath=" + largest + "; insuredCount=" + largest + "; rate=1000000")
                                .build()))
                .isEqualTo("PREMIUM_OFF_RATE");
    }

    @Test
    void acceptsThePolicyOfALegacySourceWithACompletenessWarning() {
        // The first line of the sample of insurer 甲 holds no more than this.
        Validated verdict = new SampleContext()
                .receivedAt("2024-02-01T09:00:00+08:00")
                .validate(SampleRecords.aPolicy()
                        .only(
                                "policyNo",
                                "insured",
                                "insuredName",
                                "premium",
                                "feeRateAgreed",
                                "insuredCount",
                                "perPersonDeath")
                        .with("startAt=2024-01-31T00:00:00+08:00; endAt=2025-01-31T00:00:00+08:00")
                        .build());
        assertThat(verdict.valid()).isNotNull();
        assertThat(SampleContext.names(verdict)).isEqualTo("FIELDS_EXPECTED PLAN_MISSING");
        assertThat(verdict.findings().get(0).zh()).contains("、实收保费、");
    }

    private static String names(Validator validator, ValidationContext context, String changes) {
        return SampleContext.names(validator
                .validate(List.of(SampleRecords.aPolicy().with(changes).build()), context)
                .get(0));
    }
}
