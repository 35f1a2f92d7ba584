package org.anze.gateway.intake.rest;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What intake over REST refuses. */
public enum RestProblem implements ProblemKind {
    UNKNOWN_SUBMISSION(
            404,
            ProblemText.senderCorrects(
                    "RST-0101",
                    "没有这个报送批次",
                    "There is no such submission of yours",
                    "请核对批次编号；只能查询本方报送的批次。",
                    "Check the id; you can only look up submissions of your own.")),
    NOT_FINISHED(
            409,
            ProblemText.passes(
                    "RST-0102",
                    "该批次仍在处理中，尚无最终结果",
                    "The submission is still being processed",
                    "请稍后再查询。",
                    "Ask again later."));

    private final int status;
    private final ProblemText text;

    RestProblem(int status, ProblemText text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }
}
