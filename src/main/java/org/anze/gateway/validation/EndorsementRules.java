package org.anze.gateway.validation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.record.Cover;
import org.anze.gateway.record.RecordType;

/** Rules of R04: what a cancellation has to show (V-P14). */
final class EndorsementRules {

    static final List<Rule> RULES = List.of(
            CommonRules.needed(
                    "C R04", "cancelReason", EndorsementRules::isCancellation, "批改类型为退保或注销", "the policy is cancelled"),
            Rule.of("V-P14", "27 art16", EndorsementRules::reason),
            Rule.warns(
                    "V-P14",
                    "27 art16",
                    PolicyProblem.CANCELLATION_UNPROVEN,
                    "cancelProof",
                    subject -> isRestricted(subject) && subject.has("cancelReason") && subject.lacks("cancelProof")),
            ReferenceRules.known("nextPolicyNo", RecordType.POLICY));

    private EndorsementRules() {}

    private static boolean isCancellation(Case subject) {
        return Cover.isCancellation(subject.text("type"));
    }

    /** Whoever need not be insured may also stop being so. */
    private static boolean isRestricted(Case subject) {
        String sector = subject.scope().sector();
        return isCancellation(subject)
                && !subject.parameters().cancelReasons().isEmpty()
                && (sector == null || subject.parameters().compulsorySectors().contains(sector));
    }

    private static void reason(Case subject) {
        String reason = subject.text("cancelReason");
        if (reason == null || !isRestricted(subject)) {
            return;
        }
        Set<String> allowed = subject.parameters().cancelReasons();
        if (!allowed.contains(reason)) {
            subject.report(
                    PolicyProblem.CANCELLATION_UNJUSTIFIED,
                    "cancelReason",
                    Wording.clean(reason),
                    String.join("、", new TreeSet<>(allowed)));
        }
    }
}
