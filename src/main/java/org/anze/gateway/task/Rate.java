package org.anze.gateway.task;

import java.time.Duration;
import java.time.Instant;

/**
 * How many items of one task may be done now: within any time of t seconds at most rate × (t + 1). Begins with one, so that a
 * node that takes over does not begin with a burst. For one thread.
 */
final class Rate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private double saved = 1;
    private Instant counted;

    Rate(int perSecond, Instant now) {
        this.perSecond = perSecond;
        this.counted = now;
    }

    /** Items that may be done at this moment. */
    int room(Instant now) {
        if (now.isAfter(counted)) {
            double more = Duration.between(counted, now).toNanos() / NANOS * perSecond;
            saved = Math.min(perSecond, saved + more);
        }
        // Also when it was set back: the jump itself gives nothing, and the time after it counts again.
        counted = now;
        return (int) saved;
    }

    /** So many were done. */
    void took(int items) {
        saved -= items;
    }
}
