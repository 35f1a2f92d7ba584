package org.anze.gateway.record;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The twenty record types of DOMAIN.md part C; what belongs to one is in its {@link RecordDefinition}. */
public enum RecordType {
    ENTERPRISE("R01", "enterprise", "生产经营单位"),
    MUST_INSURE("R02", "mustInsure", "应保单位底数"),
    POLICY("R03", "policy", "保单"),
    ENDORSEMENT("R04", "endorsement", "批改退保"),
    ROSTER("R05", "roster", "被保人员名单"),
    PLAN("R06", "plan", "服务方案"),
    SERVICE_RECORD("R07", "serviceRecord", "服务记录"),
    HAZARD("R08", "hazard", "隐患"),
    FEE_LEDGER("R09", "feeLedger", "预防费台账"),
    ACCIDENT_REPORT("R10", "accidentReport", "事故快报"),
    CLAIM("R11", "claim", "赔案"),
    ENFORCEMENT("R12", "enforcement", "执法"),
    COMPLAINT("R13", "complaint", "投诉"),
    RISK_RATE("R14", "riskRate", "风险分级与费率"),
    EVALUATION("R15", "evaluation", "服务评估"),
    BLACKLIST("R16", "blacklist", "严重失信名单"),
    ANNUAL_STAT("R17", "annualStat", "年度统计"),
    ACTION("R18", "action", "监管措施"),
    ESCALATION("R19", "escalation", "督办"),
    AGENCY("R20", "agency", "服务机构");

    private static final Map<String, RecordType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::code, Function.identity()));

    private final String number;
    private final String code;
    private final String zh;

    RecordType(String number, String code, String zh) {
        this.number = number;
        this.code = code;
        this.zh = zh;
    }

    /** The number in DOMAIN.md, such as {@code R03}. */
    public String number() {
        return number;
    }

    /** The name used in files, messages and the ledger, such as {@code policy}. */
    public String code() {
        return code;
    }

    /** Chinese name. */
    public String zh() {
        return zh;
    }

    /** The type with this code, if this version knows it. */
    public static Optional<RecordType> byCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
