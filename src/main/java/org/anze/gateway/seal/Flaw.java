package org.anze.gateway.seal;

/**
 * Why a proof is refused: one sentence each in Chinese and English. The names are part of seal-v1 and are never reused
 * for another meaning.
 */
public enum Flaw {
    TOO_LARGE("文件超过允许的大小。", "The file exceeds the permitted size."),
    UNREADABLE("文件无法读取。", "The file cannot be read."),
    NOT_CANONICAL(
            "内容不是规范化 JSON（RFC 8785），或文件末尾有多余字节。",
            "The content is not canonical JSON (RFC 8785), or bytes follow its end."),
    UNKNOWN_FORMAT("格式标识不是本规范所定义的。", "The format identifier is not one that this specification defines."),
    MALFORMED("缺少字段、出现多余字段，或字段的类型或写法不对。", "A member is missing, is not expected, or has the wrong type or form."),
    BAD_BASE64("Base64 写法不规范。", "The Base64 text is not in its only permitted form."),
    CERTIFICATE_MALFORMED("证书格式不对，或不适用于签封。", "The certificate is malformed or not fit for sealing."),
    CERTIFICATE_FOREIGN("证书不是由所信任的签发机构签发的。", "The certificate was not issued by a trusted authority."),
    CERTIFICATE_NOT_VALID_THEN("签名当时证书不在有效期内。", "The certificate was not valid at the time of the signature."),
    SIGNER_UNKNOWN("签名者与证书或台账不符。", "The signer is not the one named by the certificate or the ledger."),
    SUITE_MISMATCH("密码套件前后不一致。", "The cipher suites do not agree."),
    SIGNATURE_WRONG(
            "签名验证不通过：内容被改动，或不是由该密钥签署。",
            "The signature does not verify: the content was changed or another key signed it."),
    EVIDENCE_DIGEST_WRONG("证据部分的摘要与清单不符。", "The digest of the evidence differs from the manifest."),
    CHECKPOINT_MALFORMED("检查点的写法不符合规范。", "The checkpoint is not in its prescribed form."),
    CHECKPOINT_SIGNATURE_WRONG("检查点的签名验证不通过。", "The signature of the checkpoint does not verify."),
    CHECKPOINT_SIZE_DIFFERS("清单中的检查点大小与检查点不符。", "The checkpoint size of the manifest differs from the checkpoint."),
    LEDGER_DIFFERS("清单、记录与检查点不属于同一台账。", "Manifest, entry and checkpoint do not name the same ledger."),
    ENTRY_COUNT_DIFFERS("记录条数与清单不符。", "The number of entries differs from the manifest."),
    INDEX_ORDER("台账序号没有严格递增。", "The ledger positions do not strictly increase."),
    INDEX_RANGE_DIFFERS("首末台账序号与清单不符。", "The first or last ledger position differs from the manifest."),
    INDEX_BEYOND_SIZE("台账序号超出检查点的大小。", "The ledger position lies beyond the size of the checkpoint."),
    SCHEMA_UNKNOWN("未知的记录类型或版本。", "The record type or its schema version is not known."),
    UNIT_COUNT_DIFFERS("披露单元的数目与记录类型的规定不符。", "The number of units differs from the schema."),
    UNIT_TWICE("同一披露单元出现两次，或有两个值。", "One unit appears twice or has two values."),
    UNIT_NAMES_DIFFER("披露单元的名称或顺序与记录类型的规定不符。", "The names or the order of the units differ from the schema."),
    MASKED_WITHOUT_HASH("脱敏值没有附上原值的哈希。", "A masked value comes without the hash of the original."),
    RECORD_ROOT_WRONG("披露的内容与封存时的记录不符。", "What is disclosed is not what was sealed."),
    PROOF_TOO_SHORT("证明路径太短。", "The proof is too short."),
    PROOF_TOO_LONG("证明路径太长。", "The proof is too long."),
    ROOT_WRONG("由证明算出的根哈希与检查点不符。", "The root computed from the proof differs from the checkpoint."),
    WITHHELD_LIST_DIFFERS("清单所列的未提供单元与实际不符。", "The units that the manifest lists as withheld differ from the entries."),
    STATEMENT_NOT_EMPTY("声明为空的交换包里仍有内容。", "A parcel that states it is empty has content."),
    RENDITION_NAME("随附文件的名称不允许或重复。", "The name of a rendition is not permitted or appears twice."),
    RENDITION_MISSING("缺少清单所列的随附文件。", "A rendition listed in the manifest is missing."),
    RENDITION_DIFFERS("随附文件的大小或摘要与清单不符。", "Size or digest of a rendition differs from the manifest."),
    ORIGIN_DIFFERS("所附的来源证据与台账条目所绑定的不符。", "The origin that is given is not the one the entry is bound to."),
    STAMP_WRONG(
            "时间戳格式不对、不是对该检查点所加盖，或其签名验证不通过。",
            "The time stamp is malformed, stamps something else, or its signature does not verify."),
    STAMP_UNTRUSTED(
            "时间戳的证书不是由所信任的时间戳机构签发的，或不得用于加盖时间戳，或当时无效。",
            "The time stamp's certificates do not lead to a trusted authority, may not stamp, or were not valid then."),
    COSIGNATURE_WRONG("见证方的签名验证不通过。", "The cosignature of a known witness does not verify."),
    ASSURANCE_DIFFERS(
            "能够确认的保证等级与清单所称的不同。", "The assurance level that can be confirmed is not the one the manifest names."),
    NUMBER_GAP("交换包编号有缺口。", "There is a gap in the parcel numbers."),
    NUMBER_TWICE("交换包编号重复。", "A parcel number appears twice."),
    CHECKPOINT_SHRANK("后一个交换包的检查点比前一个小。", "The checkpoint of a later parcel is smaller than that of an earlier one."),
    CHECKPOINT_FORKED("同一大小的检查点出现两个不同的根：台账被分叉。", "Two roots exist for one checkpoint size: the ledger was forked.");

    private final String zh;
    private final String en;

    Flaw(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** One Chinese sentence. */
    public String zh() {
        return zh;
    }

    /** One English sentence. */
    public String en() {
        return en;
    }
}
