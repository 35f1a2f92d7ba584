package org.anze.gateway.feed.rendition;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** Why a parcel cannot be rendered; the recipient's feed waits until the operator has mended its party file. */
public enum RenditionProblem implements ProblemKind {
    UNKNOWN_ENCODING(
            "FED-0301",
            "接收方 {0} 的编码 {1} 不受支持",
            "encoding {1} of recipient {0} is not supported",
            "把 party.yaml 中 delivery.encoding 改为 GB18030 或 UTF-8。",
            "Set delivery.encoding in its party.yaml to GB18030 or UTF-8."),
    UNENCODABLE(
            "FED-0302",
            "接收方 {0} 的编码 {1} 无法表示台账序号 {2} 的 {3} 中的字符",
            "encoding {1} of recipient {0} cannot write a character in {3} of ledger index {2}",
            "把 party.yaml 中 delivery.encoding 改为 GB18030 或 UTF-8；GBK 和 GB2312 缺字。",
            "Set delivery.encoding in its party.yaml to GB18030 or UTF-8; GBK and GB2312 lack characters.");

    private final ProblemText text;

    RenditionProblem(String code, String zh, String en, String remedyZh, String remedyEn) {
        this.text = ProblemText.operatorMends(code, zh, en, remedyZh, remedyEn);
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
