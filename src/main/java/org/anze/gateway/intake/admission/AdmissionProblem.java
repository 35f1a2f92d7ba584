package org.anze.gateway.intake.admission;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** Why a submission has to come later. */
public enum AdmissionProblem implements ProblemKind {
    TOO_OFTEN(
            429,
            ProblemText.passes(
                    "INT-0401",
                    "报送过于频繁（本方上限每秒 {0} 次），内容未被保存，请在 {1} 秒后重发",
                    "Too many submissions a second (yours are {0}); nothing was kept, try after {1} s",
                    "请按所示秒数等待后重发同一报送批次；建议合并为较大的批次。",
                    "Wait that long and send the same submission again; larger submissions need fewer turns.")),
    TOO_FAST(
            429,
            ProblemText.passes(
                    "INT-0402",
                    "报送流量过大（本方上限每秒 {0} 字节），内容未被保存，请在 {1} 秒后重发",
                    "Too many bytes a second (yours are {0}); nothing was kept, try after {1} s",
                    "请按所示秒数等待后重发同一报送批次。",
                    "Wait that long and send the same submission again.")),
    TOO_MANY_UNFINISHED(
            429,
            ProblemText.passes(
                    "INT-0403",
                    "本方尚有 {0} 个报送未处理完（上限 {1}），内容未被保存，请在 {2} 秒后重发",
                    "{0} submissions of yours are not finished yet (at most {1}); nothing was kept, try after {2} s",
                    "请等待先前报送的回执后再继续。",
                    "Wait for the receipts of the earlier ones before you go on.")),
    DAY_IS_FULL(
            429,
            ProblemText.passes(
                    "INT-0404",
                    "本方今日报送量已达上限 {0} 字节，内容未被保存，请在 {1} 秒后（次日零时，北京时间）重发",
                    "Your volume of the day, {0} bytes, is used up; nothing was kept, try after {1} s (midnight in China)",
                    "如需提高上限，请联系网关运维。",
                    "Ask the operator for a higher limit if you need it.")),
    GATEWAY_IS_FULL(
            429,
            ProblemText.passes(
                    "INT-0405",
                    "网关待处理的报送已满，内容未被保存，请在 {0} 秒后重发",
                    "Too much waits in the gateway; nothing was kept, try after {0} s",
                    "请按所示秒数等待后重发同一报送批次。",
                    "Wait that long and send the same submission again."));

    private final int status;
    private final ProblemText text;

    AdmissionProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /**
     * The HTTP status it is answered with. Also 429 when it is what all parties do together: the container ends the connection
     * after a 503, and the next try would begin with a TLS handshake, which costs more than the refusal.
     */
    public int status() {
        return status;
    }
}
