package org.anze.gateway.problem;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Nothing is wrong with what was sent: something of ours is full, down or being mended. Nothing was kept. */
public final class TryAgainLater extends GatewayProblem {

    private final @Nullable Duration pause;

    /** With the technical cause for the log. */
    public TryAgainLater(ProblemKind kind, @Nullable Throwable cause, Object... arguments) {
        super(Finding.of(kind, null, null, Location.WHOLE, arguments), cause);
        this.pause = null;
    }

    private TryAgainLater(Finding finding, Duration pause) {
        super(finding, null);
        this.pause = pause;
    }

    /** What will pass after a known time; an earlier attempt would be refused again. */
    public static TryAgainLater after(Duration pause, ProblemKind kind, Object... arguments) {
        return new TryAgainLater(Finding.of(kind, null, null, Location.WHOLE, arguments), pause);
    }

    /** Whole seconds to wait before the next attempt, at least 1; empty when nobody knows. */
    public OptionalLong retryAfterSeconds() {
        return pause == null ? OptionalLong.empty() : OptionalLong.of(seconds(pause));
    }

    /** A pause in whole seconds, rounded up, at least 1: whoever waits that long does not come too early. */
    public static long seconds(Duration pause) {
        return Math.max(1, pause.plusNanos(999_999_999).toSeconds());
    }
}
