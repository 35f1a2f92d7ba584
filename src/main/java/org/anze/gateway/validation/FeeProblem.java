package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with the prevention fee and its ledger (V-F). */
public enum FeeProblem implements RuleProblem {
    SPENT_OVER_CAP(
            "VAL-0901",
            "V-F01",
            Severity.WARNING,
            "该保单预防费累计支出{0}元，超过实收保费{1}元的{2}",
            "{0} yuan were spent for the policy, more than {2} of the {1} yuan received",
            "核对支出和实收保费；超出上限的部分不得列支。",
            "Check spending and premium; nothing may be booked above the cap."),
    ACCRUAL_FORBIDDEN(
            "VAL-0902",
            "V-F03",
            Severity.REJECT,
            "当地不允许预提事故预防费",
            "accruing the prevention fee is not allowed at this place",
            "费用据实列支，不得预提。",
            "Book the fee when it is spent."),
    SPENDING_WITHOUT_SERVICE(
            "VAL-0903",
            "V-F04",
            Severity.REJECT,
            "支出既没有服务编号，也没有技术支持的收款方和发票",
            "the spending has neither a service nor payee and invoice of a technical contract",
            "填写服务编号；科技支持类填写收款方和发票号。",
            "State the service; for technical support state payee and invoice."),
    VOUCHER_TWICE(
            "VAL-0904",
            "V-F05",
            Severity.WARNING,
            "凭证号{0}已用于另一笔支出",
            "voucher {0} is already used for another spending",
            "核对是否重复列支。",
            "Check whether it was booked twice."),
    PAYEE_UNKNOWN(
            "VAL-0905",
            "V-F05",
            Severity.WARNING,
            "收款方既不是登记的服务机构，也不是保险机构本身",
            "the payee is neither a registered agency nor the insurer itself",
            "填写服务机构的统一社会信用代码；支付给本机构人员的填写本机构代码。",
            "State the agency's credit code, or the insurer's for its own staff."),
    PAYEE_RELATED(
            "VAL-0906",
            "V-F05",
            Severity.WARNING,
            "收款方在关联方名单内",
            "the payee is on the list of related parties",
            "说明服务的必要性和定价依据。",
            "Explain why this payee served and how the price was found."),
    RATIO_OFF(
            "VAL-0907",
            "V-F06",
            Severity.WARNING,
            "填报比例{0}与费用除以实收保费所得{1}相差超过0.5个百分点",
            "the printed ratio of {0} differs from {1}, which fee and premium give, by more than half a percentage point",
            "核对费用、实收保费和比例。",
            "Check fee, premium and ratio."),
    CHAIN_BROKEN(
            "VAL-0908",
            "V-F07",
            Severity.REJECT,
            "前条哈希不是已收到的本机构台账分录的哈希",
            "the previous hash is not that of any entry of this insurer received so far",
            "按docs/spec/fee-ledger-chain.md计算哈希，并按顺序报送。",
            "Compute it after docs/spec/fee-ledger-chain.md and send entries in order."),
    CHAIN_FORKED(
            "VAL-0909",
            "V-F07",
            Severity.REJECT,
            "已有另一分录接在同一前条之后",
            "another entry already follows the same previous entry",
            "每条分录只能有一条后续，核对前条哈希。",
            "An entry has one successor; check the previous hash."),
    CHAIN_MALFORMED(
            "VAL-0910",
            "V-F07",
            Severity.REJECT,
            "前条哈希不是64位小写十六进制数",
            "the previous hash is not 64 hexadecimal digits in lower case",
            "填写SM3哈希；首条填64个0。",
            "Write the SM3 hash; the first entry has 64 zeros."),
    CHAIN_REWRITTEN(
            "VAL-0911",
            "V-F07",
            Severity.REJECT,
            "已入链的分录{0}不得改写或作废",
            "entry {0} is part of the chain and may be neither rewritten nor withdrawn",
            "用REVERSE分录冲销后另记。",
            "Reverse it with an entry of type REVERSE and book anew."),
    ENTRY_RETURNED(
            "VAL-0912",
            "V-F07",
            Severity.REJECT,
            "分录{0}已作废，不得恢复",
            "entry {0} was withdrawn and may not come back",
            "以新的分录编号另记。",
            "Book it anew under another number."),
    ENTRY_UNREADABLE(
            "VAL-0913",
            "V-F07",
            Severity.REJECT,
            "分录{0}原来的内容已归档或销毁，无法确认是否已入链，不得改写或作废",
            "what entry {0} said is archived or destroyed, so that nobody can tell whether it is part of the chain; it may be"
                    + " neither rewritten nor withdrawn",
            "用REVERSE分录冲销后另记；确需改写的，请网关运营方先恢复归档的月份。",
            "Reverse it with an entry of type REVERSE and book anew, or have the operator restore the archived month.");

    private final @Nullable String rule;
    private final ProblemText text;

    FeeProblem(
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
