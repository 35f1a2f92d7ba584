package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with hazards (V-H). */
public enum HazardProblem implements RuleProblem {
    STATE_WITHOUT_FACT(
            "VAL-0601",
            "V-H01",
            Severity.REJECT,
            "状态{0}要求填写{1}",
            "state {0} needs {1}",
            "补上该项，或改回实际状态。",
            "Fill it in, or send the state that is true."),
    HAZARD_TIMES_REVERSED(
            "VAL-0602",
            "V-H01",
            Severity.REJECT,
            "{1}早于{0}",
            "{1} is before {0}",
            "按发现、告知、整改、复查的次序核对时间。",
            "Check the times in the order found, notified, rectified, rechecked."),
    OVERDUE_TOO_EARLY(
            "VAL-0603",
            "V-H01",
            Severity.REJECT,
            "整改期限{0}尚未届满，不能为逾期",
            "the deadline {0} has not passed, so the hazard is not overdue",
            "期限当日24时后才为逾期。",
            "It is overdue only after midnight at the end of that day."),
    MAJOR_INCOMPLETE(
            "VAL-0604",
            "V-H02",
            Severity.REJECT,
            "重大隐患缺少{0}",
            "a major hazard lacks {0}",
            "填写判定依据，告知主要负责人或实际控制人并取得回执。",
            "State the criteria, tell the principal or the controller, and get a receipt."),
    NOTICE_LATE(
            "VAL-0605",
            "V-H03",
            Severity.WARNING,
            "发现{0}小时后才告知，超过{1}小时",
            "the unit was told {0} hours after the finding, more than {1}",
            "及时告知企业负责人。",
            "Tell the unit in time."),
    NOT_REPORTED(
            "VAL-0606",
            "V-H04",
            Severity.WARNING,
            "逾期或拒不整改的隐患应报告{0}个部门，记录中有{1}个",
            "the hazard must be reported to {0} departments, but the record has {1}",
            "向当地应急部门和行业主管部门报告，并填写回执。",
            "Report it to the emergency and the sector department and add the receipts."),
    CLOSED_WITHOUT_EVIDENCE(
            "VAL-0607",
            "V-H05",
            Severity.REJECT,
            "复查或销号没有整改证据",
            "the hazard is rechecked or closed without evidence",
            "附整改证据或照片摘要。",
            "Add evidence or the hash of a photo."),
    RECHECKED_BY_RECTIFIER(
            "VAL-0608",
            "V-H05",
            Severity.REJECT,
            "复查人与整改责任人为同一人",
            "the person who rechecked is the one who rectified",
            "由他人复查。",
            "Somebody else must recheck."),
    STEP_NOT_ALLOWED(
            "VAL-0609",
            "V-H01",
            Severity.REJECT,
            "状态不能由{0}改为{1}",
            "the state may not go from {0} to {1}",
            "按状态流转规则报送；已销号的隐患请另报新隐患。",
            "Follow the state machine; for a closed hazard send a new one."),
    DEADLINE_CHANGED(
            "VAL-0610",
            "V-H06",
            Severity.REJECT,
            "整改期限由{0}改为{1}，没有批准人或理由",
            "the deadline went from {0} to {1} without approver or reason",
            "填写延期批准人和延期原因。",
            "State who approved the change and why."),
    HAZARD_RETURNED(
            "VAL-0611",
            "V-H06",
            Severity.REJECT,
            "隐患{0}已作废，不得恢复：整改期限会重新起算",
            "hazard {0} was withdrawn and may not come back: its deadline would begin anew",
            "以新的隐患编号报送。",
            "Send it under another number.");

    private final @Nullable String rule;
    private final ProblemText text;

    HazardProblem(
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
