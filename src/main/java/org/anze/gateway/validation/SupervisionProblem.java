package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with what departments send: enforcement, listings, complaints (V-X, V-M). */
public enum SupervisionProblem implements RuleProblem {
    FINE_OUT_OF_BAND(
            "VAL-1001",
            "V-X01",
            Severity.WARNING,
            "第{0}阶段罚款{1}元不在{2}元至{3}元之间",
            "the fine of stage {0}, {1} yuan, is not within {2} and {3} yuan",
            "按安全生产法第一百零九条核对罚款和阶段。",
            "Check fine and stage against article 109 of the Work Safety Law."),
    LISTING_TERM_WRONG(
            "VAL-1002",
            "V-X02",
            Severity.WARNING,
            "期满日期{0}与按期限推算的{1}不符",
            "the listing ends on {0}, not on {1} as its term asks",
            "核对列入日期和期满日期。",
            "Check first and last day."),
    REMOVED_EARLY(
            "VAL-1003",
            "V-X02",
            Severity.WARNING,
            "列入后不满期限即移出，最早为{0}",
            "the listing was removed before {0}, the earliest day",
            "核对移出日期和信用修复材料。",
            "Check the day and the credit repair."),
    ANSWERED_LATE(
            "VAL-1004",
            "V-M01",
            Severity.WARNING,
            "投诉在{0}答复，晚于期限{1}",
            "the complaint was answered on {0}, after {1}",
            "按期限答复；属实请说明原因。",
            "Answer in time; explain if the dates are right."),
    EXTENSION_UNAPPROVED(
            "VAL-1005",
            "V-M01",
            Severity.WARNING,
            "投诉答复延期缺少{0}",
            "the extension of the answer lacks {0}",
            "填写延期理由和批准人。",
            "State the reason and who approved.");

    private final @Nullable String rule;
    private final ProblemText text;

    SupervisionProblem(
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
