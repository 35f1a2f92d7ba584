package org.anze.gateway.validation;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stages of a claim and what is certain about their order. */
final class ClaimStages {

    private static final List<String> ORDER = List.of("REPORT", "SURVEY", "REGISTER", "ASSESS", "PAY", "CLOSE");
    private static final List<String> ADVANCES = List.of("PREPAY", "MEDADV");

    private ClaimStages() {}

    /**
     * V-C03. A source that knows only the day of a stage gives its midnight, and then only the days are compared. What
     * comes after a reopening starts a round of its own.
     */
    static void checkOrder(Case subject) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        String reported = null;
        String before = null;
        String beforeAt = null;
        for (int position = 0; position < ORDER.size(); position++) {
            String stage = ORDER.get(position);
            String at = at(stages, stage);
            if (at == null) {
                continue;
            }
            if (beforeAt != null && isEarlier(at, beforeAt)) {
                subject.report(ClaimProblem.STAGES_OUT_OF_ORDER, "stages", before, stage);
                return;
            }
            reported = position == 0 ? at : reported;
            before = stage;
            beforeAt = at;
        }
        for (int i = 0; i < ADVANCES.size(); i++) {
            String at = at(stages, ADVANCES.get(i));
            if (at != null && reported != null && isEarlier(at, reported)) {
                subject.report(ClaimProblem.STAGES_OUT_OF_ORDER, "stages", ORDER.get(0), ADVANCES.get(i));
            }
        }
    }

    static void checkFuture(Case subject) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        for (int i = 0; i < stages.size(); i++) {
            if (CommonRules.isInFuture(subject, (String) stages.get(i).get("at"))) {
                CommonRules.reportFuture(subject, "stages");
                return;
            }
        }
    }

    /** V-C06 as far as the claim shows it: from agreement to payment, from registration to verification and first payment. */
    static void checkTimers(Case subject) {
        List<Map<String, Object>> stages = subject.record().objects("stages");
        String registered = at(stages, "REGISTER");
        String paid = at(stages, "PAY");
        checkTimer(subject, at(stages, "ASSESS"), paid, subject.parameters().paymentTime(), ClaimProblem.PAID_LATE);
        checkTimer(
                subject,
                registered,
                at(stages, "VERIFY"),
                subject.parameters().verificationTime(),
                ClaimProblem.VERIFIED_LATE);
        checkTimer(
                subject,
                registered,
                first(at(stages, "PREPAY"), paid),
                subject.parameters().minimumPaymentTime(),
                ClaimProblem.MINIMUM_PAID_LATE);
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

    /** When a stage was first reached, before the claim was reopened. */
    private static @Nullable String at(List<Map<String, Object>> stages, String stage) {
        for (int i = 0; i < stages.size(); i++) {
            Object name = stages.get(i).get("stage");
            if ("REOPEN".equals(name)) {
                return null;
            }
            if (stage.equals(name) && stages.get(i).get("at") != null) {
                return (String) stages.get(i).get("at");
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
