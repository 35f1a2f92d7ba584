package org.anze.gateway.validation;

import java.util.Map;
import java.util.Set;

/**
 * The state machine of V-H01. Steps forward may be taken several at once, because sources send a hazard when they can and
 * the facts that each state presupposes are asked for anyway; steps back are only those that work on a hazard really takes.
 */
final class HazardStates {

    private static final Map<String, Set<String>> STEPS = Map.of(
            "FOUND", Set.of("NOTIFIED", "RECTIFYING", "RECTIFIED", "RECHECKED", "CLOSED", "OVERDUE", "REFUSED"),
            "NOTIFIED", Set.of("RECTIFYING", "RECTIFIED", "RECHECKED", "CLOSED", "OVERDUE", "REFUSED"),
            "RECTIFYING", Set.of("RECTIFIED", "RECHECKED", "CLOSED", "OVERDUE", "REFUSED"),
            "RECTIFIED", Set.of("RECHECKED", "CLOSED", "OVERDUE"),
            "RECHECKED", Set.of("CLOSED", "RECTIFYING", "OVERDUE"),
            "OVERDUE", Set.of("REPORTED", "RECTIFIED", "RECHECKED", "CLOSED", "REFUSED"),
            "REFUSED", Set.of("REPORTED", "OVERDUE"),
            "REPORTED", Set.of("UNDER_ENFORCEMENT", "OVERDUE", "RECTIFYING", "RECTIFIED", "RECHECKED", "CLOSED"),
            "UNDER_ENFORCEMENT", Set.of("OVERDUE", "RECTIFYING", "RECTIFIED", "RECHECKED", "CLOSED"),
            "CLOSED", Set.of());

    private HazardStates() {}

    static void check(Case subject) {
        String before = subject.was("state");
        String now = subject.text("state");
        if (before != null && now != null && !isAllowed(before, now)) {
            subject.report(HazardProblem.STEP_NOT_ALLOWED, "state", before, now);
        }
    }

    /** Whether a hazard in one state may be in the other next; staying is no step. */
    static boolean isAllowed(String before, String now) {
        return before.equals(now) || STEPS.getOrDefault(before, Set.of()).contains(now);
    }
}
