package org.anze.gateway.ledger;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What the ledger refuses. */
public enum LedgerProblem implements ProblemKind {
    VERSION_CONFLICT(ProblemText.senderCorrects(
            "LED-0101",
            "业务主键 {0} 的第 {1} 版已有不同内容入账",
            "Version {1} of business key {0} is in the ledger already with other content",
            "如需更正，请以新的版本号报送；如为误报，请核对后撤回。",
            "Send a correction under a new version number; if it was sent by mistake, withdraw it.")),
    TOO_MANY_PARKED(ProblemText.senderCorrects(
            "LED-0102",
            "本方等待引用的记录已达上限 {0} 条，本条所引用的 {1} {2} 尚未入账，不再等待",
            "The party has {0} records waiting for others already; this one refers to {1} {2}, which is not in the ledger,"
                    + " and cannot wait too",
            "请先报送所引用的保单等记录，再重新报送本条。",
            "Send what the record refers to first, then send the record again.")),
    PARKED_DESTROYED(ProblemText.senderCorrects(
            "LED-0103",
            "{0} {1} 在等待引用期间已不可读：其数据密钥已销毁",
            "{0} {1} can no longer be read: its data key was destroyed while it waited for what it refers to",
            "请重新报送本条；先确认所引用的记录已入账。",
            "Send the record again, after what it refers to was accepted.")),
    PARKED_DAMAGED(ProblemText.senderCorrects(
            "LED-0106",
            "{0} {1} 在等待引用期间已损坏，无法读取",
            "{0} {1} was damaged while it waited for what it refers to, and cannot be read",
            "请重新报送本条；网关运营方须查明原因（日志中有记录）。",
            "Send the record again; the gateway's operator has to find out why, the log says more.")),
    ARCHIVED(ProblemText.senderCorrects(
            "LED-0104",
            "{0} 的内容已移入 {1} 的归档包，不在在线库中",
            "The content of {0} lies in the archive bundle of {1} and is not in the live tables",
            "条目、散列与存证仍可核验；需要内容的，请网关运营方以 anze archive restore 恢复该月后再取。",
            "Entry, hashes and proofs still verify; for the content ask the gateway's operator to restore that month"
                    + " (anze archive restore).")),
    UNITS_ARCHIVED(ProblemText.senderCorrects(
            "LED-0105",
            "内容已归档，不在在线库中",
            "The content is archived and not in the live tables",
            "请网关运营方以 anze archive restore 恢复所在月份后再取。",
            "Ask the gateway's operator to restore the month it is of (anze archive restore).")),
    BUSY(ProblemText.passes(
            "LED-0201",
            "台账写入队列已满，请稍后再报",
            "The ledger's queue is full",
            "请在数秒后重发同一报送批次。",
            "Send the same submission again in a few seconds.")),
    OUTDATED(ProblemText.passes(
            "LED-0204",
            "核对所依据的台账内容在入账前已有变动，本批将重新核对",
            "What the batch was checked against changed before it was appended; the batch is checked again",
            "网关自动处理，无需重报。",
            "The gateway does so by itself; nothing has to be sent again.")),
    EMPTY(ProblemText.passes(
            "LED-0203",
            "台账尚无条目，还没有检查点",
            "The ledger has no entry yet, so there is no checkpoint",
            "首批数据入账后再取。",
            "Ask again after the first record was accepted.")),
    UNAVAILABLE(ProblemText.operatorMends(
            "LED-0202",
            "台账暂不可写",
            "The ledger cannot be written at the moment",
            "请稍后重发；运维人员请查看数据库状态。",
            "Send again later; operators look at the database.")),
    SEAL_NOT_VALID_NOW(ProblemText.operatorMends(
            "LED-0205",
            "按本机时钟（{0}），签封证书不在有效期内（{1} 至 {2}），此刻不签封任何内容",
            "By this machine's clock ({0}) the sealing certificate is not valid (it is from {1} until {2}); nothing is sealed"
                    + " now",
            "核对本机时钟；证书到期的，更换后重启。此前收到的都在，恢复后自动继续。",
            "Check this machine's clock; where the certificate has ended, renew it and restart. What came in is kept and goes"
                    + " on by itself."));

    private final ProblemText text;

    LedgerProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
