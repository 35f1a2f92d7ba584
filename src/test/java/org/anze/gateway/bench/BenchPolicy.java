package org.anze.gateway.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One policy with what insurer 甲 sends of it (DOMAIN.md H1), or with every field that policies have. */
enum BenchPolicy {
    TWELVE_COLUMNS("a policy as insurer 甲 sends it, twelve columns"),
    EVERY_FIELD("a policy with every unit filled, 40 fields");

    private static final Object[] COLUMNS = {
        "applicant", "91140212MAXX00015K",
        "applicantName", "大同示例化工有限公司",
        "insured", "91140212MAXX00015K",
        "insuredName", "大同示例化工有限公司",
        "startAt", "2026-03-01T00:00:00+08:00",
        "endAt", "2027-03-01T00:00:00+08:00",
        "premium", 2_345_600L,
        "feeRateAgreed", 180_000L,
        "insuredCount", 120L,
        "perPersonDeath", 40_000_000L
    };

    private static final Object[] MORE = {
        "proposalNo",
        "TBAA202614020000012345",
        "prevPolicyNo",
        "AZAA202514020000012345",
        "insurer",
        "甲财产保险股份有限公司",
        "insurerBranch",
        "大同中心支公司",
        "coType",
        "独立",
        "broker",
        "示例保险经纪有限公司",
        "productCode",
        "AZX-2026",
        "productName",
        "安全生产责任保险（2026版）",
        "clauseRegNo",
        "C00001230912026010100001",
        "masterPolicy",
        false,
        "commissionRate",
        50_000L,
        "signDate",
        "2026-02-20",
        "payDate",
        "2026-02-21",
        "received",
        2_345_600L,
        "employeeShare",
        0L,
        "rate",
        12_000L,
        "baseRate",
        15_000L,
        "factors",
        List.of(Map.of("code", "GRADE", "value", 900_000L), Map.of("code", "CLAIMS", "value", 850_000L)),
        "items",
        List.of(
                Map.of("code", "DEATH", "limit", 40_000_000L, "name", "死亡伤残", "premium", 1_800_000L),
                Map.of("code", "RESCUE", "limit", 20_000_000L, "name", "救援费用", "premium", 545_600L)),
        "subsidy",
        100_000L,
        "perPersonMedical",
        8_000_000L,
        "perAccident",
        2_000_000_000L,
        "aggregate",
        4_000_000_000L,
        "thirdParty",
        500_000_000L,
        "rescue",
        100_000_000L,
        "legal",
        50_000_000L,
        "appraisal",
        50_000_000L,
        "deductible",
        "每次事故绝对免赔额为人民币5000元或损失金额的10%，两者以高者为准",
        "actualCount",
        125L,
        "servicePlan",
        "FWFA-2026-000123",
        "depositReplaced",
        true,
        "handler",
        "张示例",
        "status",
        "VALID"
    };

    private final String title;

    BenchPolicy(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Fields and values of the policy of this number. */
    Object[] values(int number) {
        List<Object> values = new ArrayList<>();
        values.add("policyNo");
        values.add(String.format("AZAA20261402%010d", number));
        values.addAll(Arrays.asList(COLUMNS));
        if (this == EVERY_FIELD) {
            values.addAll(Arrays.asList(MORE));
        }
        return values.toArray();
    }
}
