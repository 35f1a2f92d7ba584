package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What becomes due by the passing of time alone; told to those who have to act, not to the sender of a record. */
public enum DeadlineProblem implements RuleProblem {
    POLICY_LAPSED(
            "VAL-1101",
            "V-P15",
            Severity.WARNING,
            "保单{0}于{1}终止，该单位没有续保",
            "policy {0} ended at {1} and the unit has no new one",
            "督促续保；逾期按规定处理。",
            "Urge the unit to renew."),
    PLAN_NOT_MADE(
            "VAL-1102",
            "V-P10",
            Severity.WARNING,
            "保单{0}起保{1}天仍没有服务方案",
            "policy {0} has no service plan {1} days after its start",
            "与被保险单位商定服务方案并报送。",
            "Agree on a plan with the unit and send it."),
    SERVICES_MISSING(
            "VAL-1103",
            "V-V04",
            Severity.WARNING,
            "{0}在{1}应有评估{2}次、排查{3}次，已有{4}次、{5}次",
            "{0} needs {2} assessments and {3} inspections in {1} and had {4} and {5}",
            "在期末前完成约定的服务。",
            "Serve before the period ends."),
    UNITS_NOT_SERVED(
            "VAL-1114",
            "V-V04",
            Severity.WARNING,
            "保单{0}所列的其他被保单位中，{2}家在{1}的评估或排查次数不足",
            "{2} other units that policy {0} lists had too few assessments or inspections in {1}",
            "在期末前对每家被保单位完成约定的服务。",
            "Serve every listed unit before the period ends."),
    FEE_SHORT(
            "VAL-1104",
            "V-F02",
            Severity.WARNING,
            "保单{0}的预防费支出{1}元，低于应有的{2}元，差{3}元",
            "{1} yuan were spent for policy {0}, short of {2} yuan by {3} yuan",
            "补足服务和支出，或说明原因。",
            "Serve and spend, or explain."),
    FEE_EXCESSIVE(
            "VAL-1105",
            "V-F01",
            Severity.WARNING,
            "保单{0}的预防费支出{1}元，超过上限{2}元",
            "{1} yuan were spent for policy {0}, more than the cap of {2} yuan",
            "核实用途，冲回超出部分。",
            "Check the purpose and reverse the excess."),
    HAZARD_OVERDUE(
            "VAL-1106",
            "V-H01",
            Severity.WARNING,
            "重大隐患{0}的整改期限{1}已过",
            "the deadline {1} of the major hazard {0} has passed",
            "督促整改，并按规定报告。",
            "Urge the unit to rectify and report it."),
    HAZARD_UNREPORTED(
            "VAL-1107",
            "V-H04",
            Severity.WARNING,
            "重大隐患{0}逾期或拒不整改，应报告{1}个部门，已报告{2}个",
            "the major hazard {0} is overdue or refused; {1} departments must be told, {2} were",
            "立即报告应急部门和行业主管部门。",
            "Report it to the emergency and the sector department at once."),
    NOTICE_UNCONFIRMED(
            "VAL-1108",
            "V-H03",
            Severity.WARNING,
            "重大隐患{0}发现后没有告知回执",
            "there is no receipt for the notice of the major hazard {0}",
            "告知主要负责人或实际控制人并取得回执。",
            "Tell the principal or the controller and get a receipt."),
    CLAIM_TIMER_MISSED(
            "VAL-1109",
            "V-C06",
            Severity.WARNING,
            "赔案{0}应在{1}前{2}",
            "claim {0}: {3} was due by {1}",
            "立即办理，并告知被保险人。",
            "Act at once and tell the insured."),
    COMPLAINT_UNANSWERED(
            "VAL-1110",
            "V-M01",
            Severity.WARNING,
            "投诉{0}应在{1}前答复",
            "complaint {0} had to be answered by {1}",
            "立即答复。",
            "Answer at once."),
    RELAY_MISSED(
            "VAL-1111",
            "V-A03",
            Severity.WARNING,
            "事故{0}应在{1}前报到第{2}级部门",
            "accident {0} had to reach level {2} by {1}",
            "立即逐级上报。",
            "Report upwards at once."),
    CANCELLED_WITHOUT_REASON(
            "VAL-1112",
            "V-P14",
            Severity.WARNING,
            "保单{0}无允许的理由或证明而退保",
            "policy {0} was cancelled without an allowed reason or proof",
            "核查该单位是否仍在生产并督促投保。",
            "Check whether the unit still works and urge it to insure."),
    ACCIDENT_GRAVE(
            "VAL-1113",
            "V-A02",
            Severity.WARNING,
            "事故{0}达到{1}等级",
            "accident {0} is of level {1}",
            "立即报告值班室。",
            "Tell the duty desk at once.");

    private final @Nullable String rule;
    private final ProblemText text;

    DeadlineProblem(
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
