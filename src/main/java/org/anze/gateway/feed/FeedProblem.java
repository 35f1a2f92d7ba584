package org.anze.gateway.feed;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What a recipient's receipt can be refused for. */
public enum FeedProblem implements ProblemKind {
    OTHER_BYTES(ProblemText.senderCorrects(
            "FED-0201",
            "回执中的摘要与第 {0} 号交换包不符",
            "The digest in the receipt is not that of parcel {0}",
            "请核对 digest：交换包文件（<九位编号>.parcel.json）全部字节的 SM3 或 SHA-256，Base64。收到的若不是这些字节，请等网关重发后再回执。",
            "Compare digest: SM3 or SHA-256 over all bytes of the parcel document, in Base64. If other bytes arrived, wait"
                    + " until the gateway sends the parcel again.")),
    BACKLOG_FULL(ProblemText.passes(
            "FED-0202",
            "接收方 {0} 待再次发送的记录已达 {1} 条",
            "{1} records wait already to be given to {0} once more",
            "待其发出后网关自动继续；接收方长期不通的，先处理其通道。",
            "The gateway goes on by itself when they have left; see to the recipient's channel if they never do."));

    private final ProblemText text;

    FeedProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
