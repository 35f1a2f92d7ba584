package org.anze.gateway.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.KnownRecords;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.deadline.Deadlines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is told, taken up again, settled and left alone, given what the ledger has. */
class JudgeTest {

    private static final String OPERATOR = SampleOperator.PARTY.id();
    private static final String LAPSED =
            "policy/P-1@insurer-wu {\"insured\":\"U\",\"status\":\"EXPIRED\",\"startAt\":\"2025-06-01T00:00:00+08:00\","
                    + "\"endAt\":\"2026-06-01T00:00:00+08:00\"}";
    private static final String RENEWAL =
            "policy/P-2@insurer-wu {\"insured\":\"U\",\"startAt\":\"2026-06-01T00:00:00+08:00\","
                    + "\"endAt\":\"2027-06-01T00:00:00+08:00\"}";
    private static final String LAPSE_DAY = "2026-06-01T00:00:00+08:00";
    private static final String WEEK_AFTER = "2026-06-08T00:00:00+08:00";

    private static Profiles profiles;
    private static CodeTables codes;
    private static Parties parties;

    @BeforeAll
    static void shipped() throws IOException {
        profiles = Profiles.load(Path.of("jurisdictions"));
        codes = CodeTables.load(Path.of("codes"));
        List<Party> all = new ArrayList<>(Parties.load(Path.of("parties")).all());
        all.add(SampleOperator.PARTY);
        parties = Parties.of(all);
    }

    @Test
    void tellsAStageAtItsVeryMomentAndNotASecondBefore() {
        assertThat(lapses(judge("2026-05-31T23:59:59+08:00", ledger(LAPSED)))).isEmpty();
        assertThat(lapses(judge(LAPSE_DAY, ledger(LAPSED)))).hasSize(1);
    }

    @Test
    void saysWhatStageOfWhichLineIsReachedAndWhomItIsSentTo() {
        Escalation first = only(lapses(judge(LAPSE_DAY, ledger(LAPSED))));
        assertThat(first.trigger()).isEqualTo("断保 V-P15 T0");
        assertThat(first.recordRef()).isEqualTo("policy/P-1");
        assertThat(first.level()).isEqualTo("1");
        assertThat(first.sentTo()).containsExactly("insurer-wu");
        assertThat(first.scope().riskRegion()).isEqualTo("140212");

        List<Escalation> both = lapses(judge(WEEK_AFTER, ledger(LAPSED)));
        assertThat(both).extracting(Escalation::trigger).containsExactly("断保 V-P15 T0", "断保 V-P15 T+7d");
        Escalation second = both.get(1);
        assertThat(second.level()).isEqualTo("2");
        // Not the city of another region.
        assertThat(second.sentTo()).containsExactly("city-datong");
    }

    @Test
    void leavesItToTheOperatorWhenNobodyOfThatKindIsRegistered() {
        parties = Parties.of(List.of(SampleOperator.PARTY));
        try {
            assertThat(lapses(judge(WEEK_AFTER, ledger(LAPSED))))
                    .hasSize(2)
                    .allSatisfy(escalation -> assertThat(escalation.sentTo()).containsExactly(OPERATOR));
        } finally {
            restore();
        }
    }

