package org.anze.gateway.intake.admission;

import java.time.Duration;

/**
 * A right that grows with time. What is used may be more than there is, because the size of a submission is known only when
 * it has arrived; then the bucket is in debt, and nothing is allowed until that is paid off. Not safe for several threads.
 */
final class TokenBucket {

    /** A single large file must not lock its sender out for days. */
    private static final double LONGEST_DEBT_S = 3600;

    private static final double NANOS = 1e9;

    private final double burstSeconds;
    private double level;
    private long filledAt;

    /**
     * Begins full.
     *
     * @param burstSeconds how many seconds' worth may be used at once
     * @param now in nanoseconds of a monotonic clock
     */
    TokenBucket(double perSecond, double burstSeconds, long now) {
        this.burstSeconds = burstSeconds;
        this.level = most(perSecond);
        this.filledAt = now;
    }

    private double most(double perSecond) {
        return Math.max(1, perSecond * burstSeconds);
    }

    /** How long until there is at least one; zero when there is. The rate may differ from call to call. */
    Duration untilOne(double perSecond, long now) {
        level = Math.min(most(perSecond), level + perSecond * Math.max(0, now - filledAt) / NANOS);
        filledAt = now;
        if (level >= 1) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - level) / perSecond * NANOS));
    }

    /** Uses so many. */
    void use(double count, double perSecond) {
        level = Math.max(-LONGEST_DEBT_S * perSecond, level - count);
    }
}
