package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Decision.Deny;
import org.anze.gateway.access.Decision.Permit;
import org.anze.gateway.access.Decision.Reason;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a grant can say besides units: whose records, on which condition, which case, figures and states only. */
class GrantsTest {

    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Scope SCOPE = new Scope("140212", "03", "insurer-jia");
    private static final String HEAD =
            AgreementFiles.GOOD.substring(0, AgreementFiles.GOOD.indexOf("  - type: policy"));

    private AgreementFiles files;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        files = new AgreementFiles(folder);
    }

    private Agreements agreements(String recipient, String records) {
        Agreements agreements = files.with(
                        recipient, "one.yaml", HEAD.replace("recipient: platform", "recipient: " + recipient) + records)
                .load();
        assertThat(agreements.broken()).isEmpty();
        return agreements;
    }

    private static Decision decide(
            Agreements agreements, String recipient, @Nullable Purpose purpose, RecordType type, Facts facts) {
        return agreements.decide(recipient, purpose, type, facts, MAY);
    }

    private static Reason reason(Decision decision) {
        return ((Deny) decision).reason();
    }

    private static Facts facts(Map<String, Object> values) {
        return Facts.of(SCOPE, values::get);
    }

    private static SealedRecord hazard(Map<String, Object> fields) {
        return SealedSamples.record(RecordType.HAZARD, 1, SCOPE, fields);
    }

    private static Facts sealed(SealedRecord record) {
        return Facts.of(record, SealedSamples.DEFINITIONS.of(record.type()));
    }

    @Test
    void opensOnlyTheUnitsThatAConditionNamesAndOnlyWhenAllElsePermits() {
        Agreements agreements = agreements(
                "platform", "  - type: hazard\n    where: level == \"重大\"\n    units: {give: [finding, progress]}\n");
        SealedRecord major = hazard(Map.of("level", "重大", "state", "FOUND", "desc", "裸露的电线"));
        SealedRecord minor = hazard(Map.of("level", "一般", "state", "FOUND"));
        assertThat(decide(agreements, "platform", null, RecordType.HAZARD, sealed(major)))
                .isInstanceOf(Permit.class);
        assertThat(SealedSamples.spy(major).opened).containsExactly("finding");
        assertThat(reason(decide(agreements, "platform", null, RecordType.HAZARD, sealed(minor))))
                .isEqualTo(Reason.CONDITION_NOT_MET);
        SealedRecord unasked = hazard(Map.of("level", "重大"));
        assertThat(reason(decide(agreements, "platform", Purpose.CLM, RecordType.HAZARD, sealed(unasked))))
                .isEqualTo(Reason.WRONG_PURPOSE);
        assertThat(reason(agreements.decide(
                        "platform", null, RecordType.HAZARD, sealed(unasked), MAY.plusSeconds(400 * 86_400L))))
                .isEqualTo(Reason.EXPIRED);
        assertThat(SealedSamples.spy(unasked).opened).isEmpty();
    }

    @Test
    void decidesNothingWhileAValueCannotBeRead() {
        Agreements agreements =
                agreements("platform", "  - type: hazard\n    where: level == \"重大\"\n    units: {give: [finding]}\n");
        Facts away = Facts.of(SCOPE, field -> {
            throw new IllegalStateException("the store is away");
        });
        assertThatThrownBy(() -> decide(agreements, "platform", null, RecordType.HAZARD, away))
                .hasMessage("the store is away");
    }

    @Test
    void opensNoUnitWithoutACondition() {
        Agreements agreements = agreements("platform", "  - type: hazard\n    units: {give: [finding]}\n");
        SealedRecord record = hazard(Map.of("level", "重大"));
        assertThat(decide(agreements, "platform", null, RecordType.HAZARD, sealed(record)))
                .isInstanceOf(Permit.class);
        assertThat(SealedSamples.spy(record).opened).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "level == '重大' && state != 'CLOSED' | true",
                "level in ['重大', '一般'] | true",
                "level.startsWith('重') | true",
                "criteria == null | true",
                "criteria != null | false",
                "criteria.contains('x') | false",
                "scope.sector == '03' && scope.riskRegion.startsWith('14') | true",
                "scope.insurer == 'insurer-bing' | false",
                "size(level) == 2 | true",
            })
    void understandsTheConditionsThatLawyersNeed(String condition, boolean holds) {
        RowCondition compiled = RowCondition.compile(condition, SealedSamples.DEFINITIONS.of(RecordType.HAZARD));
        assertThat(compiled.holds(
                        facts(Map.of("level", "重大", "state", "FOUND")),
                        SealedSamples.DEFINITIONS.of(RecordType.HAZARD)))
                .isEqualTo(holds);
    }

    @Test
    void comparesAmountsCountsAndLists() {
        RowCondition amount = RowCondition.compile(
                "premium >= 10000 && insuredCount > 5", SealedSamples.DEFINITIONS.of(RecordType.POLICY));
        assertThat(amount.holds(
                        facts(Map.of("premium", 10_000L, "insuredCount", 6L)),
                        SealedSamples.DEFINITIONS.of(RecordType.POLICY)))
                .isTrue();
        assertThat(amount.holds(facts(Map.of("insuredCount", 6L)), SealedSamples.DEFINITIONS.of(RecordType.POLICY)))
                .isFalse();
        RowCondition list = RowCondition.compile(
                "scope.insurer in sentTo || sentTo.exists(one, one == 'city')",
                SealedSamples.DEFINITIONS.of(RecordType.ESCALATION));
        assertThat(list.fields()).containsExactly("sentTo");
        assertThat(list.holds(
                        facts(Map.of("sentTo", List.of("insurer-jia"))),
                        SealedSamples.DEFINITIONS.of(RecordType.ESCALATION)))
                .isTrue();
        assertThat(list.holds(facts(Map.of()), SealedSamples.DEFINITIONS.of(RecordType.ESCALATION)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void canNameEveryFieldThatIsNotPersonal(RecordType type) {
        for (FieldDefinition field : SealedSamples.DEFINITIONS.of(type).fields()) {
            String condition = field.isList() ? "size(" + field.name() + ") == 0" : field.name() + " == null";
            if (field.sensitivity() < 4 && field.type() != FieldType.OBJECTS) {
                RowCondition compiled = RowCondition.compile(condition, SealedSamples.DEFINITIONS.of(type));
                assertThat(compiled.fields()).containsExactly(field.name());
                assertThat(compiled.holds(facts(Map.of()), SealedSamples.DEFINITIONS.of(type)))
                        .isTrue();
            } else {
                assertThatThrownBy(() -> RowCondition.compile(condition, SealedSamples.DEFINITIONS.of(type)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void showsAnInsuredUnitItsOwnRecordsAndNobodyElses() {
        Own own = Own.ENTERPRISE;
        var unit = AgreementFiles.PARTIES.find("city").orElseThrow();
        for (RecordType type : RecordType.values()) {
            assertThat(own.covers(unit, type, facts(Map.of()))).as(type.code()).isFalse();
        }
        assertThat(own.covers(unit, RecordType.POLICY, facts(Map.of("insured", "USCC-city"))))
                .isTrue();
        assertThat(own.covers(unit, RecordType.POLICY, facts(Map.of("insured", "USCC-cit"))))
                .isFalse();
        assertThat(own.covers(unit, RecordType.POLICY, facts(Map.of("insuredName", "city"))))
                .isFalse();
        assertThat(own.covers(unit, RecordType.ENDORSEMENT, facts(Map.of("insured", "USCC-city"))))
                .as("an endorsement has no such field; only its policy says whose it is")
                .isFalse();
        assertThat(own.covers(unit, RecordType.ENDORSEMENT, withPolicy(Map.of("insured", "USCC-city"))))
                .isTrue();
        assertThat(own.covers(unit, RecordType.ESCALATION, facts(Map.of("sentTo", List.of("city")))))
                .isTrue();
        assertThat(Own.AGENCY.covers(
                        unit, RecordType.PLAN, facts(Map.of("items", List.of(Map.of("agency", "USCC-city"))))))
                .isTrue();
        assertThat(Own.AGENCY.covers(
                        unit, RecordType.PLAN, facts(Map.of("items", List.of(Map.of("method", "USCC-city"))))))
                .isFalse();
    }

    private static Facts withPolicy(Map<String, Object> policy) {
        return new Facts() {
            @Override
            public Scope scope() {
                return SCOPE;
            }

            @Override
            public @Nullable Object value(String field) {
                return null;
            }

            @Override
            public @Nullable Object policyValue(String field) {
                return policy.get(field);
            }
        };
    }

    @Test
    void takesTheFirstGrantThatFits() {
        Agreements agreements = agreements("insurer-jia", """
                  - type: enterprise
                    own: insurer
                    units: {give: [identity, turnover, people]}
                  - type: enterprise
                    units: {give: [identity], mask: [people]}
                """);
        Permit own = (Permit) decide(agreements, "insurer-jia", null, RecordType.ENTERPRISE, facts(Map.of()));
        assertThat(own.manner("turnover")).isEqualTo(Manner.GIVEN);
        Permit other = (Permit) decide(
                agreements,
                "insurer-jia",
                null,
                RecordType.ENTERPRISE,
                Facts.of(new Scope("140212", "03", "insurer-bing"), field -> null));
        assertThat(other.manner("turnover")).isEqualTo(Manner.WITHHELD);
        assertThat(other.manner("people")).isEqualTo(Manner.MASKED);
    }

    @Test
    void givesASingleCaseOnlyToWhoAsksForItAndUntilItExpires() {
        Agreements agreements = agreements("bureau", """
                  - type: claim
                    case: {businessKey: LP-1, expires: 2026-06-01T00:00:00+08:00, watermark: true}
                    units: {give: [subject, loss]}
                """);
        Map<String, Object> values = new HashMap<>(Map.of("claimNo", "LP-1"));
        Permit permit = (Permit) decide(agreements, "bureau", Purpose.SUP, RecordType.CLAIM, facts(values));
        assertThat(permit.singleCase().watermark()).isTrue();
        assertThat(decide(agreements, "bureau", null, RecordType.CLAIM, facts(values)))
                .isInstanceOf(Deny.class);
        assertThat(agreements.mayEverReceive("bureau", RecordType.CLAIM)).isFalse();
        assertThat(reason(
                        decide(agreements, "bureau", Purpose.SUP, RecordType.CLAIM, facts(Map.of("claimNo", "LP-2")))))
                .isEqualTo(Reason.NOT_THIS_CASE);
        assertThat(reason(agreements.decide(
                        "bureau", Purpose.SUP, RecordType.CLAIM, facts(values), Instant.parse("2026-05-31T16:00:00Z"))))
                .isEqualTo(Reason.EXPIRED);
        assertThat(agreements
                        .mayCount("bureau", Purpose.SUP, RecordType.CLAIM, MAY)
                        .permitted())
                .isFalse();
    }

    @Test
    void letsASingleCaseStandBesideAnAgreementOverTheSameRecords() {
        files.with(
                "insurer-jia",
                "case.yaml",
                HEAD.replace("id: one", "id: case").replace("recipient: platform", "recipient: insurer-jia") + """
                  - type: accidentReport
                    case: {businessKey: SG-1, expires: 2026-06-01T00:00:00+08:00, watermark: true}
                    units: {give: [accident, text]}
                """);
        Agreements agreements = agreements(
                "insurer-jia", "  - type: accidentReport\n    own: insurer\n    units: {give: [accident]}\n");
        Facts others =
                Facts.of(new Scope("140212", "03", "insurer-bing"), Map.<String, Object>of("reportNo", "SG-1")::get);
        Permit permit = (Permit) decide(agreements, "insurer-jia", Purpose.SUP, RecordType.ACCIDENT_REPORT, others);
        assertThat(permit.agreement().id()).isEqualTo("case");
        assertThat(reason(decide(
                        agreements,
                        "insurer-jia",
                        Purpose.SUP,
                        RecordType.ACCIDENT_REPORT,
                        Facts.of(new Scope("140212", "03", "insurer-bing"), field -> "SG-2"))))
                .isEqualTo(Reason.NOT_OWN);
    }

    @Test
    void givesFiguresWithoutRecordsAndStatesWithoutUnits() {
        Agreements agreements =
                agreements("bureau", "  - type: claim\n    aggregate: true\n  - type: policy\n    status: true\n");
        assertThat(reason(decide(agreements, "bureau", Purpose.SUP, RecordType.CLAIM, facts(Map.of()))))
                .isEqualTo(Reason.FIGURES_ONLY);
        StatisticsRight right = agreements.mayCount("bureau", Purpose.SUP, RecordType.CLAIM, MAY);
        assertThat(right.permitted()).isTrue();
        assertThat(right.smallestCell()).isEqualTo(5);
        assertThat(right.covers(SCOPE)).isTrue();
        assertThat(right.covers(new Scope("330382", "03", "insurer-jia"))).isFalse();
        assertThat(right.reaches(SealedSamples.DEFINITIONS.of(RecordType.CLAIM), "paid"))
                .isTrue();
        assertThat(right.reaches(SealedSamples.DEFINITIONS.of(RecordType.CLAIM), "premium"))
                .isFalse();
        assertThat(agreements
                        .mayCount("bureau", Purpose.CLM, RecordType.CLAIM, MAY)
                        .permitted())
                .isFalse();
        assertThat(agreements
                        .mayCount("bureau", Purpose.SUP, RecordType.POLICY, MAY)
                        .permitted())
                .isFalse();
        Permit permit = (Permit) agreements.status("bureau", Purpose.SUP, RecordType.POLICY, facts(Map.of()), MAY);
        assertThat(permit.manners()).containsOnly(Manner.WITHHELD);
        assertThat(decide(agreements, "bureau", Purpose.SUP, RecordType.POLICY, facts(Map.of())))
                .isInstanceOf(Deny.class);
        assertThat(agreements.status("bureau", Purpose.SUP, RecordType.CLAIM, facts(Map.of()), MAY))
                .isInstanceOf(Deny.class);
    }

    @Test
    void countsOnlyByWhatIsSeen() {
        Agreements agreements = agreements("platform", "  - type: policy\n    units: {give: [parties]}\n");
        StatisticsRight right = agreements.mayCount("platform", Purpose.SUP, RecordType.POLICY, MAY);
        assertThat(right.reaches(SealedSamples.DEFINITIONS.of(RecordType.POLICY), "productCode"))
                .isTrue();
        assertThat(right.reaches(SealedSamples.DEFINITIONS.of(RecordType.POLICY), "premium"))
                .isFalse();
    }

    @Test
    void countsNoUnitThatAGrantOverSomeOfTheRecordsWithholds() {
        Agreements agreements = agreements(
                "platform",
                "  - type: policy\n    where: insured == '91140212MAXX00015K'\n    units: {give: [parties]}\n"
                        + "  - type: policy\n    units: {give: [parties, premium]}\n");
        StatisticsRight right = agreements.mayCount("platform", Purpose.SUP, RecordType.POLICY, MAY);
        assertThat(right.permitted()).isTrue();
        assertThat(right.reaches(SealedSamples.DEFINITIONS.of(RecordType.POLICY), "premium"))
                .isFalse();
        assertThat(right.reaches(SealedSamples.DEFINITIONS.of(RecordType.POLICY), "productCode"))
                .isTrue();
    }

    @Test
    void hidesNoCellOnlyOfWhatEveryRecordIsGivenWithInTheClear() {
        RecordDefinition policy = SealedSamples.DEFINITIONS.of(RecordType.POLICY);
        StatisticsRight given = agreements(
                        "platform", "  - type: policy\n    units: {give: [parties], mask: [premium]}\n")
                .mayCount("platform", Purpose.SUP, RecordType.POLICY, MAY);
        assertThat(given.isInTheClear(policy, List.of("policyNo", "productCode")))
                .isTrue();
        assertThat(given.isInTheClear(policy, List.of("productCode", "premium")))
                .isFalse();
        StatisticsRight figures = agreements("bureau", "  - type: policy\n    aggregate: true\n")
                .mayCount("bureau", Purpose.SUP, RecordType.POLICY, MAY);
        assertThat(figures.isInTheClear(policy, List.of())).isFalse();
    }

    @Test
    void masksSingleFieldsAndLeavesTheOthersOfTheUnitAsTheyAre() {
        Agreements agreements =
                agreements("platform", "  - type: serviceRecord\n    units: {give: [activity], mask: [people.gps]}\n");
        SealedRecord record = SealedSamples.record(
                RecordType.SERVICE_RECORD,
                1,
                SCOPE,
                Map.of("gps", "39.904200,116.407400", "experts", List.of(Map.of("name", "张三"))));
        Permit permit = (Permit) decide(agreements, "platform", null, RecordType.SERVICE_RECORD, sealed(record));
        DisclosedRecord disclosed = new Discloser(purpose -> new byte[] {1})
                .disclose(record, SealedSamples.DEFINITIONS.of(RecordType.SERVICE_RECORD), permit);
        DisclosedRecord.Unit people = disclosed.units().stream()
                .filter(unit -> unit.name().equals("people"))
                .findFirst()
                .orElseThrow();
        assertThat(people.manner()).isEqualTo(Manner.MASKED);
        assertThat(people.salt()).isNull();
        assertThat(new String(people.value(), StandardCharsets.UTF_8))
                .contains("张三")
                .doesNotContain("39.9");
    }

    @Test
    void stopsWithTheFirstOfItsLegalBases() {
        files.bent("article: 第九条}", "article: 第九条, until: 2099-06-30}\n  - {document: 二, article: 一}");
        Agreements agreements = files.with(
                        "platform",
                        "one.yaml",
                        AgreementFiles.GOOD
                                .replace("2026-12-31", "2199-12-31")
                                .replace("article: 第九条}", "article: 第九条, until: 2099-06-30}"))
                .load();
        assertThat(agreements.broken()).isEmpty();
        Facts facts = facts(Map.of());
        assertThat(agreements.decide("platform", null, RecordType.POLICY, facts, Instant.parse("2099-06-30T15:59:59Z")))
                .isInstanceOf(Permit.class);
        Instant after = Instant.parse("2099-06-30T16:00:00Z");
        assertThat(reason(agreements.decide("platform", null, RecordType.POLICY, facts, after)))
                .isEqualTo(Reason.BASIS_ENDED);
        assertThat(agreements.inForce("platform", "one", 1, after)).isFalse();
    }

    @Test
    void stopsImportantDataOnTheWayToTheIndustryPlatformAndThePublic() {
        for (var type : List.of("party-iac", "party-pub", "party-prv")) {
            List<AgreementText> texts = MatrixCases.texts().stream()
                    .filter(text -> text.recipient().equals(type))
                    .map(text -> new AgreementText(type, text.name(), important(text)))
                    .toList();
            for (AgreementText text : texts) {
                files.with(type, text.name(), new String(text.content(), StandardCharsets.UTF_8));
            }
            Agreements agreements = files.load(MatrixCases.parties());
            assertThat(agreements.broken()).isEmpty();
            Decision decision = agreements.decide(type, null, RecordType.AGENCY, facts(Map.of()), MatrixCases.NOW);
            if (type.equals("party-prv")) {
                assertThat(decision).isInstanceOf(Permit.class);
            } else {
                assertThat(reason(decision)).isEqualTo(Reason.IMPORTANT_DATA);
                assertThat(agreements
                                .mayCount(type, null, RecordType.HAZARD, MatrixCases.NOW)
                                .permitted())
                        .isFalse();
            }
        }
    }

    private static byte[] important(AgreementText text) {
        String content = new String(text.content(), StandardCharsets.UTF_8);
        return (content.contains("importantData: false")
                        ? content.replace("importantData: false", "importantData: true")
                        : content.replace("docRef:", "importantData: true\ndocRef:"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void countsItsDecisionsByAgreementAndOutcomeAcrossReloads() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try {
            for (int i = 0; i < 2; i++) {
                Agreements agreements =
                        files.bent("version: 1", "version: 4711").load();
                Facts inside = facts(Map.of());
                Facts outside = Facts.of(new Scope("330382", "03", "insurer-jia"), field -> null);
                agreements.decide("platform", null, RecordType.POLICY, inside, MAY);
                agreements.decide("platform", null, RecordType.POLICY, inside, MAY);
                agreements.decide("platform", null, RecordType.POLICY, outside, MAY);
            }
            assertThat(count(registry, "PERMIT")).isEqualTo(4);
            assertThat(count(registry, "OUT_OF_SCOPE")).isEqualTo(2);
        } finally {
            Metrics.removeRegistry(registry);
        }
    }

    private static double count(SimpleMeterRegistry registry, String outcome) {
        Counter counter = registry.find("anze.access.decisions")
                .tag("recipient", "platform")
                .tag("agreement", "one/4711")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
