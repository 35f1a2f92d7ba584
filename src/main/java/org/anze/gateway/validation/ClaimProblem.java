package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with claims (V-C). */
public enum ClaimProblem implements RuleProblem {
    CLAIM_OUTSIDE_PERIOD(
            "VAL-0401",
            "V-C01",
            Severity.REJECT,
            "出险时间{0}不在保险期间{1}至{2}（不含）内",
            "the accident at {0} is not within the period from {1} to before {2}",
            "核对保单号和出险时间；已延期的先报送保单新版本。",
            "Check policy number and time of the accident; of an extended policy send the new version first."),
    CLAIM_REPORTED_LATE(
            "VAL-0402",
            "V-C02",
            Severity.WARNING,
            "出险{0}小时后才报案，超过{1}小时",
            "the claim was reported {0} hours after the accident, more than {1}",
            "核对报案时间；属实请说明原因。",
            "Check the time of the report; explain if it is right."),
    STAGES_OUT_OF_ORDER(
            "VAL-0403",
            "V-C03",
            Severity.REJECT,
            "处理阶段{1}的时间早于{0}",
            "stage {1} lies before stage {0}",
            "按报案、查勘、立案、定损、支付、结案的次序核对时间。",
            "Check the times against REPORT, SURVEY, REGISTER, ASSESS, PAY, CLOSE."),
    PAID_OVER_ASSESSED(
            "VAL-0404",
            "V-C04",
            Severity.REJECT,
            "已赔{0}元大于定损{1}元",
            "{0} yuan were paid, but {1} yuan assessed",
            "核对两项金额的单位。",
            "Check the unit of both amounts."),
    ASSESSED_OVER_LIMIT(
            "VAL-0405",
            "V-C04",
            Severity.REJECT,
            "定损{0}元超过保单限额{1}元",
            "{0} yuan were assessed, more than the policy's limit of {1} yuan",
            "核对定损金额和保单限额。",
            "Check the amount and the limits of the policy."),
    VICTIMS_OVER_LIMIT(
            "VAL-0406",
            "V-C04",
            Severity.REJECT,
            "受害人赔款合计{0}元超过每次事故限额{1}元",
            "the victims got {0} yuan together, more than the {1} yuan per accident",
            "核对受害人赔款。",
            "Check the payments to the victims."),
    PREPAID_OVER_ESTIMATE(
            "VAL-0407",
            "V-C04",
            Severity.REJECT,
            "预付{0}元大于估损{1}元",
            "{0} yuan were paid in advance, but the estimate is {1} yuan",
            "核对预付和估损的单位。",
            "Check the unit of both amounts."),
    DEATH_PAYMENT_LOW(
            "VAL-0408",
            "V-C05",
            Severity.WARNING,
            "死亡赔款{0}元低于每人限额下限{1}元",
            "a death payment of {0} yuan is below the floor of {1} yuan",
            "如按责任比例赔付，请在处理阶段的说明中注明。",
            "If liability was split, say so in the note of a stage."),
    ACCIDENT_REPORT_ABSENT(
            "VAL-0409",
            "V-C07",
            Severity.WARNING,
            "死亡{0}人、重伤{1}人，构成{2}事故，但未见事故快报",
            "{0} dead and {1} seriously injured make a {2} accident, but there is no accident report",
            "24小时内报送事故快报，并在赔案中填写其编号。",
            "Send the accident report within 24 hours and put its number into the claim."),
    YEAR_OVER_AGGREGATE(
            "VAL-0410",
            "V-C04",
            Severity.REJECT,
            "该保单本年度赔款合计{0}元，超过累计限额{1}元",
            "the claims of the policy's year add up to {0} yuan, more than the aggregate of {1} yuan",
            "核对本案和同一保单其他赔案的金额。",
            "Check this claim and the others under the policy."),
    PAID_LATE(
            "VAL-0411",
            "V-C06",
            Severity.WARNING,
            "定损后{0}天才支付，超过{1}天",
            "payment came {0} days after the assessment, more than {1}",
            "核对支付时间；达成协议后应在期限内支付。",
            "Check the time; payment is due within that time after agreement."),
    VERIFIED_LATE(
            "VAL-0412",
            "V-C06",
            Severity.WARNING,
            "立案后{0}天才核定，超过{1}天",
            "the claim was verified {0} days after it was registered, more than {1}",
            "核对核定时间；情形复杂的也应在期限内核定。",
            "Check the time; even complex claims must be verified within it."),
    MINIMUM_PAID_LATE(
            "VAL-0413",
            "V-C06",
            Severity.WARNING,
            "立案后{0}天才先行支付，超过{1}天",
            "the first payment came {0} days after the claim was registered, more than {1}",
            "收齐材料后应在期限内按可确定的最低数额先行支付。",
            "The sum that is certain must be paid within that time."),
    ACCIDENT_REPORT_LATE(
            "VAL-0414",
            "V-C07",
            Severity.WARNING,
            "事故快报在出险{0}小时后才报送，超过{1}小时",
            "the accident report came {0} hours after the accident, more than {1}",
            "核对时间；属实请说明原因。",
            "Check the times; explain if they are right."),
    THIRD_PARTY_NOT_PAID(
            "VAL-0415",
            "V-C08",
            Severity.WARNING,
            "第三者的赔款支付给了被保险人",
            "the payment for a third party went to the insured",
            "责任明确时应直接支付给第三者。",
            "When liability is clear the third party must be paid."),
    PAID_OVER_LIMIT(
            "VAL-0416",
            "V-C04",
            Severity.REJECT,
            "尚无定损，已赔{0}元即超过保单限额{1}元",
            "{0} yuan were paid before any assessment, more than the policy's limit of {1} yuan",
            "核对已赔金额和保单限额，并补报定损。",
            "Check the amount and the limits of the policy, and send the assessment.");

    private final @Nullable String rule;
    private final ProblemText text;

    ClaimProblem(
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
