package org.anze.gateway.jurisdiction;

import java.time.LocalDate;
import java.util.Set;

/**
 * The share of units that must be insured.
 *
 * @param share ten-thousandths of a per cent
 * @param sectors codes of table SEC that it speaks of
 * @param by last day to reach it
 */
public record ParticipationTarget(long share, Set<String> sectors, LocalDate by) {

    /** Keeps its own copy. */
    public ParticipationTarget {
        sectors = Set.copyOf(sectors);
    }
}
