package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with what a record refers to (V-T02). */
public enum ReferenceProblem implements RuleProblem {
    POLICY_UNKNOWN(
            "VAL-0801",
            "V-T02",
            Severity.WARNING,
            "尚未收到保单{0}",
            "policy {0} has not been received yet",
            "请先报送或补报该保单。",
            "Send the policy first or soon."),
    POLICY_FOREIGN(
            "VAL-0802",
            "V-T02",
            Severity.REJECT,
            "保单{0}属于其他保险机构",
            "policy {0} belongs to another insurer",
            "只能引用本机构的保单，请核对保单号。",
            "Refer to your own policies only; check the number."),
    REFERENCE_UNKNOWN(
            "VAL-0803",
            "V-T02",
            Severity.WARNING,
            "{0}引用的记录尚未收到",
            "the record that {0} refers to has not been received yet",
            "请先报送或补报被引用的记录。",
            "Send the record it refers to first or soon.");

    private final @Nullable String rule;
    private final ProblemText text;

    ReferenceProblem(
            String code,
            @Nullable String rule,
            Severity severity,
            String zh,
            String en,
            String remedyZh,
            String remedyEn) {
        this.rule = rule;
        this.text = new ProblemText(code, severity, Actor.PARTY, false, zh, en, remedyZh, remedyEn);
    }

    @Override
    public @Nullable String rule() {
        return rule;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
