package org.anze.gateway.jurisdiction;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What starts an escalation: the lines of the ladder of DOMAIN.md D2, and those that a rule of D asks for besides. */
public enum EscalationTrigger {
    POLICY_LAPSE("policyLapse", "断保"),
    CANCELLATION("cancellation", "无理由退保"),
    STAFF_PAYS("staffPays", "保费摊派给个人"),
    PLAN_MISSING("planMissing", "没有服务方案"),
    MAJOR_HAZARD_FOUND("majorHazardFound", "发现重大隐患"),
    MAJOR_HAZARD_OVERDUE("majorHazardOverdue", "重大隐患逾期或拒不整改"),
    FREQUENCY_AT_RISK("frequencyAtRisk", "服务频次不足"),
    FEE_OUT_OF_BOUNDS("feeOutOfBounds", "预防费低于下限、超过上限或挪用"),
    NO_UPLOAD("noUpload", "5个工作日未上传"),
    ANNUAL_REPORTS("annualReports", "年度附件和自评报告"),
    GRAVE_ACCIDENT("graveAccident", "较大及以上事故"),
    ACCIDENT_RELAY("accidentRelay", "事故未逐级上报"),
    CLAIM_TIMER("claimTimer", "理赔超时"),
    COMPLAINT_UNANSWERED("complaintUnanswered", "投诉未答复"),
    CERTIFICATE_EXPIRING("certificateExpiring", "证书到期");

    private static final Map<String, EscalationTrigger> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(EscalationTrigger::triggerName, Function.identity()));

    private final String name;
    private final String zh;

    EscalationTrigger(String name, String zh) {
        this.name = name;
        this.zh = zh;
    }

    /** The name in jurisdiction files. */
    public String triggerName() {
        return name;
    }

    /** Chinese name. */
    public String zh() {
        return zh;
    }

    static Optional<EscalationTrigger> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
