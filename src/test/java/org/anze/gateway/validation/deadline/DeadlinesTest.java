package org.anze.gateway.validation.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.KnownRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlinesTest {

    private static final KnownRecord LAPSED = KnownRecords.parse(
                    "policy/P-1 {\"insured\":\"91140212MAXX00015K\",\"startAt\":\"2025-06-01T00:00:00+08:00\","
                            + "\"endAt\":\"2026-06-01T00:00:00+08:00\",\"servicePlan\":\"PLAN-1\"}")
            .records()
            .get(0);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void tellsWhatTheCaseSays(DeadlineCase deadlineCase) {
        deadlineCase.check();
    }

    @Test
    void saysTheSameOfAStageWheneverItIsAsked() {
        Due first = lapse("2026-06-01T00:00:00+08:00");
        Due later = lapse("2026-06-07T23:59:59+08:00");
        List<Due> both = lapses("2026-06-08T00:00:00+08:00");
        Due next = both.get(1);
        assertThat(both.get(0)).isEqualTo(first);
        assertThat(later).isEqualTo(first);
        assertThat(next.level()).isEqualTo(2);
        assertThat(next.since()).isEqualTo(first.since());
        assertThat(first.finding().zh()).isEqualTo("保单P-1于2026-06-01T00:00:00+08:00终止，该单位没有续保");
    }

    @Test
    void leavesWithdrawnRecordsAlone() {
        KnownRecords withdrawn = KnownRecords.parse("complaint/T-1! {\"receivedAt\":\"2025-06-03T09:00:00+08:00\"}");
        assertThat(DeadlineCase.due(withdrawn.records(), context(withdrawn, "2026-06-01T00:00:00+08:00")))
                .isEmpty();
        assertThat(Deadlines.questions(withdrawn.records())).isEmpty();
    }

    @Test
    void looksAtTheTypesThatHaveDeadlines() {
        assertThat(Deadlines.subjects())
                .containsExactlyInAnyOrder(
                        RecordType.POLICY,
                        RecordType.ENDORSEMENT,
                        RecordType.HAZARD,
                        RecordType.CLAIM,
                        RecordType.COMPLAINT,
                        RecordType.ACCIDENT_REPORT);
    }

    private static Due lapse(String now) {
        List<Due> due = lapses(now);
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    private static List<Due> lapses(String now) {
        KnownRecords ledger = new KnownRecords(List.of(LAPSED));
        return DeadlineCase.due(List.of(LAPSED), context(ledger, now)).stream()
                .filter(due -> due.rule().equals("V-P15"))
                .toList();
    }

    private static DeadlineContext context(KnownRecords ledger, String now) {
        return new DeadlineContext(
                ledger,
                Contents.WHOLE,
                DeadlineCase.PROFILES,
                DeadlineCase.CODES,
                OffsetDateTime.parse(now).toInstant());
    }

    private static List<DeadlineCase> cases() {
        return DeadlineCase.all();
    }
}
