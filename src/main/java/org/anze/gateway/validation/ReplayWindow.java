package org.anze.gateway.validation;

import java.time.Duration;
import java.time.Instant;
import org.anze.gateway.jurisdiction.Parameters;

/**
 * V-S11: a message is taken only near the time at which it says it was produced, so that an old one that was copied on its
 * way cannot be played in again later. Within the window message ids tell repeats apart; that is intake's.
 *
 * @param push for single messages that are sent as they arise
 * @param batch for files and everything else that is collected before it is sent
 */
public record ReplayWindow(Duration push, Duration batch) {

    private static final ReplayWindow USUAL = new ReplayWindow(Duration.ofMinutes(15), Duration.ofDays(7));

    /** How a message was sent. */
    public enum Manner {
        PUSH,
        BATCH
    }

    /** Refuses a window that nothing fits into. */
    public ReplayWindow {
        if (push.isNegative() || batch.isNegative()) {
            throw new IllegalArgumentException("a window may not be negative");
        }
    }

    /** The window that the parameters say; 15 minutes and 7 days where they say nothing. */
    public static ReplayWindow of(Parameters parameters) {
        return new ReplayWindow(
                parameters.pushWindow() == null ? USUAL.push : parameters.pushWindow(),
                parameters.batchWindow() == null ? USUAL.batch : parameters.batchWindow());
    }

    /** Whether a message produced then is taken now; both ends of the window belong to it. */
    public boolean admits(Manner manner, Instant producedAt, Instant now) {
        return Duration.between(producedAt, now).abs().compareTo(allowed(manner)) <= 0;
    }

    /** How far from now a message of this manner may have been produced, either way. */
    public Duration allowed(Manner manner) {
        return manner == Manner.PUSH ? push : batch;
    }
}
