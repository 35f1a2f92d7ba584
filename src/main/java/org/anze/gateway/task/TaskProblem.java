package org.anze.gateway.task;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What orders about tasks are refused for. */
public enum TaskProblem implements ProblemKind {
    INCOMPLETE(ProblemText.senderCorrects(
            "TSK-0101",
            "任务缺少或不适用：{0}",
            "The order lacks, or cannot have: {0}",
            "按任务种类填写：重发、放行、补发写交换包编号或日期；重新映射写日期或批次；导出写记录类型、用途和日期或编号。",
            "Resend, release and replay take numbers of parcels or days; a re-map days or a submission; an export record type,"
                    + " purpose and days or numbers.")),
    NOTHING(ProblemText.senderCorrects(
            "TSK-0102", "没有符合条件的项目", "Nothing is of that kind", "核对参与方、编号和日期。", "Look at party, numbers and days.")),
    TOO_MANY(ProblemText.senderCorrects(
            "TSK-0103",
            "符合条件的超过 {0} 项",
            "More than {0} items are of that kind",
            "缩小编号或日期范围，分为几个任务。",
            "Choose fewer days or numbers, and make several tasks.")),
    REASON_NEEDED(ProblemText.senderCorrects(
            "TSK-0104",
            "须写明理由（至多 500 字）",
            "A reason is needed, at most 500 characters",
            "写明依据，如来函编号。",
            "Say why, for example by the number of a letter.")),
    OTHER_STATE(ProblemText.senderCorrects(
            "TSK-0105",
            "任务 {0} 现为 {1}，不能这样办理",
            "Task {0} is {1}; that cannot be done with it",
            "请刷新页面核对。",
            "Look at the page again.")),
    TWO_PEOPLE(ProblemText.senderCorrects(
            "TSK-0106",
            "下达任务的人不得自行批准",
            "Who ordered a task may not approve it",
            "请由系统管理员批准。",
            "The system administrator has to approve.")),
    NOT_CONFIRMED(ProblemText.senderCorrects(
            "TSK-0107",
            "下达人或批准人的账户尚未确认",
            "The account of one of the two people is not confirmed",
            "请另一角色的管理员在“账户确认”页确认。",
            "An administrator of another role confirms it on the page of confirmations.")),
    LAPSED(ProblemText.senderCorrects(
            "TSK-0108",
            "任务 {0} 超过一天未启动或未批准，已失效",
            "Task {0} was not started or approved within a day and has lapsed",
            "请重新下达：名单会按现在的情况另行生成。",
            "Order it anew: a list of how things stand now is made.")),
    OTHER_PERSON(ProblemText.senderCorrects(
            "TSK-0109",
            "任务 {0} 由 {1} 拟定，须由其本人启动",
            "Task {0} was planned by {1}, who has to start it",
            "请本人启动，或自行另拟任务。",
            "That person starts it, or you plan a task of your own.")),
    TOO_MANY_OPEN(ProblemText.senderCorrects(
            "TSK-0110", "未结束的任务已有 {0} 个", "{0} tasks have not ended", "先办结或取消旧任务。", "End or cancel old ones first.")),
    NO_EXPORT(ProblemText.senderCorrects(
            "TSK-0111",
            "任务 {0} 没有可取的导出文件",
            "Task {0} has no export to take",
            "只有办结的导出任务才有文件，且只保存规定的天数（anze.task.export-kept）。",
            "Only an export that is done has a file, and for some days only (anze.task.export-kept).")),
    TOO_LONG(ProblemText.senderCorrects(
            "TSK-0112",
            "名单未能在 {0} 秒内列出",
            "The list could not be made within {0} seconds",
            "缩小编号或日期范围，分为几个任务。",
            "Choose fewer days or numbers, and make several tasks.")),
    PARTY_BROKEN(ProblemText.operatorMends(
            "TSK-0201",
            "参与方 {0} 不存在，或其文件、共享授权有误",
            "There is no party {0}, or its file or an agreement of it is broken",
            "修正该参与方的文件；已启动的任务自动继续。",
            "Mend the party's files; a task that was started goes on by itself."));

    private final ProblemText text;

    TaskProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
