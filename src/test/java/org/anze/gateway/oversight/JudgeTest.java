package org.anze.gateway.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.oversight.Unjudged.Reason;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.KnownRecords;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.deadline.Deadlines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    private static final String NEW_YEAR = "2026-01-01T00:00:00+08:00";
    /** Two policies that cover a calendar year together, in which the unit was not served. */
    private static final String[] YEARS = {
        "policy/P-1@insurer-wu~110105~90 {\"insured\":\"U\",\"startAt\":\"2024-06-01T00:00:00+08:00\","
                + "\"endAt\":\"2025-06-01T00:00:00+08:00\"}",
        "policy/P-2@insurer-wu~110105~90 {\"insured\":\"U\",\"startAt\":\"2025-06-01T00:00:00+08:00\","
                + "\"endAt\":\"2026-06-01T00:00:00+08:00\"}"
    };

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
                        List.of()));

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

    @ParameterizedTest
    @EnumSource(
            value = Contents.State.class,
            names = {"ARCHIVED", "DESTROYED"})
    void neitherTellsNorSettlesWhatCanNoLongerBeRead(Contents.State state) {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));

        Judged judged = judge(WEEK_AFTER, told, new Lost(state, "P-1", "2024-06-01T00:00:00+08:00"));

        assertThat(judged.escalations()).isEmpty();
        assertThat(named(judged)).containsExactly(unjudged("P-1", state, RecordType.POLICY, "P-1"));
    }

    @Test
    void leavesALapseOpenThatARenewalMaySettleWhichCannotBeRead() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        Lost renewal = new Lost(Contents.State.ARCHIVED, "P-2", "2026-05-25T09:00:00+08:00");

        Judged judged = judge(WEEK_AFTER, plus(told, RENEWAL), renewal);

        assertThat(lapses(judged)).isEmpty();
        assertThat(named(judged)).contains(unjudged("P-1", Contents.State.ARCHIVED, RecordType.POLICY, "P-2"));
    }

    @Test
    void judgesByTheOthersWhatUnreadableRecordsAreTooOldToChange() {
        KnownRecords ledger = ledger(
                LAPSED,
                "policy/P-0@insurer-wu {\"insured\":\"U\",\"startAt\":\"2023-06-01T00:00:00+08:00\","
                        + "\"endAt\":\"2024-06-01T00:00:00+08:00\"}",
                "serviceRecord/S-0 {\"uscc\":\"U\",\"item\":\"4\",\"startAt\":\"2024-09-01T00:00:00+08:00\"}");
        Lost both = new Lost(
                Contents.State.ARCHIVED,
                Map.of("P-0", "2023-05-25T09:00:00+08:00", "S-0", "2024-09-01T12:00:00+08:00"));

        Judged judged = judge(LAPSE_DAY, ledger, both);

        assertThat(lapses(judged)).extracting(Escalation::recordRef).containsExactly("policy/P-1");
        assertThat(of("V-V04", judged)).hasSize(4);
        assertThat(judged.unjudged()).isEmpty();
    }

    @Test
    void settlesByALivingRenewalWhateverElseCannotBeRead() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords renewed = plus(plus(told, RENEWAL), RENEWAL.replace("P-2", "P-3"));

        Judged judged =
                judge(WEEK_AFTER, renewed, new Lost(Contents.State.DESTROYED, "P-3", "2026-05-25T09:00:00+08:00"));

        assertThat(lapses(judged)).singleElement().matches(Escalation::isResolved);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    V-F02 | policy/P-1~220102 {"startAt":"2025-06-01T00:00:00+08:00","endAt":"2026-06-01T00:00:00+08:00","premium":6111583} | feeLedger/insurer-jia/F-1 {"policyNo":"P-1","type":"SPEND","amount":611158} | 2026-07-01T00:00:00+08:00
                    V-P10 | policy/P-1 {"startAt":"2025-06-01T00:00:00+08:00","endAt":"2026-06-01T00:00:00+08:00"} | plan/L-1 {"policyNo":"P-1","items":[{"item":"4","freq":1}]} | 2025-07-01T00:00:00+08:00
                    V-A03 | accidentReport/A-1 {"reportedAt":"2025-06-09T15:30:00+08:00","dead":1} | escalation/D-1@city-datong {"recordRef":"accidentReport/A-1","level":"1"} | 2025-06-10T02:00:00+08:00
                    V-V04 | policy/P-1~110105~90 {"insured":"U","startAt":"2025-06-01T00:00:00+08:00","endAt":"2026-06-01T00:00:00+08:00"} | serviceRecord/S-1 {"uscc":"U","item":"4","startAt":"2025-06-01T00:00:00+08:00","onSite":true} | 2026-06-01T00:00:00+08:00
                    """)
    void tellsNothingThatARecordMayPreventWhichCannotBeRead(String rule, String subject, String other, String now) {
        KnownRecord unread = KnownRecords.parse(other).records().get(0);
        Lost lost = new Lost(Contents.State.ARCHIVED, unread.businessKey(), "2025-06-09T18:00:00+08:00");

        assertThat(of(rule, judge(now, ledger(subject)))).isNotEmpty();
        Judged judged = judge(now, ledger(subject, other), lost);

        assertThat(of(rule, judged)).isEmpty();
        assertThat(judged.unjudged())
                .extracting(Unjudged::unread)
                .containsExactly(new Reference(unread.type(), unread.businessKey()));
    }

    @Test
    void doesNotSettleAnExcessWhoseEntriesCannotBeReadAnyMore() {
        KnownRecords ledger = ledger(
                "policy/P-1 {\"startAt\":\"2025-06-01T00:00:00+08:00\",\"received\":6111583}",
                "feeLedger/insurer-jia/F-1 {\"policyNo\":\"P-1\",\"type\":\"SPEND\",\"amount\":1283433,"
                        + "\"bookDate\":\"2025-08-31\"}");
        KnownRecords told = with(ledger, judge("2025-09-01T00:00:00+08:00", ledger));
        Lost entry = new Lost(Contents.State.ARCHIVED, "insurer-jia/F-1", "2025-08-31T18:00:00+08:00");

        assertThat(judge("2025-09-02T00:00:00+08:00", told, entry).escalations())
                .isEmpty();
        Judged reversed = judge(
                "2025-09-02T00:00:00+08:00",
                plus(
                        told,
                        "feeLedger/insurer-jia/F-2 {\"policyNo\":\"P-1\",\"type\":\"REVERSE\",\"amount\":1,"
                                + "\"bookDate\":\"2025-09-01\"}"));
        assertThat(of("V-F01", reversed)).singleElement().matches(Escalation::isResolved);
    }

    @Test
    void doesNotSettleACalendarYearWhoseFirstPolicyCannotBeReadAnyMore() {
        KnownRecords ledger = ledger(
                "policy/P-1~110105~90 {\"insured\":\"U\",\"startAt\":\"2024-06-01T00:00:00+08:00\","
                        + "\"endAt\":\"2025-06-01T00:00:00+08:00\"}",
                "policy/P-2~110105~90 {\"insured\":\"U\",\"startAt\":\"2025-06-01T00:00:00+08:00\","
                        + "\"endAt\":\"2026-06-01T00:00:00+08:00\"}",
                "serviceRecord/S-1 {\"uscc\":\"U\",\"item\":\"4\",\"startAt\":\"2026-02-01T00:00:00+08:00\","
                        + "\"onSite\":true}");
        String newYear = "2026-01-01T00:00:00+08:00";
        KnownRecords told = with(ledger, judge(newYear, ledger));
        Lost first = new Lost(Contents.State.ARCHIVED, "P-1", "2024-05-25T09:00:00+08:00");

        assertThat(of("V-V04", judge(newYear, told, first))).isEmpty();
        assertThat(of("V-V04", judge(newYear, ledger, first))).isEmpty();
        assertThat(named(judge(newYear, ledger, first)))
                .contains(unjudged("P-2", Contents.State.ARCHIVED, RecordType.POLICY, "P-1"));
    }

    @Test
    void asksNothingOfAUnitWhoseSizeCannotBeRead() {
        KnownRecords ledger = plus(
                ledger(LAPSED.replace(" {", "~140212~03 {")), "enterprise/U {\"opStatus\":\"在产\",\"scale\":\"M\"}");
        Lost unit = new Lost(Contents.State.ARCHIVED, "U", "2025-01-01T00:00:00+08:00");

        assertThat(of("V-V04", judge(LAPSE_DAY, ledger))).isNotEmpty();
        assertThat(of("V-V04", judge(LAPSE_DAY, ledger, unit))).isEmpty();
    }

    @Test
    void holdsAPolicyOfAProjectToRunOn() {
        KnownRecords ledger = plus(ledger(LAPSED), RENEWAL.replace(" {", "~140212~06 {"));

        assertThat(lapses(judge(
                        LAPSE_DAY, ledger, new Lost(Contents.State.ARCHIVED, "P-2", "2023-05-25T09:00:00+08:00"))))
                .isEmpty();
        assertThat(lapses(judge(
                        LAPSE_DAY, ledger, new Lost(Contents.State.ARCHIVED, "P-2", "2020-05-25T09:00:00+08:00"))))
                .hasSize(1);
    }

    @Test
    void doesNotCountServicesThatCannotBeRead() {
        KnownRecords ledger = plus(
                ledger(LAPSED),
                "serviceRecord/S-1 {\"uscc\":\"U\",\"item\":\"4\",\"startAt\":\"2025-09-01T00:00:00+08:00\"}");

        Judged judged = judge(LAPSE_DAY, ledger, new Lost(Contents.State.ARCHIVED, "S-1", "2025-09-01T12:00:00+08:00"));

        assertThat(of("V-V04", judged)).isEmpty();
        assertThat(lapses(judged)).hasSize(1);
        assertThat(named(judged))
                .containsExactly(unjudged("P-1", Contents.State.ARCHIVED, RecordType.SERVICE_RECORD, "S-1"));
    }

    @Test
    void accusesNobodyWhoseStateCannotBeRead() {
        KnownRecords ledger = plus(ledger(LAPSED), "enterprise/U {\"opStatus\":\"关闭\",\"scale\":\"S\"}");
        Lost unit = new Lost(Contents.State.ARCHIVED, "U", "2020-01-01T00:00:00+08:00");

        Judged judged = judge(LAPSE_DAY, ledger, unit);

        assertThat(lapses(judged)).isEmpty();
        assertThat(named(judged)).containsExactly(unjudged("P-1", Contents.State.ARCHIVED, RecordType.ENTERPRISE, "U"));
    }

    @Test
    void missesNothingAboutARecordThatIsLongOver() {
        String received = "2025-05-25T09:00:00+08:00";
        Lost policy = new Lost(Contents.State.ARCHIVED, "P-1", received);

        assertThat(named(judge("2026-08-20T00:00:00+08:00", ledger(LAPSED), policy)))
                .containsExactly(unjudged("P-1", Contents.State.ARCHIVED, RecordType.POLICY, "P-1"));
        assertThat(judge("2027-09-20T00:00:00+08:00", ledger(LAPSED), policy).unjudged())
                .isEmpty();
        // A project may be insured for years.
        assertThat(judge("2027-09-20T00:00:00+08:00", ledger(LAPSED.replace(" {", "~140212~06 {")), policy)
                        .unjudged())
                .hasSize(1);
    }

    @Test
    void knowsByItsVersionWhetherAnEscalationThatCannotBeReadIsSettled() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords renewed = plus(told, RENEWAL);
        KnownRecords settled = with(renewed, judge(WEEK_AFTER, renewed));
        Lost escalations = new Lost(Contents.State.ARCHIVED, numbers(told), "2026-06-02T00:00:00+08:00");

        assertThat(lapses(judge(WEEK_AFTER, told, escalations)))
                .extracting(escalation -> escalation.level() + " v" + escalation.version())
                .containsExactly("2 v1");
        assertThat(lapses(judge(WEEK_AFTER, renewed, escalations))).isEmpty();
        assertThat(judge(WEEK_AFTER, renewed, escalations).unjudged())
                .extracting(Unjudged::reason)
                .containsOnly(Reason.ARCHIVED);
        assertThat(judge(WEEK_AFTER, settled, escalations).unjudged()).isEmpty();
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
    void tellsOnceWhatABrokerAndTheInsurerSent() {
        KnownRecords brokers = ofInsurer("insurer-wu", LAPSED.replace("insurer-wu", "broker-zhong"));
        KnownRecords told = with(brokers, judge(LAPSE_DAY, brokers));
        assertThat(lapses(judge(LAPSE_DAY, plus(ledger(LAPSED), brokers)))).hasSize(1);

        // Told about while only the broker had sent it; the insurer's word about the same policy is no other matter.
        assertThat(judge(LAPSE_DAY, plus(told, LAPSED)).escalations()).isEmpty();
        // And the insurer's own word is the one that counts.
        KnownRecords ended = plus(brokers, LAPSED.replace("2026-06-01", "2027-06-01"));
        assertThat(lapses(judge(LAPSE_DAY, ended))).isEmpty();
    }

    @Test
    void takesNoCopyOfAPolicyForItsRenewal() {
        KnownRecords copy = ofInsurer(
                "insurer-wu", LAPSED.replace("insurer-wu", "broker-zhong").replace("2026-06-01", "2027-06-01"));

        assertThat(lapses(judge(LAPSE_DAY, plus(ledger(LAPSED), copy)))).hasSize(1);
    }

    @Test
    void takesNoCopyOfAPolicyForAnotherPolicy() {
        KnownRecords renewal = ofInsurer("insurer-wu", RENEWAL.replace("insurer-wu", "broker-zhong"));
        String cancelled = RENEWAL.replace("{", "{\"status\":\"CANCELLED\",");

        assertThat(lapses(judge(LAPSE_DAY, plus(ledger(LAPSED), renewal)))).isEmpty();
        assertThat(lapses(judge(LAPSE_DAY, plus(ledger(LAPSED, cancelled), renewal))))
                .extracting(Escalation::recordRef)
                .containsExactly("policy/P-1");
    }

    @Test
    void bridgesNoCalendarYearWithACopyOfACancelledPolicy() {
        String first = YEARS[0].replace("{", "{\"status\":\"CANCELLED\",");
        KnownRecords copy = ofInsurer("insurer-wu", YEARS[0].replace("insurer-wu", "broker-zhong"));

        assertThat(of("V-V04", judge(NEW_YEAR, ledger(YEARS)))).isNotEmpty();
        assertThat(of("V-V04", judge(NEW_YEAR, plus(ledger(first, YEARS[1]), copy))))
                .isEmpty();
    }

    @Test
    void neitherTellsNorSettlesACalendarYearThatOnlyAPolicyBridgesWhichMayBeCancelled() {
        KnownRecords ledger = ledger(
                YEARS[0],
                YEARS[1],
                "endorsement/P-1/E-1@insurer-wu {\"policyNo\":\"P-1\",\"type\":\"限额\","
                        + "\"effectiveAt\":\"2025-05-01T00:00:00+08:00\"}");
        KnownRecords told = with(ledger, judge(NEW_YEAR, ledger));
        Lost endorsement = new Lost(Contents.State.ARCHIVED, "P-1/E-1", "2025-04-20T09:00:00+08:00");

        assertThat(of("V-V04", judge(NEW_YEAR, ledger))).isNotEmpty();
        assertThat(of("V-V04", judge(NEW_YEAR, told, endorsement))).isEmpty();
        assertThat(of("V-V04", judge(NEW_YEAR, ledger, endorsement))).isEmpty();
        assertThat(named(judge(NEW_YEAR, ledger, endorsement)))
                .contains(unjudged("P-2", Contents.State.ARCHIVED, RecordType.ENDORSEMENT, "P-1/E-1"));
    }

    @Test
    void judgesWhatEveryPartySaysOfAHazardAndTellsItOnce() {
        String overdue = "hazard/H-1@insurer-wu {\"level\":\"重大\",\"state\":\"NOTIFIED\",\"noticeReceipt\":\"R\","
                + "\"foundAt\":\"2025-06-01T09:00:00+08:00\",\"deadline\":\"2025-06-08\"}";
        String closed = overdue.replace("NOTIFIED", "CLOSED");
        KnownRecords agencysOverdue = ofInsurer("insurer-wu", overdue.replace("@insurer-wu", "@agency-taiyuan"));
        KnownRecords agencysClosed = ofInsurer("insurer-wu", closed.replace("@insurer-wu", "@agency-taiyuan"));
        String day = "2025-06-09T00:00:00+08:00";

        assertThat(of("V-H01", judge(day, plus(ledger(overdue), agencysOverdue))))
                .hasSize(1);
        KnownRecords told =
                with(plus(ledger(closed), agencysOverdue), judge(day, plus(ledger(closed), agencysOverdue)));
        assertThat(numbers(told)).anyMatch(number -> number.startsWith("V-H01"));
        assertThat(judge(day, told).escalations()).isEmpty();
        // It is over when nobody says any more that it is open.
        KnownRecords settled = new KnownRecords(told.records().stream()
                .map(record -> record.provider().equals("agency-taiyuan")
                        ? agencysClosed.records().get(0)
                        : record)
                .toList());
        assertThat(of("V-H01", judge(day, settled))).singleElement().matches(Escalation::isResolved);
    }

    @Test
    void sendsItAlsoToWhoSentACopy() {
        KnownRecords copy = ofInsurer("insurer-wu", LAPSED.replace("insurer-wu", "agency-taiyuan"));

        List<Escalation> missing = of("V-V04", judge("2026-05-02T00:00:00+08:00", plus(ledger(LAPSED), copy)));

        assertThat(missing.get(1).sentTo()).containsExactly("agency-taiyuan", "insurer-wu");
    }

    @Test
    void leavesAloneWhatAPersonWithdrewWhenTheSenderWasPartOfTheNumber() {
        String brokers = LAPSED.replace("insurer-wu", "broker-zhong");
        KnownRecords withdrawn = withdrawn(judge(LAPSE_DAY, ofInsurer("", brokers)));
        KnownRecords ledger = ofInsurer("insurer-wu", brokers);

        assertThat(lapses(judge(LAPSE_DAY, ledger))).hasSize(1);
        assertThat(judge(LAPSE_DAY, plus(ledger, withdrawn)).escalations()).isEmpty();
    }

    private static KnownRecords withdrawn(Judged judged) {
        return new KnownRecords(with(new KnownRecords(List.of()), judged).records().stream()
                .map(record -> new KnownRecord(
                        record.type(),
                        record.businessKey(),
                        record.provider(),
                        2,
                        Operation.VOID,
                        record.scope(),
                        record.values()))
                .toList());
    }

    @Test
    void settlesNoShortageThatAnEntryMayBringBackWhichCannotBeRead() {
        String policy = "policy/P-1~220102 {\"startAt\":\"2025-06-01T00:00:00+08:00\","
                + "\"endAt\":\"2026-06-01T00:00:00+08:00\",\"premium\":6111583}";
        String day = "2026-07-01T00:00:00+08:00";
        KnownRecords told = plus(
                with(ledger(policy), judge(day, ledger(policy))),
                ledger(
                        "feeLedger/insurer-jia/F-1 {\"policyNo\":\"P-1\",\"type\":\"SPEND\",\"amount\":611159}",
                        "feeLedger/insurer-jia/F-2 {\"policyNo\":\"P-1\",\"type\":\"REVERSE\",\"amount\":0}"));

        assertThat(of("V-F02", judge(day, told))).isNotEmpty().allMatch(Escalation::isResolved);
        assertThat(of("V-F02", judge(day, told, new Lost(Contents.State.ARCHIVED, "insurer-jia/F-2", day))))
                .isEmpty();
    }

    @Test
    void tellsNoExcessThatAReversalMayHaveUndoneWhichCannotBeRead() {
        String day = "2025-09-01T00:00:00+08:00";
        KnownRecords ledger = ledger(
                "policy/P-1 {\"startAt\":\"2025-06-01T00:00:00+08:00\",\"received\":6111583}",
                "feeLedger/insurer-jia/F-1 {\"policyNo\":\"P-1\",\"type\":\"SPEND\",\"amount\":1283433,"
                        + "\"bookDate\":\"2025-08-31\"}",
                "feeLedger/insurer-jia/F-2 {\"policyNo\":\"P-1\",\"type\":\"REVERSE\",\"amount\":0,"
                        + "\"bookDate\":\"2025-08-31\"}");

        assertThat(of("V-F01", judge(day, ledger))).isNotEmpty();
        assertThat(of("V-F01", judge(day, ledger, new Lost(Contents.State.ARCHIVED, "insurer-jia/F-2", day))))
                .isEmpty();
    }

    @Test
    void asksForNoPlanOfAPolicyThatMayBeCancelled() {
        KnownRecords ledger = ledger(
                "policy/P-1 {\"startAt\":\"2025-06-01T00:00:00+08:00\",\"endAt\":\"2026-06-01T00:00:00+08:00\"}",
                "endorsement/P-1/E-1 {\"policyNo\":\"P-1\",\"type\":\"限额\","
                        + "\"effectiveAt\":\"2025-06-05T00:00:00+08:00\"}");
        String day = "2025-07-01T00:00:00+08:00";

        assertThat(of("V-P10", judge(day, ledger))).isNotEmpty();
        assertThat(of(
                        "V-P10",
                        judge(day, ledger, new Lost(Contents.State.ARCHIVED, "P-1/E-1", "2025-06-04T09:00:00+08:00"))))
                .isEmpty();
    }

    @Test
    void settlesWhatAnotherInsurersUnreadableRecordUnderTheSameNumberSaysNothingAbout() {
        KnownRecords told = with(ledger(LAPSED), judge(LAPSE_DAY, ledger(LAPSED)));
        KnownRecords renewed = plus(plus(told, RENEWAL), "policy/P-1@insurer-jia");
        Contents contents = new Contents() {
            @Override
            public State state(KnownRecord record) {
                return record.isSame("P-1", "insurer-jia") ? State.ARCHIVED : State.READABLE;
            }

            @Override
            public Instant receivedAt(KnownRecord record) {
                return Instant.parse("2020-01-01T00:00:00Z");
            }
        };

        Judged judged = judge(LAPSE_DAY, renewed, renewed, lookup -> 1000, contents);

        assertThat(lapses(judged)).singleElement().matches(Escalation::isResolved);
    }

    @Test
    void judgesWhatDoesNotDependOnTheUnitOfWhichThereIsTooMuch() {
        KnownRecords ledger = ledger(
                LAPSED.replace("{", "{\"insuredUnits\":[{\"uscc\":\"V\"}],"),
                "serviceRecord/S-1 {\"uscc\":\"V\",\"item\":\"4\",\"startAt\":\"2024-09-01T00:00:00+08:00\"}");
        KnownRecords told = plus(with(ledger, judge(LAPSE_DAY, ledger)), RENEWAL);
        ToIntFunction<Lookup> most = lookup -> lookup.type() == RecordType.SERVICE_RECORD ? 1 : 1000;

        Judged judged = judge(LAPSE_DAY, ledger, ledger, most, Contents.WHOLE);
        Judged renewed = judge(LAPSE_DAY, told, told, most, Contents.WHOLE);

        assertThat(lapses(judged)).hasSize(1);
        assertThat(of("V-V04", judged)).isEmpty();
        assertThat(judged.unjudged())
                .extracting(each -> each.key().businessKey(), Unjudged::reason)
                .containsExactly(tuple("P-1", Reason.TOO_MANY));
        assertThat(lapses(renewed)).singleElement().matches(Escalation::isResolved);
        assertThat(of("V-V04", renewed)).isEmpty();
    }

    @Test
    void looksUpTheUnitsOfOneMasterPolicyAtATime() {
        KnownRecords ledger = ledger(master("P-1", 700), master("P-2", 700));
        List<Integer> wanted = new ArrayList<>();

        Judged judged = new Judge(
                        each -> {
                            wanted.add(each.references().size() + each.lookups().size());
                            return new Answers(ledger, each);
                        },
                        lookup -> 1000,
                        Contents.WHOLE,
                        profiles,
                        codes,
                        parties,
                        SampleOperator.PARTY,
                        OffsetDateTime.parse(LAPSE_DAY).toInstant())
                .judge(List.of(new Reference(RecordType.POLICY, "P-1"), new Reference(RecordType.POLICY, "P-2")));

        assertThat(wanted).anyMatch(size -> size > 2_500).allMatch(size -> size <= Judge.MOST_WANTED);
        assertThat(lapses(judged)).extracting(Escalation::recordRef).containsExactly("policy/P-1", "policy/P-2");
    }

    private static String master(String policyNo, int units) {
        return LAPSED.replace("P-1", policyNo)
                .replace(
                        "{\"insured\":\"U\"",
                        IntStream.range(0, units)
                                .mapToObj(unit -> "{\"uscc\":\"" + policyNo + "-" + unit + "\"}")
                                .collect(Collectors.joining(
                                        ",", "{\"insured\":\"" + policyNo + "\",\"insuredUnits\":[", "]")));
    }

    private static KnownRecords ofInsurer(String insurer, String records) {
        return new KnownRecords(KnownRecords.parse(records).records().stream()
                .map(record -> new KnownRecord(
                        record.type(),
                        record.businessKey(),
                        record.provider(),
                        record.version(),
                        record.operation(),
                        new Scope(record.scope().riskRegion(), record.scope().sector(), insurer),
                        record.values()))
                .toList());
    }

    private static KnownRecords plus(KnownRecords ledger, KnownRecords more) {
        List<KnownRecord> records = new ArrayList<>(ledger.records());
        records.addAll(more.records());
        return new KnownRecords(records);
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
    void followsTheInsurersOwnEndorsement() {
        String cancelled = "endorsement/P-2/E-1@broker-zhong {\"policyNo\":\"P-2\",\"type\":\"退保\","
                + "\"effectiveAt\":\"2026-06-01T00:00:00+08:00\"}";
        KnownRecords copy = ofInsurer("insurer-wu", cancelled);
        String corrected = cancelled.replace("broker-zhong", "insurer-wu").replace("退保", "限额");

        assertThat(lapsesOf("policy/P-1", plus(ledger(LAPSED, RENEWAL), copy))).hasSize(1);
        assertThat(lapsesOf("policy/P-1", plus(ledger(LAPSED, RENEWAL, corrected), copy)))
                .isEmpty();
    }

    /** Two insurers may use one policy number. */
    @Test
    void isNotStoppedByAnotherInsurersEntryThatCannotBeRead() {
        String policy = "policy/P-1@insurer-wu~220102 {\"startAt\":\"2025-06-01T00:00:00+08:00\","
                + "\"endAt\":\"2026-06-01T00:00:00+08:00\",\"premium\":6111583}";
        String entry = "feeLedger/insurer-jia/F-1@insurer-jia {\"policyNo\":\"P-1\",\"type\":\"SPEND\",\"amount\":1}";
        Lost lost = new Lost(Contents.State.ARCHIVED, "insurer-jia/F-1", "2025-06-09T18:00:00+08:00");

        assertThat(of("V-F02", judge("2026-07-01T00:00:00+08:00", ledger(policy, entry), lost)))
                .isNotEmpty();
    }

    @Test
    void takesNoCancelledPolicyForARenewal() {
        String cancelled = "endorsement/P-2/E-1@insurer-wu {\"policyNo\":\"P-2\",\"type\":\"退保\","
                + "\"effectiveAt\":\"2026-06-01T00:00:00+08:00\"}";

        assertThat(lapsesOf("policy/P-1", ledger(LAPSED, RENEWAL))).isEmpty();
        assertThat(lapsesOf("policy/P-1", ledger(LAPSED, RENEWAL, cancelled))).hasSize(1);
        // Whether the endorsement ends the renewal can no longer be read.
        KnownRecords ledger = ledger(LAPSED, RENEWAL, cancelled);
        KnownRecords told = with(ledger, judge(LAPSE_DAY, ledger));
        Lost endorsement = new Lost(Contents.State.ARCHIVED, "P-2/E-1", "2026-05-20T09:00:00+08:00");
        for (KnownRecords known : List.of(ledger, told)) {
            Judged judged = judge(LAPSE_DAY, known, endorsement);
            assertThat(of("V-P15", judged)).isEmpty();
            assertThat(judged.escalations()).noneMatch(Escalation::isResolved);
        }
        assertThat(judge(LAPSE_DAY, ledger, endorsement).unjudged())
                .extracting(unjudged -> unjudged.key().businessKey(), Unjudged::reason)
                .containsExactly(
                        tuple("P-1", Reason.ARCHIVED),
                        tuple("P-2", Reason.ARCHIVED),
                        tuple("P-2/E-1", Reason.ARCHIVED));
    }

    @Test
    void namesTheListedUnitsThatNobodyServed() {
        String master = "policy/P-3@insurer-wu~110105~90 {\"insured\":\"U\",\"insuredUnits\":[{\"uscc\":\"U\"},"
                + "{\"uscc\":\"V\"}],\"startAt\":\"2025-06-01T00:00:00+08:00\",\"endAt\":\"2026-06-01T00:00:00+08:00\"}";
        String served = "serviceRecord/S-1@insurer-wu {\"uscc\":\"U\",\"item\":\"4\",\"onSite\":true,"
                + "\"startAt\":\"2025-09-01T00:00:00+08:00\"}";

        List<Escalation> missing = of("V-V04", judge(LAPSE_DAY, ledger(master, served)));

        assertThat(missing).hasSize(4);
        assertThat(missing.get(3).trigger()).isEqualTo("服务频次不足 V等1家 V-V04 T0 breach");
        assertThat(missing.get(3).recordRef()).isEqualTo("policy/P-3");
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

        assertThat(judged.unjudged()).extracting(Unjudged::reason).containsExactly(Reason.TOO_MANY, Reason.TOO_MANY);
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
                    escalation.scope(),
                    values));
        }
        return new KnownRecords(records);
    }

    /** What was not asked for has an empty answer. */
    private record Answers(References ledger, Wanted wanted) implements References {

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
        return judge(now, ledger, ledger, lookup -> mostRelated, Contents.WHOLE);
    }

    private static Judged judge(String now, KnownRecords ledger, Lost lost) {
        return judge(now, ledger, lost.of(ledger), lookup -> 1000, lost);
    }

    private static Judged judge(
            String now, KnownRecords ledger, References answers, ToIntFunction<Lookup> mostRelated, Contents contents) {
        Set<Reference> keys = new LinkedHashSet<>();
        ledger.records().stream()
                .filter(record -> Deadlines.subjects().contains(record.type()))
                .forEach(record -> keys.add(new Reference(record.type(), record.businessKey())));
        return new Judge(
                        wanted -> new Answers(answers, wanted),
                        mostRelated,
                        contents,
                        profiles,
                        codes,
                        parties,
                        SampleOperator.PARTY,
                        OffsetDateTime.parse(now).toInstant())
                .judge(List.copyOf(keys));
    }

    /** Records that cannot be read, by their keys, and when they were received. */
    private record Lost(Contents.State state, Map<String, String> received) implements Contents {

        Lost(Contents.State state, String key, String received) {
            this(state, Map.of(key, received));
        }

        Lost(Contents.State state, Set<String> keys, String received) {
            this(state, keys.stream().collect(Collectors.toMap(key -> key, key -> received)));
        }

        @Override
        public Contents.State state(KnownRecord record) {
            return received.containsKey(record.businessKey()) ? state : Contents.State.READABLE;
        }

        @Override
        public Instant receivedAt(KnownRecord record) {
            return OffsetDateTime.parse(received.get(record.businessKey())).toInstant();
        }

        /** The ledger finds them still and has nothing of what they say. */
        References of(KnownRecords ledger) {
            return new References() {
                @Override
                public List<KnownRecord> under(RecordType type, String businessKey) {
                    return emptied(ledger.under(type, businessKey));
                }

                @Override
                public List<KnownRecord> related(Lookup lookup) {
                    return emptied(ledger.related(lookup));
                }
            };
        }

        private List<KnownRecord> emptied(List<KnownRecord> records) {
            return records.stream()
                    .map(record -> state(record) == Contents.State.READABLE
                            ? record
                            : new KnownRecord(
                                    record.type(),
                                    record.businessKey(),
                                    record.provider(),
                                    record.version(),
                                    record.operation(),
                                    record.scope(),
                                    Map.of()))
                    .toList();
        }
    }

    private static Unjudged unjudged(String policy, Contents.State state, RecordType type, String key) {
        return new Unjudged(
                new Reference(RecordType.POLICY, policy), Reason.valueOf(state.name()), new Reference(type, key), null);
    }

    /** Without the time. */
    private static List<Unjudged> named(Judged judged) {
        return judged.unjudged().stream()
                .map(each -> new Unjudged(each.key(), each.reason(), each.unread(), null))
                .toList();
    }

    private static Set<String> numbers(KnownRecords ledger) {
        return ledger.records().stream()
                .filter(record -> record.type() == RecordType.ESCALATION)
                .map(KnownRecord::businessKey)
                .collect(Collectors.toSet());
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
