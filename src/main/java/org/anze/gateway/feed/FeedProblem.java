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
            "The gateway goes on by itself when they have left; see to the recipient's channel if they never do.")),
    REOPENED_FULL(ProblemText.passes(
            "FED-0203",
            "接收方 {0} 已有 {1} 个重发的交换包尚未结清",
            "{1} parcels are on their way to {0} once more and not settled",
            "待其回执后网关自动继续；接收方长期不通的，先处理其通道；自取的接收方须再次领取。",
            "The gateway goes on by itself when their receipts are there; see to the recipient's channel, and let one that"
                    + " pulls ask again.")),
    BEHIND(ProblemText.passes(
            "FED-0204",
            "本节点所知的台账（{0} 条）短于上一交换包所引的检查点（{1} 条）",
            "The ledger as this node knows it has {0} entries, and the parcel before this one refers to {1}",
            "几秒内自动跟上并继续；不见好转的，查本节点与数据库的连接。",
            "The node catches up within seconds and goes on; if it does not, see to its connection to the database."));

    private final ProblemText text;

    FeedProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