    @Test
    void tellsAStageOnce() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));

        assertThat(judge(LAPSE_DAY, told).escalations()).isEmpty();
        assertThat(judge("2026-06-07T23:59:59+08:00", told).escalations()).isEmpty();
        assertThat(only(lapses(judge(WEEK_AFTER, told))).level()).isEqualTo("2");
    }

    @Test
    void tellsEveryStepThatWasPassedOverInOrder() {
        String accident = "accidentReport/A-1@insurer-wu {\"reportedAt\":\"2025-06-09T15:30:00+08:00\",\"dead\":3,"
                + "\"serious\":0}";

        List<Escalation> grave = of("V-A02", judge("2025-06-10T02:00:00+08:00", ledger(accident)));

        assertThat(grave).extracting(Escalation::level).containsExactly("1", "2");
        assertThat(grave.get(0).sentTo()).contains("platform-shanxi");
        KnownRecords told = with(ledger(accident), judge("2025-06-10T02:00:00+08:00", ledger(accident)));
        assertThat(of("V-A02", judge("2025-06-11T02:00:00+08:00", told))).isEmpty();
        assertThat(of("V-A02", judge("2025-07-09T15:30:00+08:00", told)))
                .extracting(Escalation::level)
                .containsExactly("3");
    }

    @Test
    void tellsTheStepThatAnEarlierVersionLeftOutAndNotTheOneThatItTold() {
        Judged every = judge(WEEK_AFTER, ledger(LAPSED));
        KnownRecords told = with(
                ledger(LAPSED),
                new Judged(
                        every.escalations().stream()
                                .filter(escalation -> escalation.level().equals("2"))
                                .toList(),
                        0,
                        0));

        assertThat(only(lapses(judge(WEEK_AFTER, told))).level()).isEqualTo("1");
    }

    @Test
    void takesUpAgainInTheOrderOfTheLadder() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords settled = with(told, judge(LAPSE_DAY, plus(told, RENEWAL)));

        assertThat(lapses(judge(WEEK_AFTER, settled)))
                .extracting(escalation -> escalation.level() + " v" + escalation.version())
                .containsExactly("1 v3", "2 v1");
    }

    @Test
    void settlesEveryStepWhenTheCauseIsGone() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        told = with(told, judge(WEEK_AFTER, told));
        KnownRecords renewed = plus(told, RENEWAL);

        Judged judged = judge(WEEK_AFTER, renewed);

        assertThat(lapses(judged)).hasSize(2).allSatisfy(escalation -> {
            assertThat(escalation.version()).isEqualTo(2);
            assertThat(escalation.isResolved()).isTrue();
            assertThat(escalation.toString()).contains("\"resolvedAt\":\"2026-06-08T00:00:00+08:00\"");
        });
        assertThat(lapses(judge(WEEK_AFTER, with(renewed, judged)))).isEmpty();
    }

    @Test
    void neitherTellsNorSettlesWhatCanNoLongerBeRead() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));

        for (RecordType destroyed : List.of(RecordType.POLICY, RecordType.ESCALATION)) {
            Judged judged = judge(WEEK_AFTER, told, 1000, record -> record.type() != destroyed);

            assertThat(judged.escalations()).isEmpty();
            assertThat(judged.unjudged()).isEqualTo(1);
        }
        // The renewal that would settle it can no longer be read.
        Judged renewed = judge(
                WEEK_AFTER,
                plus(ledger(LAPSED), RENEWAL),
                1000,
                record -> record.text("endAt") == null || record.text("endAt").compareTo(LAPSE_DAY) <= 0);
        assertThat(lapses(renewed)).isEmpty();
    }

    @Test
    void settlesWhatIsAboutAWithdrawnRecord() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords withdrawn = new KnownRecords(told.records().stream()
                .map(record -> record.type() == RecordType.POLICY
                        ? new KnownRecord(
                                record.type(),
                                record.businessKey(),
                                record.provider(),
                                2,
                                Operation.VOID,
                                record.scope(),
                                Map.of())
                        : record)
                .toList());

        assertThat(judge(LAPSE_DAY, withdrawn).resolved())
                .isEqualTo(told.records().size() - 1);
    }

    @Test
    void takesAMatterUpAgainThatWasSettledTooSoon() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords settled = with(told, judge(LAPSE_DAY, plus(told, RENEWAL)));

        Judged again = judge(LAPSE_DAY, settled);

        assertThat(again.reopened()).isPositive();
        Escalation lapse = only(lapses(again));
        assertThat(lapse.version()).isEqualTo(3);
        assertThat(lapse.isResolved()).isFalse();
    }

    @Test
    void leavesAloneWhatAPersonWithdrew() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords withdrawn = new KnownRecords(told.records().stream()
                .map(record -> record.type() == RecordType.ESCALATION
                        ? new KnownRecord(
                                record.type(),
                                record.businessKey(),
                                record.provider(),
                                2,
                                Operation.VOID,
                                record.scope(),
                                record.values())
                        : record)
                .toList());

        assertThat(judge(LAPSE_DAY, withdrawn).escalations()).isEmpty();
    }

    @Test
    void keepsPartiesWithTheSameNumberApart() {
        KnownRecords two =
                plus(ledger(LAPSED), LAPSED.replace("insurer-wu", "insurer-jia").replace("\"U\"", "\"W\""));
        List<Escalation> lapses = lapses(judge(LAPSE_DAY, two));
        assertThat(lapses)
                .extracting(Escalation::number)
                .doesNotHaveDuplicates()
                .hasSize(2);
        KnownRecords told = with(two, judge(LAPSE_DAY, two));

        KnownRecords oneRenewed = plus(told, RENEWAL);

        assertThat(lapses(judge(LAPSE_DAY, oneRenewed))).hasSize(1);
    }

    @Test
    void takesItsOwnWordForNoDepartmentsReport() {
        String accident = "accidentReport/A-1@insurer-wu {\"reportedAt\":\"2025-06-09T15:30:00+08:00\",\"dead\":3,"
                + "\"serious\":0}";
        String own = "escalation/D-1@" + OPERATOR + " {\"recordRef\":\"accidentReport/A-1\",\"level\":\"1\"}";
        String citys = own.replace(OPERATOR, "city-datong");
        String later = "2025-06-09T18:00:00+08:00";

        assertThat(judge(later, ledger(accident, own)).escalations())
                .anyMatch(escalation -> escalation.number().startsWith("V-A03"));
        assertThat(judge(later, ledger(accident, citys)).escalations())
                .noneMatch(escalation -> escalation.number().startsWith("V-A03"));
    }

    @Test
    void takesNoCancelledPolicyForARenewal() {
        String cancelled = "endorsement/P-2/E-1@insurer-wu {\"policyNo\":\"P-2\",\"type\":\"退保\","
                + "\"effectiveAt\":\"2026-06-01T00:00:00+08:00\"}";

        assertThat(lapsesOf("policy/P-1", ledger(LAPSED, RENEWAL))).isEmpty();
        assertThat(lapsesOf("policy/P-1", ledger(LAPSED, RENEWAL, cancelled))).hasSize(1);
        // Whether the endorsement ends the renewal can no longer be read.
        assertThat(judge(
                                LAPSE_DAY,
                                ledger(LAPSED, RENEWAL, cancelled),
                                1000,
                                record -> record.type() != RecordType.ENDORSEMENT)
                        .unjudged())
                .isEqualTo(3);
    }

    @Test
    void namesTheListedUnitsThatNobodyServed() {
        String master = "policy/P-3@insurer-wu~110105~90 {\"insured\":\"U\",\"insuredUnits\":[{\"uscc\":\"U\"},"
                + "{\"uscc\":\"V\"}],\"startAt\":\"2025-06-01T00:00:00+08:00\",\"endAt\":\"2026-06-01T00:00:00+08:00\"}";
        String served = "serviceRecord/S-1@insurer-wu {\"uscc\":\"U\",\"item\":\"4\",\"onSite\":true,"
                + "\"startAt\":\"2025-09-01T00:00:00+08:00\"}";

        Escalation missing = only(judge(LAPSE_DAY, ledger(master, served)).escalations().stream()
                .filter(escalation -> escalation.number().startsWith("V-V04"))
                .toList());

        assertThat(missing.trigger()).isEqualTo("服务频次不足 V等1家 V-V04 T0 breach");
        assertThat(missing.recordRef()).isEqualTo("policy/P-3");
    }

    private static List<Escalation> lapsesOf(String record, KnownRecords ledger) {
        return lapses(judge(LAPSE_DAY, ledger)).stream()
                .filter(escalation -> escalation.recordRef().equals(record))
                .toList();
    }

    @Test
    void accusesNobodyWhenNotAllIsKnown() {
        KnownRecords ledger = plus(ledger(LAPSED), RENEWAL.replace("P-2", "P-0").replace("2027", "2026"));

        Judged judged = judge(LAPSE_DAY, ledger, 2);

        assertThat(judged.unjudged()).isEqualTo(2);
        assertThat(judged.escalations()).isEmpty();
    }

    private static KnownRecords ledger(String... records) {
        return KnownRecords.parse(String.join(" && ", records));
    }

    private static KnownRecords plus(KnownRecords ledger, String record) {
        List<KnownRecord> records = new ArrayList<>(ledger.records());
        records.addAll(KnownRecords.parse(record).records());
        return new KnownRecords(records);
    }

    /** As the ledger would have it after the escalations were accepted. */
    private static KnownRecords with(KnownRecords ledger, Judged judged) {
        List<KnownRecord> records = new ArrayList<>(ledger.records());
        for (Escalation escalation : judged.escalations()) {
            records.removeIf(record -> record.businessKey().equals(escalation.number()));
            Map<String, Object> values = new HashMap<>(Map.of(
                    "escNo", escalation.number(),
                    "trigger", escalation.trigger(),
                    "recordRef", escalation.recordRef(),
                    "level", escalation.level(),
                    "sentTo", escalation.sentTo()));
            if (escalation.isResolved()) {
                values.put("resolvedAt", "2026-06-08T00:00:00+08:00");
            }
            records.add(new KnownRecord(
                    RecordType.ESCALATION,
                    escalation.number(),
                    OPERATOR,
                    escalation.version(),
                    escalation.version() == 1 ? Operation.CREATE : Operation.UPDATE,
                    new Scope("140212", "01", "insurer-wu"),
                    values));
        }
        return new KnownRecords(records);
    }

    /** What was not asked for has an empty answer. */
    private record Answers(KnownRecords ledger, Wanted wanted) implements References {

        @Override
        public List<KnownRecord> under(RecordType type, String businessKey) {
            return wanted.references().contains(new Reference(type, businessKey))
                    ? ledger.under(type, businessKey)
                    : List.of();
        }

        @Override
        public List<KnownRecord> related(Lookup lookup) {
            return wanted.lookups().contains(lookup) ? ledger.related(lookup) : List.of();
        }
    }

    private static Judged judge(String now, KnownRecords ledger) {
        return judge(now, ledger, 1000);
    }

    private static Judged judge(String now, KnownRecords ledger, int mostRelated) {
        return judge(now, ledger, mostRelated, record -> true);
    }

    private static Judged judge(String now, KnownRecords ledger, int mostRelated, Predicate<KnownRecord> readable) {
        Set<Reference> keys = new LinkedHashSet<>();
        ledger.records().stream()
                .filter(record -> Deadlines.subjects().contains(record.type()))
                .forEach(record -> keys.add(new Reference(record.type(), record.businessKey())));
        return new Judge(
                        wanted -> new Answers(ledger, wanted),
                        lookup -> mostRelated,
                        readable,
                        profiles,
                        codes,
                        parties,
                        SampleOperator.PARTY,
                        OffsetDateTime.parse(now).toInstant())
                .judge(List.copyOf(keys));
    }

    private static List<Escalation> lapses(Judged judged) {
        return of("V-P15", judged);
    }

    private static List<Escalation> of(String rule, Judged judged) {
        return judged.escalations().stream()
                .filter(escalation -> escalation.number().startsWith(rule))
                .toList();
    }

    private static Escalation only(List<Escalation> escalations) {
        assertThat(escalations).hasSize(1);
        return escalations.get(0);
    }

    private static void restore() {
        try {
            shipped();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
