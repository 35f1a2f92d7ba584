package org.anze.gateway.jurisdiction;

import java.util.Set;

/**
 * How often units of some sectors and sizes must be served in a year.
 *
 * @param sectors codes of table SEC
 * @param scales sizes L, M, S, X
 * @param assessments risk assessments or evaluations a year
 * @param inspections hazard inspections a year, in addition
 */
public record ServiceFrequency(Set<String> sectors, Set<String> scales, int assessments, int inspections) {

    /** Keeps its own copies. */
    public ServiceFrequency {
        sectors = Set.copyOf(sectors);
        scales = Set.copyOf(scales);
    }
}
