package org.anze.gateway.access;

import java.time.LocalDate;

/** What all nodes together have drawn of the daily volumes, durable. Safe for many threads. */
public interface VolumeStore {

    /**
     * What a draw brought.
     *
     * @param granted how much of what was wanted; it counts as given whether it is or not
     * @param left how much nobody has drawn yet
     */
    record Drawn(long granted, long left) {}

    /**
     * Draws from what is left of a day.
     *
     * @param day a day in China
     * @param limit of the agreement, in records
     * @param wanted at most so much; nothing, to look only
     */
    Drawn draw(String recipient, String agreement, LocalDate day, long limit, long wanted);
}
