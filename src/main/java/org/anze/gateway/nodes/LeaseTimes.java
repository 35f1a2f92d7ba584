package org.anze.gateway.nodes;

import java.time.Duration;

/**
 * How long leases last.
 *
 * @param length from one renewal until somebody else may take it
 * @param every between two renewals
 * @param givenUp without a renewal for so long a node stops by itself; shorter than the length
 */
public record LeaseTimes(Duration length, Duration every, Duration givenUp) {

    /** Taken over within a second after a process ended, within four after it froze. */
    public static final LeaseTimes USUAL =
            new LeaseTimes(Duration.ofMillis(3_000), Duration.ofMillis(700), Duration.ofMillis(2_200));

    /** Refuses times that would let two hold one lease by their own knowledge. */
    public LeaseTimes {
        if (every.multipliedBy(2).compareTo(givenUp) > 0 || givenUp.compareTo(length) >= 0) {
            throw new IllegalArgumentException("leases: twice every <= givenUp < length does not hold");
        }
    }
}
