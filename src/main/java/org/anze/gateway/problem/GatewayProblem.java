package org.anze.gateway.problem;

import org.jspecify.annotations.Nullable;

/** A catalogued refusal. Its message is safe to show and to log: code and texts, never a personal value. */
public abstract sealed class GatewayProblem extends RuntimeException permits SenderMustCorrect, TryAgainLater {

    private final Finding finding;

    GatewayProblem(Finding finding, @Nullable Throwable cause) {
        super(finding.code() + " " + finding.zh() + " / " + finding.en(), cause);
        this.finding = finding;
    }

    /** What to tell the sender. */
    public Finding finding() {
        return finding;
    }
}
