package org.anze.gateway.archive;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What the archive refuses. */
public enum ArchiveProblem implements ProblemKind {
    NOT_CLOSED(ProblemText.senderCorrects(
            "ARC-0001",
            "{0} 尚不能归档：{1}",
            "{0} cannot be archived yet: {1}",
            "该月结束满一天、报送全部处理完毕且无等待引用的记录后再办。",
            "Wait until the month is over for a day, its submissions are final and none of its records waits.")),
    NO_BUNDLE(ProblemText.senderCorrects(
            "ARC-0002",
            "{0} 没有归档包",
            "There is no bundle of {0}",
            "请先执行 anze archive make，或用 anze archive list 核对月份（yyyy-MM）。",
            "Make it first (anze archive make), or compare the month (yyyy-MM) with anze archive list.")),
    DIGEST_DIFFERS(ProblemText.senderCorrects(
            "ARC-0003",
            "所填摘要与 {0} 归档包的摘要不符",
            "The digest is not that of the bundle of {0}",
            "请在第二存放地对该文件执行 anze archive verify，填写其输出的摘要。",
            "Run anze archive verify on the copy at the second place and give the digest it prints.")),
    STILL_LIVE(
            ProblemText.senderCorrects(
                    "ARC-0004",
                    "{0} 的内容还不能移出在线库：{1}",
                    "The content of {0} cannot be taken out of the live tables yet: {1}",
                    "在线保留期满、各接收方已收完、待补发与停放的记录处理完毕后再办。",
                    "Wait until the live months are over, every recipient has passed it, and nothing of it is parked or to be given again.")),
    IS_OUT(ProblemText.senderCorrects(
            "ARC-0005",
            "{0} 的内容已移出在线库",
            "The content of {0} was taken out of the live tables already",
            "如需重做归档包，请先恢复。",
            "Restore it first to make its bundle anew.")),
    BUNDLE_REFUSED(ProblemText.senderCorrects(
            "ARC-0006",
            "归档包核验不通过：{0} {1}",
            "The bundle does not verify: {0} {1}",
            "请换用另一存放地的副本；原文件保留备查。",
            "Use the copy of another place, and keep this file for an inquiry.")),
    OTHER_LEDGER(ProblemText.senderCorrects(
            "ARC-0007",
            "归档包与本库台账不符：{0}",
            "The bundle is not of this database's ledger: {0}",
            "请核对归档包与数据库；不要强行写入。",
            "Compare bundle and database; nothing was written.")),
    REMOVAL_WAITS(ProblemText.senderCorrects(
            "ARC-0008",
            "{0} 已有另一项移出申请待批准（{1}）",
            "Another request for taking {0} out waits already ({1})",
            "请先在控制台“归档”页批准或退回该申请。",
            "Approve or reject that one first, on the console's page of the archive.")),
    BUNDLE_INCOMPLETE(ProblemText.senderCorrects(
            "ARC-0009",
            "{0} 的归档包做成之后，该月的报送批次有变化：包中没有全部内容",
            "The submissions of {0} are not those its bundle was made of: not all content is in it",
            "请重新制作归档包，在第二存放地核验后重新申请。",
            "Make the bundle anew, verify it at the second place and ask again."));

    private final ProblemText text;

    ArchiveProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
