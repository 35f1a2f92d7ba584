package org.anze.gateway.problem;

import org.jspecify.annotations.Nullable;

/** Nothing is wrong with what was sent: something of ours is full, down or being mended. Nothing was kept. */
public final class TryAgainLater extends GatewayProblem {

    /** With the technical cause for the log. */
    public TryAgainLater(ProblemKind kind, @Nullable Throwable cause, Object... arguments) {
        super(Finding.of(kind, null, null, Location.WHOLE, arguments), cause);
    }
}
