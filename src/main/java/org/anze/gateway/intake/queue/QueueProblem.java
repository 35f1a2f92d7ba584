package org.anze.gateway.intake.queue;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What is wrong with a message. */
public enum QueueProblem implements ProblemKind {
    KIND(ProblemText.senderCorrects(
            "QUE-0101",
            "只接受字节消息或文本消息",
            "Only bytes and text messages are taken",
            "请以字节消息发送，内容为原始文件的字节。",
            "Send a bytes message that holds the bytes of the original.")),
    TEXT_DAMAGED(ProblemText.senderCorrects(
            "QUE-0102",
            "文本消息中有无法还原的字符，编码在途中已损坏",
            "The text message has characters that were lost on the way; its encoding was damaged",
            "非 UTF-8 的内容请以字节消息发送（STOMP 请带 content-length）。",
            "Send what is not UTF-8 as a bytes message (in STOMP: with a content-length)."));

    private final ProblemText text;

    QueueProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
