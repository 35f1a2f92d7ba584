package org.anze.gateway.nodes;

import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;

/** What is refused because another process does the work. */
public enum LeaseProblem implements ProblemKind {
    ELSEWHERE(ProblemText.passes(
            "LSE-0001",
            "这项工作（{0}）已由另一网关节点接手",
            "This work ({0}) has passed to another node of the gateway",
            "网关自动处理；同一报送批次可以重发。",
            "The gateway does so by itself; the same submission can be sent again."));

    private final ProblemText text;

    LeaseProblem(ProblemText text) {
        this.text = text;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
