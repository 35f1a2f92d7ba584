package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.junit.jupiter.api.Test;

class ScopeRulesTest {

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
                .knowing(SampleContext.policy("FAR-1", "insurer-jia")
                        .at(new Scope("110105", "05", "insurer-jia"))
                        .build());
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
                .knowing(SampleContext.policy("AJIA202514021200001", "insurer-yi")
                        .at(new Scope("140311", "08", "insurer-yi"))
                        .build());
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
        Wanted wanted = SampleContext.VALIDATOR.wanted(List.of(
                SampleRecords.aClaim().build(),
                SampleRecords.aClaim().with("claimNo=K-2").build(),
                SampleRecords.aHazard().build(),
                SampleRecords.aPolicy().with("prevPolicyNo=OLD-1").build(),
                SampleRecords.anEnterprise().build()));
        assertThat(wanted.references())
                .containsExactlyInAnyOrder(
                        new Reference(RecordType.POLICY, "AJIA202514021200001"),
                        new Reference(RecordType.ACCIDENT_REPORT, "A-1"),
                        new Reference(RecordType.SERVICE_RECORD, "S-1"),
                        new Reference(RecordType.HAZARD, "H-1"),
                        new Reference(RecordType.POLICY, "OLD-1"),
                        new Reference(RecordType.ENTERPRISE, "91140212MAXX00015K"),
                        new Reference(RecordType.PLAN, "PLAN-1"));
        assertThat(wanted.lookups())
                .containsExactlyInAnyOrder(
                        new Lookup(RecordType.ENDORSEMENT, "policyNo", "AJIA202514021200001"),
                        new Lookup(RecordType.CLAIM, "policyNo", "AJIA202514021200001"),
                        new Lookup(RecordType.POLICY, "insured", "91140212MAXX00015K"),
                        new Lookup(RecordType.POLICY, InsuredUnits.LISTED, "91140212MAXX00015K"));
        assertThat(SampleContext.VALIDATOR
                        .wanted(List.of(SampleRecords.anEvaluation().build()))
                        .isEmpty())
                .isTrue();
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

    @Test
    void putsABrokersPolicyUnderTheInsurerThatItStates() {
        SampleContext context = new SampleContext().from(SampleContext.broker());
        Validated stated = context.validate(
                SampleRecords.aPolicy().with("@insurer=91140105MAWX001284").build());
        assertThat(stated.valid().scope()).isEqualTo(new Scope("140212", "01", "insurer-yi"));
        Validated field = context.validate(SampleRecords.aPolicy()
                .with("@insurer=; insurer=91140105MAWX0011X4")
                .build());
        assertThat(field.valid().scope().insurer()).isEqualTo("insurer-jia");
        Validated byCode =
                context.validate(SampleRecords.aPolicy().with("@insurer=PICC").build());
        assertThat(byCode.valid().scope().insurer()).isEqualTo("insurer-picc");
    }

    @Test
    void keepsARecordOfAnUnknownInsurerOutOfEveryScope() {
        Validated verdict = new SampleContext()
                .from(SampleContext.broker())
                .validate(SampleRecords.aPolicy()
                        .with("@insurer=癸保险; insured=91110105MAXX000741")
                        .build());
        assertThat(SampleContext.names(verdict)).isEqualTo("INSURER_UNKNOWN");
        assertThat(verdict.findings().get(0).zh()).contains("癸保险");
        assertThat(verdict.valid().scope().insurer()).isEmpty();
    }

    @Test
    void takesTheInsurerOfWhatABrokerOrAgencyRefersTo() {
        SampleContext broker = new SampleContext().from(SampleContext.broker());
        assertThat(insurer(broker, SampleRecords.anEndorsement().with("@insurer=")))
                .isEqualTo("insurer-jia");
        SampleContext agency = new SampleContext().from(SampleContext.agency());
        assertThat(insurer(agency, SampleRecords.aService().with("@insurer="))).isEqualTo("insurer-jia");
        assertThat(insurer(agency, SampleRecords.aHazard().with("@insurer="))).isEqualTo("insurer-jia");
    }

    @Test
    void meansTheSendersOwnRecordOfTheNumber() {
        SampleContext context = new SampleContext()
                .from(SampleContext.broker())
                .knowing(SampleContext.policy("AJIA202514021200001", "broker-beijing")
                        .at(new Scope("140212", "01", "insurer-yi"))
                        .build());
        assertThat(insurer(context, SampleRecords.anEndorsement().with("@insurer=")))
                .isEqualTo("insurer-yi");
    }

    @Test
    void leavesADepartmentsRecordsToNoInsurer() {
        SampleContext context = new SampleContext().from(SampleContext.sender("city-datong"));
        assertThat(insurer(context, SampleRecords.aComplaint().with("@insurer=")))
                .isEmpty();
        assertThat(insurer(context, SampleRecords.anEnforcementCase().with("@insurer=; insurer=91140105MAWX0011X4")))
                .isEmpty();
    }

    @Test
    void letsAnInsurerSpeakOfItsPolicyThatABrokerSent() {
        SampleContext context = new SampleContext()
                .knowing(SampleContext.policy("BROKERED", "broker-beijing")
                        .at(new Scope("140311", "08", "insurer-jia"))
                        .build());
        Validated verdict = context.validate(SampleRecords.aClaim()
                .with("policyNo=BROKERED; @riskRegion=; @sector=")
                .build());
        assertThat(verdict.valid().scope()).isEqualTo(new Scope("140311", "08", "insurer-jia"));
    }

    private static String insurer(SampleContext context, SampleRecords.Sample sample) {
        return context.validate(sample.build()).valid().scope().insurer();
    }
}
