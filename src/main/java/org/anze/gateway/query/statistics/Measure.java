package org.anze.gateway.query.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.access.Facts;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** What can be counted or added up; each over the records of one type, or those of them with a certain code. */
public enum Measure {
    POLICIES("policies", RecordType.POLICY, null, "保单数"),
    PREMIUM("premium", RecordType.POLICY, "premium", "应收保费"),
    RECEIVED("received", RecordType.POLICY, "received", "实收保费"),
    SUBSIDY("subsidy", RecordType.POLICY, "subsidy", "财政补贴"),
    INSURED_PERSONS("insuredPersons", RecordType.POLICY, "insuredCount", "承保人数"),
    ENDORSEMENTS("endorsements", RecordType.ENDORSEMENT, null, "批单数"),
    CLAIMS("claims", RecordType.CLAIM, null, "赔案数"),
    ESTIMATED("estimated", RecordType.CLAIM, "estimate", "估损"),
    PAID("paid", RecordType.CLAIM, "paid", "已赔"),
    FEE_BUDGETED("feeBudgeted", RecordType.FEE_LEDGER, "amount", "预防费预算", "type", "BUDGET"),
    FEE_ACCRUED("feeAccrued", RecordType.FEE_LEDGER, "amount", "预防费计提", "type", "ACCRUE"),
    FEE_SPENT("feeSpent", RecordType.FEE_LEDGER, "amount", "预防费支出", "type", "SPEND"),
    FEE_REVERSED("feeReversed", RecordType.FEE_LEDGER, "amount", "预防费冲回", "type", "REVERSE"),
    PLANS("plans", RecordType.PLAN, null, "服务方案数"),
    PLAN_BUDGET("planBudget", RecordType.PLAN, "budget", "服务方案预算"),
    SERVICES("services", RecordType.SERVICE_RECORD, null, "服务次数"),
    SERVICE_COST("serviceCost", RecordType.SERVICE_RECORD, "cost", "服务费用"),
    HAZARDS("hazards", RecordType.HAZARD, null, "隐患数"),
    MAJOR_HAZARDS("majorHazards", RecordType.HAZARD, null, "重大隐患数", "level", "重大"),
    ACCIDENTS("accidents", RecordType.ACCIDENT_REPORT, null, "事故数"),
    DEAD("dead", RecordType.ACCIDENT_REPORT, "dead", "死亡人数"),
    SERIOUSLY_INJURED("seriouslyInjured", RecordType.ACCIDENT_REPORT, "serious", "重伤人数"),
    DIRECT_LOSS("directLoss", RecordType.ACCIDENT_REPORT, "directLoss", "直接经济损失"),
    ENFORCEMENTS("enforcements", RecordType.ENFORCEMENT, null, "执法数"),
    FINES("fines", RecordType.ENFORCEMENT, "fine", "罚款金额"),
    COMPLAINTS("complaints", RecordType.COMPLAINT, null, "投诉数"),
    ENTERPRISES("enterprises", RecordType.ENTERPRISE, null, "生产经营单位数"),
    EMPLOYEES("employees", RecordType.ENTERPRISE, "employees", "从业人员数"),
    MUST_INSURE("mustInsure", RecordType.MUST_INSURE, null, "应保单位数"),
    BLACKLISTINGS("blacklistings", RecordType.BLACKLIST, null, "失信名单数"),
    AGENCIES("agencies", RecordType.AGENCY, null, "服务机构数"),
    /** Lists of insured people by day; each is counted by its line 0, the headcount line. */
    ROSTERS("rosters", RecordType.ROSTER, null, "人员名单数", "line", "0"),
    HEADCOUNT("headcount", RecordType.ROSTER, "headcount", "名单人数", "line", "0"),
    RISK_GRADINGS("riskGradings", RecordType.RISK_RATE, null, "风险评级数"),
    HIGH_RISKS("highRisks", RecordType.RISK_RATE, null, "高风险评级数", "grade", "高"),
    EVALUATIONS("evaluations", RecordType.EVALUATION, null, "服务评估数"),
    EVALUATED_OUT("evaluatedOut", RecordType.EVALUATION, null, "评估结论为退出数", "decision", "退出"),
    /** Forms handed in, each counted by its line 0, the head; what they report are totals already. */
    ANNUAL_REPORTS("annualReports", RecordType.ANNUAL_STAT, null, "年度统计表数", "line", "0"),
    ACTIONS("actions", RecordType.ACTION, null, "监管措施数"),
    ESCALATIONS("escalations", RecordType.ESCALATION, null, "督办数");

    private static final Map<RecordType, List<Measure>> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.groupingBy(Measure::type));

    private final String code;
    private final RecordType type;
    private final @Nullable String field;
    private final String zh;
    private final @Nullable String conditionField;
    private final @Nullable String conditionCode;

    Measure(String code, RecordType type, @Nullable String field, String zh) {
        this(code, type, field, zh, null, null);
    }

    Measure(
            String code,
            RecordType type,
            @Nullable String field,
            String zh,
            @Nullable String conditionField,
            @Nullable String conditionCode) {
        this.code = code;
        this.type = type;
        this.field = field;
        this.zh = zh;
        this.conditionField = conditionField;
        this.conditionCode = conditionCode;
    }

    /** As the parameter {@code measure} has it. */
    public String code() {
        return code;
    }

    /** The records it is about. */
    public RecordType type() {
        return type;
    }

    /** The field that is added up; null when records are counted. */
    public @Nullable String field() {
        return field;
    }

    /** Chinese name. */
    public String zh() {
        return zh;
    }

    /** The fields that must be within the reach of whoever asks. */
    List<String> fields() {
        return Stream.of(field, conditionField).filter(Objects::nonNull).toList();
    }

    /** What a record adds; null when it does not count. */
    @Nullable
    Long of(Facts record) {
        if (conditionField != null
                && !String.valueOf(conditionCode).equals(String.valueOf(record.value(conditionField)))) {
            return null;
        }
        if (field == null) {
            return 1L;
        }
        return record.value(field) instanceof Long value ? value : null;
    }

    /** The measures of a type. */
    static List<Measure> of(RecordType type) {
        return BY_TYPE.getOrDefault(type, List.of());
    }

    /** The number of all records of the type, of which this one counts some; itself where there is none. */
    Measure whole() {
        return field != null ? this : count(false);
    }

    /** Of the records that are counted those with a certain code; null when they are not counted apart. */
    @Nullable
    Measure part() {
        Measure part = field != null ? this : count(true);
        return part == this ? null : part;
    }

    private Measure count(boolean some) {
        return of(type).stream()
                .filter(other -> other.field == null && (other.conditionField != null) == some)
                .findFirst()
                .orElse(this);
    }
}
