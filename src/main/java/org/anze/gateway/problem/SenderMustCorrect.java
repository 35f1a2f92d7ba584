package org.anze.gateway.problem;

import org.jspecify.annotations.Nullable;

/** What was asked or sent cannot be accepted as it is; the same bytes will be refused again. */
public final class SenderMustCorrect extends GatewayProblem {

    /** About a place in the submission. */
    public SenderMustCorrect(ProblemKind kind, Location location, Object... arguments) {
        this(Finding.of(kind, null, null, location, arguments), null);
    }

    /** With the finding and the cause already at hand. */
    public SenderMustCorrect(Finding finding, @Nullable Throwable cause) {
        super(finding, cause);
    }
}
