package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.Scope;
import org.anze.gateway.validation.References.KnownPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRulesTest {

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "V-S01 | insured=91140212MAXX00015J | USCC_WRONG",
                "V-S01 | applicant=91140212MAXX0001K5 | USCC_WRONG",
                "V-S01 | insuredUnits=[{\"uscc\":\"91140221MAXX00023F\"}] | -",
                "V-S01 | insuredUnits=[{\"uscc\":\"91140221MAXX00023G\"}] | USCC_WRONG",
                "V-S06 | feeRateAgreed=10000 | -",
                "V-S06 | feeRateAgreed=9999 | PERCENT_SUSPICIOUS",
                "V-S06 | feeRateAgreed=0 | -",
                "V-S07 | signDate=2025-06-11 | -",
                "V-S07 | signDate=2025-06-12 | IN_FUTURE",
                "V-P01 | endAt=2025-06-01T00:00:01+08:00 | -",
                "V-P01 | endAt=2025-06-01T00:00:00+08:00 | PERIOD_REVERSED",
                "V-P01 | endAt=2025-05-01T00:00:00+08:00 | PERIOD_REVERSED",
                "V-P01 | endAt=2026-06-02T00:00:00+08:00 | -",
                "V-P01 | endAt=2026-06-02T00:00:01+08:00 | PERIOD_LONG",
                "V-P01 | endAt=2028-06-01T00:00:00+08:00; @sector=06 | -",
                "V-P03 | perPersonDeath=39999999 | DEATH_LIMIT_LOW",
                "V-P03 | perPersonDeath=40000000 | -",
                "V-P05 | actualCount=420 | -",
                "V-P05 | actualCount=421 | HEADCOUNT_SHORT",
                "V-P06 | received=6111583 | -",
                "V-P06 | received=6111584 | RECEIVED_OVER_PREMIUM",
                "V-P07 | premium=6176970; received=1 | -",
                "V-P07 | premium=6176971; received=1 | PREMIUM_OFF_RATE",
                "V-P07 | premium=6054653; received=1 | -",
                "V-P07 | premium=6054652; received=1 | PREMIUM_OFF_RATE",
                "V-P08 | commissionRate=50000 | -",
                "V-P08 | commissionRate=50001 | COMMISSION_HIGH",
                "V-P09 | employeeShare=0 | -",
                "V-P09 | employeeShare=1 | STAFF_PAYS",
                "V-P10 | servicePlan= | PLAN_MISSING",
                "V-P10 | servicePlan=; @sector=90 | -",
                "V-P11 | feeRateAgreed=210000 | -",
                "V-P11 | feeRateAgreed=210001 | FEE_OVER_CAP",
                "V-P13 | coType=共保; coInsurers=[{\"insurer\":\"a\",\"share\":600000},{\"insurer\":\"b\",\"share\":400000}] | -",
                "V-P13 | coType=共保; coInsurers=[{\"insurer\":\"a\",\"share\":600000},{\"insurer\":\"b\",\"share\":399999}] | SHARES_NOT_WHOLE",
                "V-P13 | coType=共保 | SHARES_NOT_WHOLE",
                "V-P13 | governmentSelected=false | -",
                "V-P13 | governmentSelected=true | GOVERNMENT_SELECTED",
                "V-T02 | prevPolicyNo=UNKNOWN1 | REFERENCE_UNKNOWN",
                "V-P16 | prevPolicyNo=AJIA202514021200001 | -",
                "V-P16 | prevPolicyNo=OTHER-UNIT | PREVIOUS_OF_OTHER_UNIT"
            })
    void holdsTheRulesOfPolicies(String rule, String changes, String problems) {
        SampleContext context = new SampleContext()
                .knowing(new KnownPolicy(
                        "OTHER-UNIT",
                        "insurer-yi",
                        new Scope(null, null, "insurer-yi"),
                        "91140221MAXX00023F",
                        null,
                        null,
                        null,
                        null,
                        null));
        RuleCases.check(context, rule, SampleRecords.aPolicy(), changes, problems);
    }

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
