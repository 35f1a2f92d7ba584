package org.anze.gateway.query;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What the query side refuses. */
public enum QueryProblem implements ProblemKind {
    NOT_FOUND(
            404,
            ProblemText.senderCorrects(
                    "QRY-0001",
                    "没有可提供给贵方的此项内容",
                    "There is nothing of this kind for you",
                    "请核对记录类型、主键和用途；不存在与未授权的记录应答相同。",
                    "Check record type, key and purpose; what does not exist and what is not yours are answered alike.")),
    BAD_QUERY(
            400,
            ProblemText.senderCorrects(
                    "QRY-0002",
                    "参数 {0} 缺失、重复或取值不正确；可用：{1}",
                    "Parameter {0} is missing, given twice or wrong; possible: {1}",
                    "请对照 /api/v1/openapi.json 核对参数。",
                    "Compare with /api/v1/openapi.json.")),
    PERSON_NEEDED(
            403,
            ProblemText.senderCorrects(
                    "QRY-0003",
                    "此项内容含个人信息或属单案授权，须在 Person 头写明查询人",
                    "This holds personal data or is about a single case: the header Person must say who asks",
                    "在 Person 头写明查询人在贵方的工号或姓名（非 ASCII 字符按 UTF-8 百分号编码）。",
                    "Give the id or name of the person at your side in the header Person, percent-encoded UTF-8.")),
    PERSON_MALFORMED(
            400,
            ProblemText.senderCorrects(
                    "QRY-0004",
                    "Person 头不规范",
                    "The header Person is malformed",
                    "只写一个 Person 头，1 至 64 个字母、数字、空格或 . _ @ - 字符，非 ASCII 字符按 UTF-8 百分号编码。",
                    "Give it once: 1 to 64 letters, digits, blanks or . _ @ -, percent-encoded UTF-8.")),
    TOKEN_REFUSED(
            400,
            ProblemText.senderCorrects(
                    "QRY-0005",
                    "翻页令牌不属于本方的本次查询",
                    "The page token does not belong to this query of yours",
                    "请用同一证书或令牌、同一查询人（Person）、同一用途和条件，并原样送回应答中的 next。",
                    "Use the same credential, Person, purpose and filters, and send next back as it was given.")),
    TOKEN_EXPIRED(
            400,
            ProblemText.senderCorrects(
                    "QRY-0006",
                    "翻页令牌已过期",
                    "The page token has expired",
                    "请从第一页重新查询。",
                    "Start again from the first page.")),
    TOO_MANY_QUERIES(
            429,
            ProblemText.passes(
                    "QRY-0007",
                    "同时进行的查询过多",
                    "Too many queries at a time",
                    "请等待前一个查询返回后再发起。",
                    "Wait for the answer to your earlier query.")),
    TOO_COSTLY(
            503,
            ProblemText.passes(
                    "QRY-0008",
                    "查询未能在 {0} 秒内完成",
                    "The query was not finished within {0} seconds",
                    "请缩小地区、行业、保险机构或日期范围后重试。",
                    "Narrow region, sector, insurer or dates and try again.")),
    NOT_TOGETHER(
            400,
            ProblemText.senderCorrects(
                    "QRY-0009",
                    "贵方只可取汇总数据，此组合不提供：{0}",
                    "You may have aggregates only, and this combination is not offered: {0}",
                    "请用 year 指定一年，groupBy 取 {0} 中的一项，不加其他条件。",
                    "Name one year by year=, one of {0} as groupBy, and no other filter.")),
    NOT_MEASURED(
            400,
            ProblemText.senderCorrects(
                    "QRY-0010",
                    "{0} 不能按 {1} 统计",
                    "{0} cannot be grouped or filtered by {1}",
                    "请对照 docs/onboarding/recipient-query.md 中的指标表。",
                    "Compare with the table of measures in docs/onboarding/recipient-query.md.")),
    STATISTICS_BEHIND(
            503,
            ProblemText.passes(
                    "QRY-0011",
                    "统计数据正在准备，已处理 {0} / {1} 条",
                    "The figures are being prepared: {0} of {1} entries",
                    "请稍后重试。",
                    "Try again later.")),
    TOO_MANY_CELLS(
            503,
            ProblemText.operatorMends(
                    "QRY-0012",
                    "统计单元超过 {0} 个的上限",
                    "There are more than {0} cells",
                    "由网关运营方调大 anze.query.most-cells。",
                    "The operator raises anze.query.most-cells.")),
    VOLUME_USED_UP(
            429,
            ProblemText.passes(
                    "QRY-0013",
                    "今日可取的记录数已用完（授权 {0}）",
                    "The records of today under agreement {0} are used up",
                    "请于次日继续，或联系网关运营方变更授权。",
                    "Go on tomorrow, or have the agreement changed.")),
    AGREEMENT_CHANGED(
            503,
            ProblemText.passes(
                    "QRY-0014",
                    "应答期间贵方的共享授权有变更，本次应答未送出",
                    "Your agreements changed while this was being answered, so the answer did not leave",
                    "请重新查询，按现在的授权应答。",
                    "Ask again; the answer follows the agreements as they are now.")),
    ALL_BUSY(
            503,
            ProblemText.passes(
                    "QRY-0015",
                    "网关此刻处理的同类请求已满",
                    "The gateway answers as many requests of this kind as it can at the moment",
                    "请数秒后重试。",
                    "Try again in a few seconds.")),
    ONE_INSURER_AT_A_TIME(
            400,
            ProblemText.senderCorrects(
                    "QRY-0017",
                    "授权限于若干保险机构的，生产经营单位和服务机构的数字只能逐家查询：同一单位可能由几家报送",
                    "Under agreements over some insurers enterprises and agencies are counted for one insurer at a time, because several"
                            + " may name the same unit",
                    "请加 insurer 参数；只取汇总的，请联系网关运营方按单一保险机构授权。",
                    "Add the parameter insurer; who may have totals only needs an agreement over a single insurer.")),
    TOO_MANY_TO_PROTECT(
            400,
            ProblemText.senderCorrects(
                    "QRY-0016",
                    "须隐去小单元格的统计表有 {0} 个单元格，超过 {1} 个的上限",
                    "The tables whose small cells must be hidden have {0} cells, more than {1}",
                    "请联系网关运营方，缩小授权的地区、行业或保险机构范围（同一用途的几份授权合并计算，分为几份无效）。",
                    "Have the operator narrow the regions, sectors or insurers of the agreement; several agreements of one"
                            + " purpose are counted together, so dividing it does not help."));

    private final int status;
    private final ProblemText text;

    QueryProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }
}
