package org.anze.gateway.cli.fsck;

/** What can be wrong with a stored ledger: one sentence each in Chinese and English. */
enum Damage {
    STATE_MISSING("没有台账状态，却有台账条目。", "There are entries but no state of the ledger."),
    STATE_WRONG(
            "台账状态（大小、前沿或检查点）与条目不符。",
            "The state of the ledger (size, frontier or checkpoint) differs from the entries."),
    ENTRY_MISSING("缺少台账条目；其后的根无法重算。", "An entry is missing; roots behind it cannot be derived."),
    ENTRY_MALFORMED("台账条目的头部不是规范的 anze-entry/2。", "The header of an entry is not a canonical anze-entry/2."),
    ENTRY_COLUMNS_DIFFER(
            "条目的列与已签封的头部（序号、类型、版本、报送方、收到时间）或单元（业务主键、版次、操作、风险所在地、行业、保险机构）不符。",
            "Columns of an entry differ from its sealed header or, with --content, from its units."),
    LEAF_WRONG("存储的叶哈希不是该条目头部的哈希。", "The stored leaf hash is not that of the entry's header."),
    UNITS_WRONG(
            "单元哈希不能得出头部中的记录根，或数目不对。",
            "The unit hashes do not give the record root of the header, or their number is wrong."),
    SUBMISSION_DIFFERS(
            "条目所属的报送批次不存在，或其编号、原文摘要、来源签名与头部所绑定的不符。",
            "An entry's submission does not exist or is not what the header is bound to."),
    TILE_WRONG("台账树瓦片的哈希与条目不符。", "The hash of a tile differs from the entries."),
    TILE_MISSING("缺少台账树瓦片的哈希。", "The hash of a tile is missing."),
    TILE_SURPLUS("存在超出台账大小的瓦片哈希。", "There are hashes of tiles beyond the size of the ledger."),
    CHECKPOINT_MALFORMED("检查点的写法不符合规范，或与其大小不符。", "A checkpoint is malformed or of another size."),
    CHECKPOINT_SIGNATURE_WRONG("检查点的签名验证不通过。", "The signature of a checkpoint does not verify."),
    CHECKPOINT_ROOT_WRONG("检查点的根与条目不符：条目被改写，或检查点不属于本台账。", "The root of a checkpoint differs from the entries."),
    CHECKPOINT_BEYOND("检查点超出现有条目：条目丢失。", "A checkpoint lies beyond the entries: entries were lost."),
    LOST_SINCE(
            "外部已知的检查点大于现有台账：其后的条目在恢复点之后，已经丢失，须由报送方补报。",
            "A checkpoint known outside is larger than the ledger: the entries behind it came after the point of recovery and are"
                    + " lost; their senders have to send them again."),
    FORKED(
            "同一大小的检查点，外部已知的与本库的根不同：台账在恢复之后另行增长（分叉）。",
            "A checkpoint known outside has another root than this ledger had at that size: it grew otherwise after a recovery."),
    UNITS_GONE(
            "条目的内容不在库中，其月份却没有移出归档的记录。", "An entry has no content, though its month was not taken out by the archive."),
    KEY_MISSING("条目没有业务主键索引，或索引指向别的条目。", "An entry has no business key, or its key leads to another entry."),
    KEY_SURPLUS("业务主键索引指向不存在的条目。", "A business key leads to an entry that does not exist."),
    HEAD_WRONG("业务主键的最新版本不是条目中的最高版本。", "The newest version of a business key is not the highest one."),
    LATE_WRONG("迟到标记与条目的先后不符。", "The mark of a late entry is wrong."),
    COUNT_WRONG("报送批次的受理数、首末序号或待定数与条目不符。", "The counts or positions of a submission differ from its entries."),
    UNITS_DAMAGED("条目的内容打不开，或不是所签封的内容。", "The content of an entry does not open, or is not what was sealed."),
    RAW_GONE(
            "报送批次的原始字节缺失或缺块，其月份却没有移出归档的记录。",
            "Raw bytes of a submission are missing, though its month was not taken out by the archive."),
    RECEIPT_WRONG(
            "已处理完的报送批次没有回执，或回执不能通过验证、与批次不符。",
            "A submission that is final has no receipt, or one that does not verify or says something else."),
    PARCEL_REFUSED("交换包不能通过验证。", "A parcel does not verify."),
    PARCEL_DIFFERS("交换包的列（接收方、编号、条目）与其清单不符。", "Columns of a parcel differ from its manifest."),
    PARCEL_NUMBER("交换包编号有缺口，或与发送游标不符。", "Parcel numbers have a gap or do not fit the cursor."),
    AUDIT_BROKEN(
            "审计日志自此断开、缺失，或与锚点不符。",
            "From here on the audit log is broken or missing, or differs from what was signed about it."),
    AUDIT_ANCHOR_WRONG(
            "审计日志的锚点写法不符合规范，或签名验证不通过。", "An anchor of the audit log is malformed, or its signature does not verify.");

    private final String zh;
    private final String en;

    Damage(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }
}
