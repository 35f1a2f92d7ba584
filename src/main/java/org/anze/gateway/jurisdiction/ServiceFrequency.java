package org.anze.gateway.jurisdiction;

import java.util.Set;

/**
 * How often units of some sectors and sizes must be served in a year.
 *
 * @param sectors codes of table SEC
 * @param scales sizes L, M, S, X
 * @param assessments risk assessments or evaluations a year
 * @param inspections hazard inspections a year, in addition
 * @param either assessments and inspections together a year, whichever they are
 * @param onSite whether only inspections at the unit count
 */
public record ServiceFrequency(
        Set<String> sectors, Set<String> scales, int assessments, int inspections, int either, boolean onSite) {

    /** Keeps its own copies. */
    public ServiceFrequency {
        sectors = Set.copyOf(sectors);
        scales = Set.copyOf(scales);
    }

    /** Whether so many services are enough. */
    public boolean isKept(long assessed, long inspected) {
        return assessed >= assessments && inspected >= inspections && assessed + inspected >= either;
    }
}
