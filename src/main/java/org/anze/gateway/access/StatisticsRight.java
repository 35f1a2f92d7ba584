package org.anze.gateway.access;

import java.util.List;
import java.util.Set;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient may count of one record type: the letter A of DOMAIN.md B2, and whoever may see records may count them.
 *
 * @param decision what decided, for the audit log; a {@link Decision.Deny} when nothing may be counted
 * @param coverages a record counts when one of these covers it; empty when nothing may be counted
 * @param units units whose fields may be summed or grouped by; null for all of them. Key and scope always may
 * @param smallestCell cells of fewer records are shown as "&lt;5", with complementary suppression
 */
public record StatisticsRight(
        Decision decision,
        List<Coverage> coverages,
        @Nullable Set<String> units,
        int smallestCell) {

    /** DOMAIN.md B4, small-cell rule. */
    public static final int SMALLEST_CELL = 5;

    /** Copies the collections. */
    public StatisticsRight {
        coverages = List.copyOf(coverages);
        units = units == null ? null : Set.copyOf(units);
    }

    static StatisticsRight none(Decision deny) {
        return new StatisticsRight(deny, List.of(), Set.of(), SMALLEST_CELL);
    }

    /** Whether anything may be counted. */
    public boolean permitted() {
        return !coverages.isEmpty();
    }

    /** Whether a record of this scope counts. */
    public boolean covers(Scope scope) {
        return coverages.stream().anyMatch(coverage -> coverage.covers(scope));
    }

    /** Whether a field may be summed, or its values may head a column; false for a field the type does not have. */
    public boolean reaches(RecordDefinition definition, String field) {
        return definition
                .field(field)
                .filter(known ->
                        units == null || known.unit().equals(RecordDefinition.KEY_UNIT) || units.contains(known.unit()))
                .isPresent();
    }
}
