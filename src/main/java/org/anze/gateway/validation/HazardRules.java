package org.anze.gateway.validation;

import static org.anze.gateway.validation.HazardProblem.CLOSED_WITHOUT_EVIDENCE;
import static org.anze.gateway.validation.HazardProblem.HAZARD_TIMES_REVERSED;
import static org.anze.gateway.validation.HazardProblem.MAJOR_INCOMPLETE;
import static org.anze.gateway.validation.HazardProblem.NOTICE_LATE;
import static org.anze.gateway.validation.HazardProblem.NOT_REPORTED;
import static org.anze.gateway.validation.HazardProblem.OVERDUE_TOO_EARLY;
import static org.anze.gateway.validation.HazardProblem.RECHECKED_BY_RECTIFIER;
import static org.anze.gateway.validation.HazardProblem.STATE_WITHOUT_FACT;
import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.jurisdiction.HazardRecipients;
import org.anze.gateway.record.RecordType;

/** V-H rules of R08: the facts that a state presupposes, their order, and the step from the previous version. */
final class HazardRules {

    /** State → the facts without which it cannot have been reached. */
    private static final Map<String, List<String>> FACTS = Map.of(
            "NOTIFIED", List.of("notifiedAt"),
            "RECTIFYING", List.of("notifiedAt"),
            "RECTIFIED", List.of("notifiedAt", "rectifiedAt"),
            "RECHECKED", List.of("notifiedAt", "rectifiedAt", "rectBy", "recheckAt", "recheckBy"),
            "CLOSED", List.of("notifiedAt", "rectifiedAt", "rectBy", "recheckAt", "recheckBy"),
            "OVERDUE", List.of("deadline"),
            "REPORTED", List.of("reportTo"),
            "REFUSED", List.of("notifiedAt"));

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.past("foundAt"),
            CommonRules.past("notifiedAt"),
            CommonRules.past("rectifiedAt"),
            CommonRules.past("recheckAt"),
            CommonRules.past("reportTo", "at"),
            Rule.of("V-H01", "N322 二", HazardRules::facts),
            Rule.of("V-H01", "N322 二", HazardStates::check),
            Rule.of("V-H06", "★", HazardRules::deadline),
            order("foundAt", "notifiedAt"),
            order("foundAt", "rectifiedAt"),
            order("rectifiedAt", "recheckAt"),
            rejects(
                    "V-H01",
                    "N322 二",
                    OVERDUE_TOO_EARLY,
                    "state",
                    subject -> subject.is("state", "OVERDUE") && subject.has("deadline") && !isPastDeadline(subject),
                    "deadline"),
            Rule.of("V-H02", "N322,SX", HazardRules::major),
            warns(
                    "V-H03",
                    "N322",
                    NOTICE_LATE,
                    "notifiedAt",
                    subject -> subject.laterThan(
                            "foundAt", "notifiedAt", subject.parameters().hazardNoticeDelay()),
                    subject -> words(
                            Duration.ofSeconds(subject.secondsBetween("foundAt", "notifiedAt"))
                                    .toHours(),
                            subject.parameters().hazardNoticeDelay().toHours())),
            Rule.of("V-H04", "N322,SX", HazardRules::reported),
            rejects(
                    "V-H05",
                    "BJ",
                    CLOSED_WITHOUT_EVIDENCE,
                    "evidence",
                    subject -> isRechecked(subject) && subject.lacks("evidence") && subject.lacks("photos")),
            rejects("V-H05", "BJ", RECHECKED_BY_RECTIFIER, "recheckBy", HazardRules::isRecheckedByRectifier),
            ReferenceRules.awaits("serviceNo", RecordType.SERVICE_RECORD));

    private HazardRules() {}

    private static void facts(Case subject) {
        List<String> needed = FACTS.getOrDefault(String.valueOf(subject.text("state")), List.of());
        for (int i = 0; i < needed.size(); i++) {
            if (subject.lacks(needed.get(i))) {
                subject.report(STATE_WITHOUT_FACT, needed.get(i), subject.words("state"), subject.label(needed.get(i)));
            }
        }
    }

    /** The deadline that was first set stays in the earlier version of the record; a withdrawal hides it. */
    private static void deadline(Case subject) {
        KnownRecord previous = subject.previous();
        if (previous != null && previous.isVoid()) {
            subject.report(HazardProblem.HAZARD_RETURNED, "hazardNo", subject.words("hazardNo"));
        }
        String before = subject.was("deadline");
        String now = subject.text("deadline");
        if (before != null
                && !before.equals(now)
                && (subject.lacks("deadlineApprovedBy") || subject.lacks("deadlineReason"))) {
            subject.report(HazardProblem.DEADLINE_CHANGED, "deadline", before, now == null ? "-" : now);
        }
    }

    private static Rule order(String earlier, String later) {
        return rejects(
                "V-H01",
                "N322 二",
                HAZARD_TIMES_REVERSED,
                later,
                subject -> subject.before(later, earlier),
                subject -> words(subject.label(earlier), subject.label(later)));
    }

    /** A deadline passes at 24:00 of its day. */
    private static boolean isPastDeadline(Case subject) {
        return subject.receivedSeconds()
                >= subject.seconds("deadline") + Duration.ofDays(1).toSeconds();
    }

    /** The criteria belong to the finding itself; notice and receipt come with the notice. */
    private static void major(Case subject) {
        if (!subject.is("level", "重大")) {
            return;
        }
        require(subject, "criteria", subject.has("criteria"));
        if (!subject.is("state", "FOUND")) {
            require(subject, "notifyTo", subject.is("notifyTo", "主要负责人") || subject.is("notifyTo", "实际控制人"));
            require(subject, "noticeReceipt", subject.has("noticeReceipt"));
        }
    }

    private static void require(Case subject, String field, boolean fulfilled) {
        if (!fulfilled) {
            subject.report(MAJOR_INCOMPLETE, field, subject.label(field));
        }
    }

    private static void reported(Case subject) {
        HazardRecipients recipients = subject.parameters().majorHazardRecipients();
        if (recipients == null || !subject.is("level", "重大") || !mustBeReported(subject)) {
            return;
        }
        Set<Object> departments = new HashSet<>();
        subject.record().objects("reportTo").forEach(report -> departments.add(report.get("dept")));
        if (departments.size() < recipients.reports()) {
            subject.report(NOT_REPORTED, "reportTo", recipients.reports(), departments.size());
        }
    }

    private static boolean mustBeReported(Case subject) {
        return subject.is("state", "OVERDUE") || subject.is("state", "REPORTED") || subject.is("state", "REFUSED");
    }

    private static boolean isRecheckedByRectifier(Case subject) {
        String rechecked = subject.text("recheckBy");
        String rectified = subject.text("rectBy");
        return rechecked != null && rectified != null && UnitNames.isSame(rechecked, rectified);
    }

    private static boolean isRechecked(Case subject) {
        return subject.is("state", "RECHECKED") || subject.is("state", "CLOSED");
    }
}
