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
            "Send the record it refers to first or soon."),
    INSURER_UNKNOWN(
            "VAL-0804",
            "V-T02",
            Severity.WARNING,
            "保险机构“{0}”未在网关登记，记录不归任何保险机构，限定保险机构的接收方收不到",
            "the insurer \"{0}\" is not registered here; the record comes under none, and recipients limited to insurers will not"
                    + " get it",
            "填写统一社会信用代码、INS表代码或机构编号；确未登记的，请联系网关运维。",
            "Give credit code, code of table INS or party id; if it is not registered, tell the operator."),
    INSURER_DIFFERS(
            "VAL-0805",
            "V-T02",
            Severity.REJECT,
            "写明的保险机构前后不一致，或与所引用保单、服务记录的不一致",
            "the insurer is stated in two ways, or it is not that of the policy or service referred to",
            "核对保险机构和所引用的编号。",
            "Check the insurer and the number that is referred to."),
    INSURER_NOT_TO_STATE(
            "VAL-0806",
            "V-T02",
            Severity.REJECT,
            "报送方不是保险、经纪或服务机构，引用某保险机构的保单时才能写明该机构",
            "the sender is no insurer, broker or agency and may only name an insurer whose policy it refers to",
            "去掉保险机构，或填写其保单号。",
            "Leave the insurer out, or give the number of its policy."),
    INSURER_AMBIGUOUS(
            "VAL-0807",
            "V-T02",
            Severity.WARNING,
            "几家保险机构都有所引用的编号，无法确定记录属于哪一家，限定保险机构的接收方收不到",
            "several insurers use the number referred to; it cannot be told whose the record is, and recipients limited to"
                    + " insurers will not get it",
            "在报送中写明保险机构。",
            "State the insurer."),
    UNIT_FOREIGN(
            "VAL-0808",
            "V-T02",
            Severity.REJECT,
            "记录说的不是报送方自己",
            "the record is about another unit than its sender",
            "生产经营单位、服务机构只报送关于本单位的记录，请核对统一社会信用代码。",
            "Units and agencies send what is about themselves; check the credit code.");

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
