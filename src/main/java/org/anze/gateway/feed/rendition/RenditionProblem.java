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
    MAPPING_MISPLACED(
            "FED-0303",
            "接收方 {0} 的 delivery.mappings 中“{1}: {2}”不对：没有该记录类型，或该映射不属于它",
            "\"{1}: {2}\" in delivery.mappings of recipient {0} is wrong: there is no such record type, or the mapping"
                    + " is of another",
            "键写记录类型代码（如 policy），值写该类型的输出映射名称。",
            "The key is the code of a record type such as policy, the value an outbound mapping of that type.");

    private final ProblemText text;

    RenditionProblem(String code, String zh, String en, String remedyZh, String remedyEn) {
        this.text = ProblemText.operatorMends(code, zh, en, remedyZh, remedyEn);
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
