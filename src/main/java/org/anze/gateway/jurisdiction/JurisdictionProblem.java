package org.anze.gateway.jurisdiction;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with the files under {@code jurisdictions/}. */
public enum JurisdictionProblem implements ProblemKind {
    UNREADABLE(
            "JUR-0001",
            "管辖参数文件 {0} 无法读取：{1}",
            "the jurisdiction file {0} cannot be read: {1}",
            "按 jurisdictions/national.yaml 的格式改正该文件后重新加载。",
            "Correct the file after the model of jurisdictions/national.yaml and reload."),
    UNKNOWN_PARAMETER(
            "JUR-0002",
            "管辖参数文件 {0} 含有未知参数 {1}",
            "the jurisdiction file {0} has the unknown parameter {1}",
            "检查参数名的拼写；可用的参数名见随附的 jurisdictions/*.yaml。",
            "Check the spelling; the known names are in the jurisdictions/*.yaml that came with the gateway."),
    BAD_VALUE(
            "JUR-0003",
            "管辖参数文件 {0} 的参数 {1} 写法有误：{2}",
            "in the jurisdiction file {0} the parameter {1} is not written as it should be: {2}",
            "写明数值和单位，并给出 validFrom 和 source。",
            "Write value and unit, and give validFrom and source."),
    OVERLAP(
            "JUR-0004",
            "管辖参数文件 {0} 的参数 {1} 在 {2} 有两个有效值",
            "in the jurisdiction file {0} the parameter {1} has two values in force on {2}",
            "给较早的值写上 validTo。",
            "Give the earlier value a validTo."),
    LOOSENED(
            "JUR-0005",
            "管辖参数文件 {0} 的参数 {1} 自 {2} 起放宽了上级要求",
            "from {2} the jurisdiction file {0} loosens the parameter {1} of the level above",
            "下级只能加严 feeCap、perPersonFloor、commissionCap、sameStandard。",
            "A lower level may only be stricter with feeCap, perPersonFloor, commissionCap and sameStandard."),
    NATIONAL_MISSING(
            "JUR-0006",
            "缺少全国管辖参数 {0}",
            "the national jurisdiction parameter {0} is missing",
            "jurisdictions/national.yaml 必须给出 feeCap、perPersonFloor、commissionCap、sameStandard。",
            "jurisdictions/national.yaml must state feeCap, perPersonFloor, commissionCap and sameStandard."),
    REGION_TWICE(
            "JUR-0007",
            "管辖参数文件 {0} 的地区前缀 {1} 缺失、有误或已被另一文件使用",
            "the region prefix {1} of the jurisdiction file {0} is missing, malformed or taken by another file",
            "每个地区只用一个文件，前缀为 2、4 或 6 位数字；national.yaml 不写前缀。",
            "One file per region with a prefix of 2, 4 or 6 digits; national.yaml has none.");

    private final ProblemText text;

    JurisdictionProblem(String code, String zh, String en, String remedyZh, String remedyEn) {
        this.text = ProblemText.operatorMends(code, zh, en, remedyZh, remedyEn);
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
