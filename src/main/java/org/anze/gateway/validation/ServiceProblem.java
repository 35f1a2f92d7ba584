package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with service records (V-V). */
public enum ServiceProblem implements RuleProblem {
    SERVICE_OUTSIDE_PERIOD(
            "VAL-0701",
            "V-V01",
            Severity.WARNING,
            "服务时间{0}不在保险期间内",
            "the service at {0} is outside the period of the policy",
            "核对保单号和服务时间。",
            "Check policy number and time."),
    AGENCY_UNKNOWN(
            "VAL-0702",
            "V-V02",
            Severity.REJECT,
            "服务机构{0}未登记",
            "the agency {0} is not registered",
            "核对机构代码；新机构请先向网关运维登记。",
            "Check the code; a new agency must be registered with the operator first."),
    NOT_AN_AGENCY(
            "VAL-0703",
            "V-V02",
            Severity.REJECT,
            "{0}登记为{1}，不能作为服务机构",
            "{0} is registered as {1} and cannot act as an agency",
            "由具备资质的服务机构提供服务；机构自行服务的，服务主体填自主。",
            "A qualified agency must serve; for own staff state 自主."),
    AGENCY_NOT_QUALIFIED(
            "VAL-0704",
            "V-V02",
            Severity.REJECT,
            "服务机构{0}在{1}没有服务项目{2}的资质",
            "on {1} the agency {0} was not qualified for item {2}",
            "核对服务项目和日期，或更新机构资质。",
            "Check item and date, or have the qualification updated."),
    AGENCY_MISSING(
            "VAL-0705",
            "V-V02",
            Severity.REJECT,
            "第三方服务没有服务机构代码",
            "a service by a third party has no agency",
            "填写服务机构的统一社会信用代码。",
            "State the agency's credit code."),
    AGENCY_UNEXPECTED(
            "VAL-0706",
            "V-V02",
            Severity.WARNING,
            "自主服务却填写了服务机构",
            "a service by own staff names an agency",
            "核对服务主体。",
            "Check who served."),
    CONFIRMATION_MISSING(
            "VAL-0707",
            "V-V03",
            Severity.WARNING,
            "缺少{0}",
            "{0} is missing",
            "由企业和保险机构双方确认服务。",
            "Enterprise and insurer must both confirm the service."),
    INTEGRATION_UNPROVEN(
            "VAL-0708",
            "V-V06",
            Severity.WARNING,
            "双融合服务没有社会化服务合同号或抵减金额",
            "an integrated service lacks the social contract or its offset",
            "填写合同号和抵减金额，避免重复计数。",
            "State both, so that the visit is not counted twice."),
    UPLOADED_LATE(
            "VAL-0709",
            "V-V07",
            Severity.INFO,
            "服务结束{0}小时后才上传，超过{1}小时",
            "the service was uploaded {0} hours after its end, more than {1}",
            "请改进上传的及时性。",
            "Upload sooner."),
    ITEM_NOT_PLANNED(
            "VAL-0710",
            "V-V01",
            Severity.WARNING,
            "服务项目{0}不在该保单的服务方案内",
            "item {0} is not in the service plan of the policy",
            "核对服务项目，或更新服务方案。",
            "Check the item, or update the plan."),
    AGENCY_BLACKLISTED(
            "VAL-0711",
            "V-V02",
            Severity.REJECT,
            "服务机构{0}在{1}处于严重失信主体名单内",
            "on {1} the agency {0} was on the list of seriously dishonest units",
            "失信期间不得承担服务。",
            "It may not serve while it is listed."),
    ARCHIVED_LATE(
            "VAL-0712",
            "V-V03",
            Severity.WARNING,
            "服务结束{0}个工作日后才归档，超过{1}个工作日",
            "the service was archived {0} working days after its end, more than {1}",
            "及时归档。",
            "Archive in time."),
    EXPERT_OVERLOADED(
            "VAL-0713",
            "V-V05",
            Severity.WARNING,
            "同一服务人员当日现场服务{0}次，超过{1}次",
            "one expert made {0} on-site visits that day, more than {1}",
            "核实服务记录是否真实。",
            "Check whether the records are true."),
    EXPERT_TWICE_AT_ONCE(
            "VAL-0714",
            "V-V05",
            Severity.WARNING,
            "同一服务人员在同一时间还有另一次服务",
            "one expert had another service at the same time",
            "核对服务时间和人员。",
            "Check times and persons."),
    FAR_FROM_UNIT(
            "VAL-0715",
            "V-V05",
            Severity.WARNING,
            "服务定位距被保单位{0}米，超过{1}米",
            "the service took place {0} metres from the unit, more than {1}",
            "核对定位和服务地点。",
            "Check position and place."),
    COUNTED_TWICE(
            "VAL-0716",
            "V-V06",
            Severity.WARNING,
            "同一时间、地点和人员的服务已记在另一保单下，只计一次",
            "a service at the same time and place by the same people is recorded under another policy and counts once",
            "在其中一条上注明双融合，或更正保单号。",
            "Mark one of them as integrated, or correct the policy number.");

    private final @Nullable String rule;
    private final ProblemText text;

    ServiceProblem(
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
