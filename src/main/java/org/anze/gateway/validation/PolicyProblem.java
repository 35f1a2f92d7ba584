package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with policies, their endorsements, rosters and plans (V-P). */
public enum PolicyProblem implements RuleProblem {
    PERIOD_REVERSED(
            "VAL-0301",
            "V-P01",
            Severity.REJECT,
            "终保时间{1}不晚于起保时间{0}",
            "the period ends at {1}, not after its start {0}",
            "核对保险期间；终保时间为末日24时即次日0时。",
            "Check the period; the end is midnight after the last day."),
    PERIOD_LONG(
            "VAL-0302",
            "V-P01",
            Severity.WARNING,
            "保险期间{0}天，超过{1}天",
            "the period has {0} days, more than {1}",
            "确认保险期间；建筑工程项目保单不受此限。",
            "Confirm the period; construction projects are exempt."),
    DEATH_LIMIT_LOW(
            "VAL-0303",
            "V-P03",
            Severity.REJECT,
            "每人死亡伤残限额{0}元低于起保日适用的下限{1}元",
            "the limit per dead or disabled person, {0} yuan, is below the floor of {1} yuan on the first day",
            "按起保日适用的标准提高限额。",
            "Raise the limit to the standard in force on the first day."),
    HEADCOUNT_SHORT(
            "VAL-0304",
            "V-P05",
            Severity.WARNING,
            "承保人数{0}少于从业人数{1}",
            "{0} persons are insured, but {1} work there",
            "应覆盖全部从业人员，请办理增人批改。",
            "All staff must be covered; endorse the policy."),
    RECEIVED_OVER_PREMIUM(
            "VAL-0305",
            "V-P06",
            Severity.REJECT,
            "实收保费{0}元大于应收保费{1}元",
            "the premium received, {0} yuan, exceeds the premium of {1} yuan",
            "核对两项金额的单位。",
            "Check the unit of both amounts."),
    PREMIUM_OFF_RATE(
            "VAL-0306",
            "V-P07",
            Severity.WARNING,
            "保费{0}元与限额、人数、费率推算的{1}元不符",
            "the premium of {0} yuan differs from {1} yuan, which limit, headcount and rate give",
            "核对费率（万分之一个百分点）、限额和人数。",
            "Check rate, limit and headcount."),
    COMMISSION_HIGH(
            "VAL-0307",
            "V-P08",
            Severity.REJECT,
            "佣金比例{0}超过上限{1}",
            "the commission of {0} exceeds the cap of {1}",
            "佣金不得超过上限，请核对。",
            "The commission may not exceed the cap."),
    STAFF_PAYS(
            "VAL-0308",
            "V-P09",
            Severity.REJECT,
            "从业人员个人承担了保费{0}元",
            "employees bear {0} yuan of the premium",
            "保费由生产经营单位全额承担，不得摊派给个人。",
            "The unit pays the whole premium; nothing may be passed to staff."),
    PLAN_MISSING(
            "VAL-0309",
            "V-P10",
            Severity.WARNING,
            "高危行业保单没有服务方案",
            "a policy of a compulsory sector has no service plan",
            "报送含服务项目和频次的方案编号。",
            "Send the number of a plan with items and frequency."),
    FEE_OVER_CAP(
            "VAL-0310",
            "V-P11",
            Severity.REJECT,
            "约定预防费比例{0}超过上限{1}",
            "the agreed prevention fee of {0} exceeds the cap of {1}",
            "按实收保费计算，不得超过上限。",
            "Measured against the premium received it may not exceed the cap."),
    FEE_UNDER_FLOOR(
            "VAL-0311",
            "V-P11",
            Severity.WARNING,
            "约定预防费比例{0}低于下限{1}",
            "the agreed prevention fee of {0} is below the floor of {1}",
            "按当地规定提高比例。",
            "Raise it to what the place asks for."),
    RATE_OFF_TARIFF(
            "VAL-0312",
            "V-P12",
            Severity.REJECT,
            "费率{0}与基准费率乘浮动系数{1}不符",
            "the rate of {0} is not the base rate times its factors, {1}",
            "按统一费率表核对费率和系数。",
            "Check rate and factors against the tariff."),
    SHARES_NOT_WHOLE(
            "VAL-0313",
            "V-P13",
            Severity.REJECT,
            "共保份额合计为{0}，应为100%",
            "the co-insurers' shares add up to {0} instead of 100 %",
            "列出全部共保机构及份额。",
            "List all co-insurers and their shares."),
    GOVERNMENT_SELECTED(
            "VAL-0314",
            "V-P13",
            Severity.WARNING,
            "共保体由政府选定",
            "the co-insurers were selected by a government",
            "确认符合自由选择保险机构的规定。",
            "Confirm that the unit chose its insurer freely."),
    PREVIOUS_OF_OTHER_UNIT(
            "VAL-0315",
            "V-P16",
            Severity.WARNING,
            "上期保单属于另一家被保险单位",
            "the previous policy belongs to another unit",
            "核对上期保单号。",
            "Check the number of the previous policy."),
    LIMITS_DIFFER(
            "VAL-0316",
            "V-P04",
            Severity.REJECT,
            "名单第{0}行的每人限额与同一保单的其他人员不同",
            "the limit on line {0} of the roster differs from that of others under the same policy",
            "同一保单的全部从业人员适用同一标准。",
            "All staff under a policy must have the same limit."),
    POLICIES_OVERLAP(
            "VAL-0317",
            "V-P02",
            Severity.WARNING,
            "与该单位在另一保险机构的保单重叠{0}天，超过{1}天",
            "the period overlaps a policy of the unit with another insurer by {0} days, more than {1}",
            "与被保险单位核实是否重复投保。",
            "Ask the unit whether it insured twice."),
    COVER_GAP(
            "VAL-0318",
            "V-P02",
            Severity.WARNING,
            "与该单位相邻保单之间中断{0}天",
            "there is a gap of {0} days to the neighbouring policy of the unit",
            "核对起止时间；保险不得中断。",
            "Check the period; cover may not be interrupted."),
    ITEMS_NOT_PREMIUM(
            "VAL-0319",
            "V-P06",
            Severity.REJECT,
            "各保险责任项目保费合计{0}元，与应收保费{1}元不符",
            "the items' premiums add up to {0} yuan, but the premium is {1} yuan",
            "核对项目保费和应收保费，允许相差1分。",
            "Check items and premium; one fen may differ."),
    PLAN_WITHOUT_FREQUENCY(
            "VAL-0320",
            "V-P10",
            Severity.WARNING,
            "服务方案{0}没有写明频次的服务项目",
            "the service plan {0} has no item with a frequency",
            "在方案中写明服务项目和每年次数。",
            "State items and how often a year in the plan."),
    BASE_RATE_OFF_TARIFF(
            "VAL-0321",
            "V-P12",
            Severity.REJECT,
            "基准费率{0}不是当地费率表规定的{1}",
            "the base rate of {0} is not the {1} of the local tariff",
            "按统一费率表填写基准费率。",
            "Use the base rate of the tariff."),
    CANCELLATION_UNJUSTIFIED(
            "VAL-0322",
            "V-P14",
            Severity.WARNING,
            "退保或注销的理由“{0}”不在允许范围（{1}）内",
            "the reason \"{0}\" for the cancellation is not an allowed one ({1})",
            "高危行业单位不得中途退保；属实的将报告监管部门。",
            "Units of compulsory sectors may not cancel; the supervising department will be told."),
    CANCELLATION_UNPROVEN(
            "VAL-0323",
            "V-P14",
            Severity.WARNING,
            "退保或注销没有证明材料",
            "the cancellation has no proof",
            "附上关闭、停产或重复投保的证明。",
            "Add the proof that the unit closed, stopped or was insured twice."),
    ROSTER_SHORT(
            "VAL-0324",
            "V-P05",
            Severity.WARNING,
            "名单人数{0}少于保单的从业人数{1}",
            "the roster has {0} persons, but {1} work there",
            "应覆盖全部从业人员，请补报名单。",
            "All staff must be covered; complete the roster."),
    ROSTER_OVER_INSURED(
            "VAL-0325",
            "V-P05",
            Severity.WARNING,
            "名单人数{0}多于承保人数{1}",
            "the roster has {0} persons, but {1} are insured",
            "请办理增人批改。",
            "Endorse the policy.");

    private final @Nullable String rule;
    private final ProblemText text;

    PolicyProblem(
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
