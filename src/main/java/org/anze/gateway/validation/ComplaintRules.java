package org.anze.gateway.validation;

import java.time.LocalDate;
import java.util.List;

/** V-M01 of R13, as far as a complaint shows by itself that it was answered late. */
final class ComplaintRules {

    static final List<Rule> RULES = List.of(
            CommonRules.past("receivedAt"),
            CommonRules.past("ack"),
            CommonRules.past("answeredAt"),
            CommonRules.order("receivedAt", "answeredAt"),
            CommonRules.needed("C R13", "result", subject -> subject.has("answeredAt"), "已有答复时间", "it was answered"),
            Rule.warns(
                    "V-M01",
                    "AQ §6",
                    SupervisionProblem.EXTENSION_UNAPPROVED,
                    "extended",
                    subject -> subject.isTrue("extended") && !isApproved(subject),
                    subject -> Rule.words(subject.missing("extReason", "approver"))),
            Rule.of("V-M01", "AQ §6", ComplaintRules::answer));

    private ComplaintRules() {}

    private static boolean isApproved(Case subject) {
        return subject.has("extReason") && subject.has("approver");
    }

    private static void answer(Case subject) {
        String received = subject.text("receivedAt");
        String answered = subject.text("answeredAt");
        if (received == null || answered == null) {
            return;
        }
        LocalDate due = AnswerTime.lastDay(
                ChinaTime.day(received),
                subject.isTrue("needVerify"),
                subject.isTrue("extended") && isApproved(subject),
                subject.parameters(),
                subject.workDays());
        if (due != null && ChinaTime.day(answered).isAfter(due)) {
            subject.report(SupervisionProblem.ANSWERED_LATE, "answeredAt", ChinaTime.day(answered), due);
        }
    }
}
