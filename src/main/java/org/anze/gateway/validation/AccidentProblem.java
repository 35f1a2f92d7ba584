package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with accident reports (V-A). */
public enum AccidentProblem implements RuleProblem {
    LEVEL_DIFFERS(
            "VAL-0501",
            "V-A01",
            Severity.WARNING,
            "按伤亡和损失应为{0}事故，报送的是{1}",
            "by casualties and loss the level is {0}, but {1} was sent",
            "按国务院令第493号第三条核对等级。",
            "Check the level against article 3 of order 493."),
    ACCIDENT_REPORTED_LATE(
            "VAL-0502",
            "V-A02",
            Severity.WARNING,
            "发生{0}分钟后才报告，超过{1}分钟",
            "the accident was reported after {0} minutes, more than {1}",
            "核对报告时间；属实请说明原因。",
            "Check the time of the report; explain if it is right."),
    FINAL_LEVEL_DIFFERS(
            "VAL-0503",
            "V-A01",
            Severity.WARNING,
            "按最新伤亡和损失应为{0}事故，认定等级为{1}",
            "by the latest casualties and loss the level is {0}, but {1} was settled",
            "核对续报数字和认定等级。",
            "Check the follow-ups and the settled level.");

    private final @Nullable String rule;
    private final ProblemText text;

    AccidentProblem(
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
