package org.anze.gateway.intake;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What is wrong with a submission before anybody looks at its records. */
public enum IntakeProblem implements ProblemKind {
    ID_CONFLICT(ProblemText.senderCorrects(
            "INT-0101",
            "报送批次号 {0} 已用于内容不同的报送",
            "Submission id {0} was used for other bytes before",
            "如为新数据，请使用新的批次号；如为重发，请发送与原来完全一致的内容。",
            "Use a new id for new data; a repetition must have exactly the same bytes.")),
    TOO_LARGE(ProblemText.senderCorrects(
            "INT-0102",
            "报送内容超过上限 {0} 字节",
            "The submission is larger than {0} bytes",
            "请拆分后分批报送。",
            "Split it and send it in parts.")),
    EMPTY(ProblemText.senderCorrects(
            "INT-0103",
            "报送内容为空",
            "The submission is empty",
            "请检查导出或上传过程后重新报送。",
            "Check the export or the upload and send it again.")),
    MAPPING_NOT_ALLOWED(ProblemText.senderCorrects(
            "INT-0104",
            "本方不可使用映射 {0}",
            "Mapping {0} is not open to this party",
            "请使用接入时约定的映射名；不确定时请联系网关运维。",
            "Use a mapping that was agreed at onboarding; ask the operator when in doubt.")),
    MAPPING_UNKNOWN(ProblemText.operatorMends(
            "INT-0105",
            "映射 {0} 不存在或已停用",
            "Mapping {0} does not exist or is stopped",
            "请联系网关运维修复映射后重新报送。",
            "Ask the operator to mend the mapping, then send again.")),
    CHANNEL_CLOSED(ProblemText.senderCorrects(
            "INT-0106",
            "本方未开通该报送通道",
            "This channel is not open to the party",
            "请使用已开通的通道，或向网关运维申请开通。",
            "Use a channel that is open, or ask the operator to open this one.")),
    ID_MALFORMED(ProblemText.senderCorrects(
            "INT-0107",
            "报送批次号应为 1 至 200 个可见字符",
            "A submission id has 1 to 200 visible characters",
            "请更换批次号后重新报送。",
            "Choose another id and send again.")),
    MAPPING_CHANGED(
            ProblemText.senderCorrects(
                    "INT-0108",
                    "本批次处理中途，映射 {0}（或网关版本）的读法变得与此前不同，自第 {1} 条原始记录之后未再处理",
                    "While this submission was half-way, mapping {0} (or the version of the gateway) came to read it otherwise; nothing was processed behind raw record {1}",
                    "已受理的以回执为准，仍然有效。请使用新的批次号（文件请换名）重新报送全部内容，已受理的将记为重复。",
                    "What the receipt says is accepted stays. Send the whole again under a new id (a file under a new name); what was accepted counts as duplicate then.")),
    STORE_DOWN(ProblemText.operatorMends(
            "INT-0201",
            "接收库暂不可用，内容未被保存",
            "The store is not available; nothing was kept",
            "请稍后重发同一报送批次。",
            "Send the same submission again later.")),
    BUSY(ProblemText.passes(
            "INT-0202",
            "网关繁忙，内容未被保存",
            "The gateway is busy; nothing was kept",
            "请在数秒后重发同一报送批次。",
            "Send the same submission again in a few seconds.")),
    BODY_BROKEN(ProblemText.passes(
            "INT-0203",
            "内容传输中断，未被保存",
            "The transfer of the body broke off; nothing was kept",
            "请重发同一报送批次。",
            "Send the same submission again."));

    private final ProblemText text;

    IntakeProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
