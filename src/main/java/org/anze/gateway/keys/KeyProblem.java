package org.anze.gateway.keys;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What keys at rest can be refused with. */
public enum KeyProblem implements ProblemKind {
    KEY_DESTROYED(ProblemText.senderCorrects(
            "KEY-0001",
            "内容已不可读：第 {0} 号数据密钥已按规定销毁",
            "The content can no longer be read: data key {0} was destroyed as ordered",
            "条目、散列与存证仍可核验；内容须向原报送方索取。",
            "Entry, hashes and proofs still verify; ask the party that sent it for the content.")),
    CONTENT_DESTROYED(ProblemText.senderCorrects(
            "KEY-0008",
            "{0} 的内容已不可读：其数据密钥已按规定销毁",
            "The content of {0} can no longer be read: its data key was destroyed as ordered",
            "条目、散列与存证仍可核验：请取 …/proof；内容须向原报送方索取。",
            "Entry, hashes and proofs still verify: ask for …/proof; ask the party that sent it for the content.")),
    NOT_CONFIRMED(
            ProblemText.senderCorrects(
                    "KEY-0009",
                    "两人之一的控制台账户不存在，或新建、重置后尚未由另一角色的管理员确认",
                    "one of the two people has no console account, or it was made or reset and not confirmed since",
                    "请系统管理员或审计管理员在“账户确认”页核对持有人后确认；命令行的 --person 须为控制台用户名。",
                    "Ask an administrator of another role to confirm the account; --person of the command must name a console user.")),
    NOTHING_TO_DESTROY(ProblemText.senderCorrects(
            "KEY-0002",
            "{0} 在 {1} 没有数据密钥",
            "{0} has no data key of {1}",
            "请用 anze keys list 核对参与方与月份（yyyy-MM）。",
            "Compare party and month (yyyy-MM) with anze keys list.")),
    STILL_NEEDED(ProblemText.senderCorrects(
            "KEY-0003",
            "{0} {1} 的数据密钥还在使用：{2}",
            "The data key of {0} for {1} is still in use: {2}",
            "当月密钥不能销毁；待该月的报送处理完毕、无记录等待、交换包均已结清后再办。",
            "The key of the running month cannot be destroyed; wait until that month's submissions are processed, no record"
                    + " waits and the parcels are settled.")),
    TWO_PEOPLE(ProblemText.senderCorrects(
            "KEY-0004", "申请人不得自行批准", "Who asked may not approve", "请由另一人批准。", "Somebody else has to approve.")),
    NOT_OPEN(ProblemText.senderCorrects(
            "KEY-0005", "没有这一项待办的申请，或已办结", "There is no such open request", "请刷新页面核对。", "Look at the page again.")),
    REASON_NEEDED(ProblemText.senderCorrects(
            "KEY-0006",
            "须写明理由（至多 500 字）",
            "A reason is needed, at most 500 characters",
            "写明依据，如批文编号。",
            "Say why, for example by the number of the decision.")),
    BREAK_GLASS_OVER(ProblemText.senderCorrects(
            "KEY-0007",
            "应急查看未获批准，或 15 分钟时限已过",
            "The emergency look was not approved, or its 15 minutes are over",
            "请重新申请。",
            "Ask again.")),
    MASTER_AWAY(ProblemText.operatorMends(
            "KEY-0010",
            "主密钥 {0} 暂不可用",
            "Master key {0} cannot be used at the moment",
            "检查密码机的连接与 PIN，或主密钥文件是否已复制到本节点（docs/operations/keys.md）；恢复后自动继续。",
            "See to the token, its connection and PIN, or copy the file of the master keys to this node"
                    + " (docs/operations/keys.md); work goes on by itself afterwards.")),
    TOO_MANY_WAIT(ProblemText.senderCorrects(
            "KEY-0011",
            "已有 {0} 项应急查看申请待批准",
            "{0} requests for an emergency look wait already",
            "请待批准、退回或一天后失效。",
            "Wait until they are approved, rejected, or lapse after a day."));

    private final ProblemText text;

    KeyProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
