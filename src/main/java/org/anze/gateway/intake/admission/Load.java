package org.anze.gateway.intake.admission;

import java.time.Duration;

/**
 * How much of something waits: as the store said at the last look, and what this node added since. Not safe for several
 * threads.
 */
final class Load {

    private static final double WEIGHT_OF_NEWEST = 0.3;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private long stored;
    private long since;
    private long sinceAtLook;
    private long arriving;
    /** How much is finished in a second, smoothed. */
    private double pace;

    /** What begins to arrive, or, below zero, is no longer about to. */
    void arriving(long amount) {
        arriving += amount;
    }

    /** What was stored. */
    void stored(long amount) {
        since += amount;
    }

    long waiting() {
        return stored + since + arriving;
    }

    /** Before a look: what is added from now on may not be in its answer. */
    void beginLook() {
        sinceAtLook = since;
    }

    /** @param seconds since the look before; 0 when there was none */
    void endLook(long answer, double seconds) {
        if (seconds > 0) {
            double finished = Math.max(0, stored + sinceAtLook - answer) / seconds;
            pace += WEIGHT_OF_NEWEST * (finished - pace);
        }
        stored = answer;
        since -= sinceAtLook;
        sinceAtLook = 0;
    }

    /** When so much of it will be finished, by the pace of late. */
    Duration until(long less) {
        double seconds = pace <= 0 ? LONGEST.toSeconds() : less / pace;
        Duration pause = Duration.ofMillis((long) Math.min(LONGEST.toMillis(), seconds * 1000));
        return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    }
}
