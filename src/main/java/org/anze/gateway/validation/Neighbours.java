package org.anze.gateway.validation;

import java.time.Duration;
import java.util.List;

/**
 * V-P02: the policies of a unit follow each other without gap, and not two insurers at once. What the finding tells is only
 * that and for how long; the other insurer's policy is none of the sender's business.
 */
final class Neighbours {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private Neighbours() {}

    static void check(Case subject) {
        String insured = subject.text("insured");
        if (insured == null
                || subject.lacks("startAt")
                || subject.lacks("endAt")
                || subject.is("status", "CANCELLED")
                || PolicyPeriod.isProject(subject.scope())) {
            return;
        }
        List<KnownRecord> policies = InsuredUnits.policies(subject.context().references(), insured);
        if (policies.isEmpty()) {
            return;
        }
        long start = subject.seconds("startAt");
        long end = subject.seconds("endAt");
        long longestOverlap = 0;
        long endBefore = Long.MIN_VALUE;
        long startAfter = Long.MAX_VALUE;
        for (int i = 0; i < policies.size(); i++) {
            KnownRecord other = policies.get(i);
            String otherStart = other.text("startAt");
            String otherEnd = other.text("endAt");
            if (otherStart == null || otherEnd == null || isOutOfRace(subject, other)) {
                continue;
            }
            long from = ChinaTime.seconds(otherStart);
            long until = ChinaTime.seconds(otherEnd);
            if (!other.insurer().equals(subject.insurer())) {
                longestOverlap = Math.max(longestOverlap, Math.min(end, until) - Math.max(start, from));
            }
            if (from < start) {
                endBefore = Math.max(endBefore, until);
            }
            if (until > end) {
                startAfter = Math.min(startAfter, from);
            }
        }
        report(subject, longestOverlap, start, endBefore, end, startAfter);
    }

    private static void report(Case subject, long overlap, long start, long endBefore, long end, long startAfter) {
        Duration tolerance = subject.parameters().overlapTolerance();
        if (tolerance != null && overlap > tolerance.toSeconds()) {
            subject.report(PolicyProblem.POLICIES_OVERLAP, "startAt", days(overlap), tolerance.toDays());
        }
        if (endBefore != Long.MIN_VALUE && endBefore < start) {
            subject.report(PolicyProblem.COVER_GAP, "startAt", days(start - endBefore));
        }
        if (startAfter != Long.MAX_VALUE && startAfter > end) {
            subject.report(PolicyProblem.COVER_GAP, "endAt", days(startAfter - end));
        }
    }

    private static boolean isOutOfRace(Case subject, KnownRecord other) {
        return "CANCELLED".equals(other.text("status"))
                || other.isSame(
                        subject.record().businessKey(),
                        subject.context().provider().id());
    }

    private static long days(long seconds) {
        return (seconds + DAY - 1) / DAY;
    }
}
