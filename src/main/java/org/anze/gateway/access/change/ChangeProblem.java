package org.anze.gateway.access.change;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What can be wrong with a change of agreements (ACC-03). */
public enum ChangeProblem implements ProblemKind {
    VERSION_NOT_RAISED(ProblemText.operatorMends(
            "ACC-0301",
            "{0}：第 {1} 版已以另一内容生效过",
            "{0}: version {1} was in force with another content",
            "把 version 加 1；一个版本号只能有一个内容，已发出的数据包按版本号指明所依据的授权。",
            "Add 1 to version: one version has one content, for the parcels that left name it.")),
    KEPT_TEXT_DAMAGED(
            ProblemText.operatorMends(
                    "ACC-0302",
                    "{0} 已生效的授权文本与其摘要不符，全部停用",
                    "the texts in force of {0} do not match their digest, so none counts",
                    "数据库中的授权文本被改动；按 docs/operations/runbook.md 查明后由两人重新批准文件。",
                    "Somebody changed the texts in the database; find out who, then have the files approved again by two people.")),
    FOLDER_AWAY(
            ProblemText.operatorMends(
                    "ACC-0303",
                    "{0} 的 agreements 文件夹不在，暂停提供",
                    "the folder agreements of {0} is not there, so nothing is given",
                    "恢复文件夹（例如未挂载的卷）后自动继续，其间的记录不丢失；要撤销授权，请删除其中的文件并保留文件夹。",
                    "Put it back, a volume may not be mounted, and it goes on where it stood. To withdraw, remove the files and keep the folder.")),
    STANDS_UNTIL_APPROVED(ProblemText.operatorMends(
            "ACC-0304",
            "{0} 的待批变更与生效的授权不能并存，两人批准前暂停提供",
            "what waits for {0} cannot stand beside what is in force, so nothing is given until two people agree",
            "在“授权变更”页核对并批准，或恢复原文件；其间的记录不丢失。",
            "Look at it on the page of changes and approve it, or put the files back; it goes on where it stood.")),
    NO_LONGER_PENDING(ProblemText.senderCorrects(
            "ACC-0310",
            "授权变更 {0} 已处理、或文件又被修改",
            "change {0} was decided, or the files were changed again",
            "刷新待批变更，按现在的内容重新核对。",
            "Load the pending changes again and look at what they are now.")),
    NOT_PROPOSED(ProblemText.senderCorrects(
            "ACC-0311",
            "授权变更 {0} 尚未有人提交",
            "nobody has proposed change {0} yet",
            "由一人核对影响后提交，再由另一人批准。",
            "One person looks at its effect and proposes it, then another one approves it.")),
    SAME_PERSON(ProblemText.senderCorrects(
            "ACC-0312",
            "提交人不能批准自己提交的授权变更 {0}",
            "who proposed change {0} cannot approve it",
            "请另一人批准。",
            "Ask another person to approve it.")),
    REASON_MISSING(ProblemText.senderCorrects(
            "ACC-0313",
            "未写明理由",
            "the reason is missing",
            "写明提交、批准或退回的理由（例如所依据的签署文件）。",
            "Say why, for example by the signed document it follows.")),
    NOT_CONFIRMED(ProblemText.senderCorrects(
            "ACC-0314",
            "提交人或批准人的账户新建或重置后尚未由另一角色的管理员确认，授权变更 {0} 不能继续",
            "an account of the two people was made or reset and not confirmed since, so change {0} waits",
            "请系统管理员或审计管理员在“账户确认”页核对持有人后确认。",
            "Ask an administrator of another role to confirm the account on the page of confirmations."));

    private final ProblemText text;

    ChangeProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
