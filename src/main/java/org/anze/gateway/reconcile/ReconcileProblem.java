package org.anze.gateway.reconcile;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What reconciliation refuses. */
public enum ReconcileProblem implements ProblemKind {
    BAD_PARAMETER(
            400,
            ProblemText.senderCorrects(
                    "REC-0001",
                    "参数或字段 {0} 缺失、重复或取值不正确；可用：{1}",
                    "Parameter or field {0} is missing, given twice or wrong; possible: {1}",
                    "请对照 docs/spec/reconciliation.md 核对。",
                    "Compare with docs/spec/reconciliation.md.")),
    BODY_MALFORMED(
            400,
            ProblemText.senderCorrects(
                    "REC-0002",
                    "对账文件不是规范的 JSON 或 CSV（第 {0} 行附近）",
                    "The reconciliation file is no proper JSON or CSV (near line {0})",
                    "请对照 docs/spec/reconciliation.md 修改后重新提交。",
                    "Correct it by docs/spec/reconciliation.md and send it again.")),
    TOO_MANY(
            413,
            ProblemText.senderCorrects(
                    "REC-0003",
                    "对账文件超过 {0} 条",
                    "The reconciliation file has more than {0} lines",
                    "请分批提交，或改用树比对（/tree）。",
                    "Send it in parts, or compare by the tree.")),
    REPEATED(
            400,
            ProblemText.senderCorrects(
                    "REC-0004",
                    "对账清单第 {0} 条与前面的记录键和版本相同",
                    "Line {0} of the list has the key and version of an earlier one",
                    "每个记录版本只列一次。",
                    "List every record version once.")),
    NOT_FOUND(
            404,
            ProblemText.senderCorrects(
                    "REC-0005",
                    "没有可供贵方对账的此项内容",
                    "There is nothing of this kind for you to reconcile",
                    "请核对方向、类型、日期和结果编号；送出方向须有现行有效的共享协议。",
                    "Check direction, type, day and number; what was delivered needs an agreement in force.")),
    DAY_NOT_BEGUN(
            404,
            ProblemText.senderCorrects(
                    "REC-0006",
                    "{0} 尚未开始，无可对账",
                    "The day {0} has not begun",
                    "请在当日或之后对账。",
                    "Ask on that day or later.")),
    LIST_FORGOTTEN(
            404,
            ProblemText.senderCorrects(
                    "REC-0007",
                    "这次比对的逐条差异已不保存，只剩数目",
                    "The differing records of this comparison are not kept any more, only their number",
                    "每一方只保留最近几次有差异的比对；请对方再提交一次清单。",
                    "Only the newest differing comparisons of a party are kept: have it send its list again."));

    private final int status;
    private final ProblemText text;

    ReconcileProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
