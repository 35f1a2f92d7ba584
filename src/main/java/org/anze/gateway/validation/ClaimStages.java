package org.anze.gateway.validation;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stages of a claim and what is certain about their order. */
final class ClaimStages {

    private static final String REOPEN = "REOPEN";
    /** A round begins with the report or with the reopening. */
    private static final List<String> ORDER = List.of("REPORT", REOPEN, "SURVEY", "REGISTER", "ASSESS", "PAY", "CLOSE");

    private static final List<String> ADVANCES = List.of("PREPAY", "MEDADV");

    private ClaimStages() {}

    /**
     * V-C03. A source that knows only the day of a stage gives its midnight, and then only the days are compared. A reopening
     * begins a round of its own.
     */
    static void checkOrder(Case subject) {
        for (List<Map<String, Object>> round : rounds(subject)) {
            if (!isInOrder(subject, round)) {
                return;
            }
        }
    }

    private static boolean isInOrder(Case subject, List<Map<String, Object>> round) {
        String beginning = at(round, REOPEN) == null ? ORDER.get(0) : REOPEN;
        String begun = at(round, beginning);
        String before = null;
        String beforeAt = null;
        for (int i = 0; i < ORDER.size(); i++) {
            String stage = ORDER.get(i);
            String at = at(round, stage);
            if (at == null) {
                continue;
            }
            if (beforeAt != null && isEarlier(at, beforeAt)) {
                subject.report(ClaimProblem.STAGES_OUT_OF_ORDER, "stages", before, stage);
                return false;
            }
            before = stage;
            beforeAt = at;
        }
        for (int i = 0; i < ADVANCES.size(); i++) {
            String at = at(round, ADVANCES.get(i));
            if (at != null && begun != null && isEarlier(at, begun)) {
                subject.report(ClaimProblem.STAGES_OUT_OF_ORDER, "stages", beginning, ADVANCES.get(i));
                return false;
            }
        }
        return true;
    }

    /** V-C06 as far as the claim shows it: from agreement to payment, from registration to verification and first payment. */
    static void checkTimers(Case subject) {
        for (List<Map<String, Object>> round : rounds(subject)) {
            String registered = at(round, "REGISTER");
            String assessed = at(round, "ASSESS");
            String paid = at(round, "PAY");
            checkTimer(subject, assessed, paid, subject.parameters().paymentTime(), ClaimProblem.PAID_LATE);
            checkTimer(
                    subject,
                    registered,
                    first(at(round, "VERIFY"), assessed),
                    subject.parameters().verificationTime(),
                    ClaimProblem.VERIFIED_LATE);
            checkTimer(
                    subject,
                    registered,
                    first(at(round, "PREPAY"), paid),
                    subject.parameters().minimumPaymentTime(),
                    ClaimProblem.MINIMUM_PAID_LATE);
        }
    }

    /** The stages up to the first reopening, then from each reopening to the next. */
    private static List<List<Map<String, Object>>> rounds(Case subject) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        List<List<Map<String, Object>>> rounds = new ArrayList<>(1);
        int from = 0;
        for (int i = 1; i < stages.size(); i++) {
            if (REOPEN.equals(stages.get(i).get("stage"))) {
                rounds.add(stages.subList(from, i));
                from = i;
            }
        }
        rounds.add(stages.subList(from, stages.size()));
        return rounds;
    }

    private static void checkTimer(
            Case subject,
            @Nullable String from,
            @Nullable String to,
            @Nullable Duration allowed,
            ClaimProblem problem) {
        if (from != null && to != null && allowed != null) {
            long days = ChronoUnit.DAYS.between(ChinaTime.day(from), ChinaTime.day(to));
            if (days > allowed.toDays()) {
                subject.report(problem, "stages", days, allowed.toDays());
            }
        }
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }

    /** Whether the claim came to a stage, with or without a time. */
    static boolean reached(Case subject, String stage) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        for (int i = 0; i < stages.size(); i++) {
            if (stage.equals(stages.get(i).get("stage"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the note of a stage records that liability was split, 责任比例 or 责任划分. */
    static boolean splitsLiability(Case subject) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).get("note") instanceof String note && (note.contains("责任比例") || note.contains("责任划分"))) {
                return true;
            }
        }
        return false;
    }

    /** Fen paid before the assessment. */
    static long prepaid(Case subject) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        long sum = 0;
        for (int i = 0; i < stages.size(); i++) {
            if (isAdvance(stages.get(i).get("stage")) && stages.get(i).get("amount") instanceof Long amount) {
                sum += amount;
            }
        }
        return sum;
    }

    private static boolean isAdvance(@Nullable Object stage) {
        return stage != null && ADVANCES.contains(stage);
    }

    /** When a stage of a round was first reached. */
    private static @Nullable String at(List<Map<String, Object>> round, String stage) {
        for (int i = 0; i < round.size(); i++) {
            if (stage.equals(round.get(i).get("stage")) && round.get(i).get("at") != null) {
                return (String) round.get(i).get("at");
            }
        }
        return null;
    }

    private static boolean isEarlier(String at, String reference) {
        boolean onlyDaysCount = ChinaTime.isMidnight(at) || ChinaTime.isMidnight(reference);
        if (onlyDaysCount && at.regionMatches(0, reference, 0, 10)) {
            return false;
        }
        return at.compareTo(reference) < 0;
    }
}
