package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.validation.References.KnownPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeRulesTest {

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "V-E02 | @riskRegion=140212 | -",
                "V-E02 | @riskRegion=140000 | -",
                "V-E02 | @riskRegion=110105 | REGION_OUTSIDE_LICENCE",
                "V-S03 | @riskRegion=140299 | REGION_UNKNOWN",
                "V-S03 | @riskRegion=1402 | REGION_UNKNOWN",
                "V-S03 | @riskRegion=140271 | REGION_ZONE",
                "V-S03 | @riskRegion=140211 | REGION_UNKNOWN",
                "V-E05 | @sector=91 | SECTOR_UNKNOWN",
                "V-E02 | @riskRegion= | SCOPE_INCOMPLETE",
                "V-E02 | @sector= | SCOPE_INCOMPLETE",
                "V-T02 | @insurer=insurer-yi | INSURER_FOREIGN"
            })
    void checksTheScopeOfAPolicy(String rule, String changes, String problems) {
        RuleCases.check(rule, SampleRecords.aPolicy(), changes, problems);
    }

    @Test
    void acceptsARegionThatWasAbolishedAfterTheEvent() {
        String event = "policyNo=; @riskRegion=140211; region=140211; occurredAt=";
        assertThat(new SampleContext()
                        .problems(SampleRecords.anAccidentReport()
                                .with(event + "2018-02-08T15:00:00+08:00; reportedAt=2018-02-08T15:10:00+08:00")
                                .build()))
                .isEqualTo("-");
    }

    @Test
    void movesAStatisticalZoneToItsCity() {
        Validated verdict = new SampleContext()
                .validate(SampleRecords.aPolicy().with("@riskRegion=140271").build());
        assertThat(verdict.valid().scope()).isEqualTo(new Scope("140200", "01", "insurer-jia"));
    }

    @Test
    void completesTheScopeFromThePolicyOfTheSameSender() {
        Validated verdict = new SampleContext()
                .validate(SampleRecords.aClaim()
                        .with("@riskRegion=; @sector=; @insurer=")
                        .build());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.valid().scope()).isEqualTo(new Scope("140212", "01", "insurer-jia"));
    }

    @Test
    void keepsWhatTheRecordSaysOverWhatThePolicySays() {
        Validated verdict = new SampleContext()
                .validate(SampleRecords.aClaim()
                        .with("@riskRegion=140311; @sector=")
                        .build());
        assertThat(verdict.valid().scope()).isEqualTo(new Scope("140311", "01", "insurer-jia"));
    }

    @Test
    void checksTheLicenceAreaAlsoOfACompletedScope() {
        SampleContext context = new SampleContext()
                .knowing(new KnownPolicy(
                        "FAR-1",
                        "insurer-jia",
                        new Scope("110105", "05", "insurer-jia"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(context.problems(SampleRecords.aClaim()
                        .with("policyNo=FAR-1; @riskRegion=; @sector=")
                        .build()))
                .isEqualTo("REGION_OUTSIDE_LICENCE");
    }

    @Test
    void rejectsThePolicyOfAnotherInsurerAndTakesNothingFromIt() {
        SampleContext context = new SampleContext().from(SampleContext.insurer("insurer-ding"));
        Validated verdict = context.validate(SampleRecords.aClaim()
                .with("@riskRegion=; @sector=; @insurer=insurer-ding; occurredAt=2020-01-01T00:00:00+08:00")
                .build());
        assertThat(verdict.valid()).isNull();
        assertThat(SampleContext.names(verdict))
                .contains("POLICY_FOREIGN", "SCOPE_INCOMPLETE")
                .doesNotContain("CLAIM_OUTSIDE_PERIOD");
    }

    @Test
    void prefersTheSendersOwnPolicyOfThatNumber() {
        SampleContext context = new SampleContext()
                .from(SampleContext.insurer("insurer-yi"))
                .knowing(new KnownPolicy(
                        "AJIA202514021200001",
                        "insurer-yi",
                        new Scope("140311", "08", "insurer-yi"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        Validated verdict = context.validate(
                SampleRecords.aClaim().with("@riskRegion=; @sector=; @insurer=").build());
        assertThat(verdict.valid().scope()).isEqualTo(new Scope("140311", "08", "insurer-yi"));
    }

    @Test
    void letsAnAgencySpeakOfAnInsurersPolicyWithoutTakingItsScope() {
        SampleContext context = new SampleContext().from(SampleContext.agency());
        assertThat(context.problems(SampleRecords.aService().build())).isEqualTo("-");
        assertThat(context.problems(
                        SampleRecords.aService().with("@riskRegion=").build()))
                .isEqualTo("SCOPE_INCOMPLETE");
    }

    @Test
    void acceptsAVoidingRecordThatOnlyNamesItsKey() {
        Validated verdict = new SampleContext()
                .validate(SampleRecords.aPolicy()
                        .only("policyNo")
                        .with("@op=VOID; @version=2")
                        .build());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.valid()).isNotNull();
        assertThat(new SampleContext()
                        .problems(
                                SampleRecords.aPolicy().only().with("@op=VOID").build()))
                .isEqualTo("FIELD_MISSING");
        assertThat(new SampleContext()
                        .problems(SampleRecords.aPolicy()
                                .only("policyNo")
                                .with("@op=VOID; @riskRegion=110105")
                                .build()))
                .isEqualTo("REGION_OUTSIDE_LICENCE");
    }

    @Test
    void namesWhatABatchRefersToOnce() {
        assertThat(SampleContext.VALIDATOR.references(List.of(
                        SampleRecords.aClaim().build(),
                        SampleRecords.aClaim().with("claimNo=K-2").build(),
                        SampleRecords.aHazard().build(),
                        SampleRecords.aPolicy().with("prevPolicyNo=OLD-1").build(),
                        SampleRecords.anEnterprise().build())))
                .containsExactlyInAnyOrder(
                        new Reference(RecordType.POLICY, "AJIA202514021200001"),
                        new Reference(RecordType.ACCIDENT_REPORT, "A-1"),
                        new Reference(RecordType.SERVICE_RECORD, "S-1"),
                        new Reference(RecordType.POLICY, "OLD-1"));
    }

    @Test
    void judgesEveryRecordOfABatchByItself() {
        List<Validated> verdicts = SampleContext.VALIDATOR.validate(
                List.of(
                        SampleRecords.aPolicy().with("perPersonDeath=1").build(),
                        SampleRecords.aPolicy().build(),
                        SampleRecords.aClaim().with("@riskRegion=; @sector=").build(),
                        SampleRecords.aPolicy().with("@riskRegion=").build()),
                new SampleContext().build());
        assertThat(verdicts)
                .extracting(SampleContext::names)
                .containsExactly("DEATH_LIMIT_LOW PREMIUM_OFF_RATE", "-", "-", "SCOPE_INCOMPLETE");
        assertThat(verdicts).extracting(verdict -> verdict.valid() != null).containsExactly(false, true, true, true);
    }
}
