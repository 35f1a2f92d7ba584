package org.anze.gateway.fault;

import java.util.List;

/**
 * A step that changes something outside of the process's memory, in the order of a record's life. Each is a write, a send, an
 * acknowledgement or a rename, and can go wrong in two ways: not done, or done and its answer lost.
 */
public enum Step {
    /** SFTP: a whole file is renamed out of its sender's reach. */
    DROP_RENAME("SFTP 文件移入暂存区", "SFTP file renamed into the spool"),
    /** Raw bytes and the row of the submission are committed. */
    REGISTER_COMMIT("报送批次登记（提交）", "submission registered (commit)"),
    /** SFTP: the note that a receipt is due is written, and the file leaves the spool. */
    DROP_NOTE("SFTP 回执待办写入、暂存文件删除", "note of a due receipt written, spooled file removed"),
    /** A batch goes down the line to the ledger. */
    BATCH_SEND("批次送往台账", "batch sent to the ledger", false),
    /** Entries, checkpoint, counters and receipts are committed. */
    LEDGER_COMMIT("台账追加（提交）", "ledger append (commit)"),
    /** REST: the answer with the receipt. */
    REST_ANSWER("REST 应答", "REST answer", false),
    /** SFTP: a receipt or a list of rejects gets its name. */
    RECEIPT_RENAME("SFTP 回执文件改名就位", "receipt file renamed into place"),
    /** SFTP: the note is forgotten, because the receipt is durable. */
    NOTE_REMOVE("SFTP 回执待办删除", "note of a due receipt removed"),
    /** Queue: the receipt is sent within the broker's transaction. */
    QUEUE_RECEIPT_SEND("队列回执发送", "queue receipt sent"),
    /** Queue: message and receipt are committed together. */
    QUEUE_COMMIT("队列消息确认（提交）", "queue message acknowledged (commit)"),
    /** Parcel, renditions and the moved cursor are committed. */
    PREPARE_COMMIT("交换包准备（提交）", "parcel prepared (commit)"),
    /** It is written down that the bytes may leave now. */
    LEAVING_WRITE("交换包离开前登记", "parcel marked as leaving"),
    /** REST: the parcel is posted. */
    REST_SEND("REST 交付", "parcel posted by REST"),
    /** SOAP: the parcel is posted. */
    SOAP_SEND("SOAP 交付", "parcel posted by SOAP"),
    /** SFTP: a file of the parcel is written under a temporary name. */
    SFTP_WRITE("SFTP 交付：写入 .part", "parcel file written as .part"),
    /** SFTP: a file of the parcel gets its name. */
    SFTP_RENAME("SFTP 交付：改名", "parcel file renamed at the recipient"),
    /** Queue: the parcel is sent. */
    QUEUE_SEND("队列交付", "parcel sent by queue"),
    /** Pulling: the parcel is handed out. */
    PULL_ANSWER("接收方拉取", "parcel handed to who pulls", false),
    /** It is written down that the receipt will come later. */
    AWAITING_WRITE("登记待回执", "receipt awaited (write)"),
    /** The recipient's receipt is committed. */
    SETTLE_COMMIT("交换包结清（提交）", "parcel settled (commit)"),
    /** SFTP: the recipient's receipt is removed after it was settled. */
    SFTP_RECEIPT_REMOVE("SFTP 接收方回执删除", "recipient's receipt removed"),
    /** Queue: the recipient's receipt is acknowledged after it was settled. */
    QUEUE_SETTLE_COMMIT("队列接收方回执确认（提交）", "recipient's receipt acknowledged (commit)"),
    /** A node's leases are renewed. */
    LEASE_RENEW("租约续期", "leases renewed");

    private final String zh;
    private final String en;
    private final boolean hasAfter;

    Step(String zh, String en) {
        this(zh, en, true);
    }

    Step(String zh, String en, boolean hasAfter) {
        this.zh = zh;
        this.en = en;
        this.hasAfter = hasAfter;
    }

    /** Where a fault may strike; what only hands on has no point after it. */
    public List<Moment> moments() {
        return hasAfter ? List.of(Moment.BEFORE, Moment.AFTER) : List.of(Moment.BEFORE);
    }

    /** For people, Chinese. */
    public String zh() {
        return zh;
    }

    /** For people, English. */
    public String en() {
        return en;
    }
}
