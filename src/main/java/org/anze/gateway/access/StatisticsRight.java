package org.anze.gateway.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
 * @param clear units that every grant of the purpose gives in the clear; null when one of them is for figures or a single case
 *     only, so that not every record that counts is given
 * @param smallestCell cells of fewer records are shown as "&lt;5", with complementary suppression
 */
public record StatisticsRight(
        Decision decision,
        List<Coverage> coverages,
        @Nullable Set<String> units,
        @Nullable Set<String> clear,
        int smallestCell) {

    /** DOMAIN.md B4, small-cell rule. */
    public static final int SMALLEST_CELL = 5;

    /** Copies the collections. */
    public StatisticsRight {
        coverages = List.copyOf(coverages);
        units = units == null ? null : Set.copyOf(units);
        clear = clear == null ? null : Set.copyOf(clear);
    }

    static StatisticsRight none(Decision deny) {
        return new StatisticsRight(deny, List.of(), Set.of(), null, SMALLEST_CELL);
    }

    /** Whether anything may be counted. */
    public boolean permitted() {
        return !coverages.isEmpty();
    }

    /** Whether a record of this scope counts. */
    public boolean covers(Scope scope) {
        return coverages.stream().anyMatch(coverage -> coverage.covers(scope));
    }

    /** Whether some of what counts is of certain insurers only. */
    public boolean isOfSomeInsurers() {
        return coverages.stream().anyMatch(coverage -> coverage.insurers() != null);
    }

    /** Whether all that counts is of one and the same insurer. */
    public boolean isOfOneInsurer() {
        return coverages.stream().map(Coverage::insurers).distinct().count() == 1
                && coverages.get(0).insurers() != null
                && coverages.get(0).insurers().size() == 1;
    }

    /** Whether a field may be summed, or its values may head a column; false for a field the type does not have. */
    public boolean reaches(RecordDefinition definition, String field) {
        return definition
                .field(field)
                .filter(known ->
                        units == null || known.unit().equals(RecordDefinition.KEY_UNIT) || units.contains(known.unit()))
                .isPresent();
    }

    /**
     * Whether the recipient is given every record that counts, with these fields in the clear: then hiding small cells of figures
     * over them would hide nothing that it has not got. Not when some of it is masked, or agreed for figures only.
     *
     * @param fields that are summed or grouped by; those the type does not have are passed over
     */
    public boolean isInTheClear(RecordDefinition definition, Collection<String> fields) {
        Set<String> given = clear;
        return given != null
                && fields.stream()
                        .flatMap(field -> definition.field(field).stream())
                        .allMatch(field ->
                                field.unit().equals(RecordDefinition.KEY_UNIT) || given.contains(field.unit()));
    }

    /**
     * Whether figures under this right, taken together with those under an earlier one, could tell what neither tells alone.
     * Small cells are kept within all tables of one right; tables over other records, or divided by other fields, have another
     * set of cells to hide, and the difference between the two is a cell that nobody looked at. Nothing is told where every
     * record that counts is, or was, given in the clear.
     */
    boolean tellsMoreThan(StatisticsRight before) {
        if (!permitted() || hidesNothing() || before.hidesNothing() && isWithin(before.units)) {
            return false;
        }
        return !countsAs(before);
    }

    private boolean countsAs(StatisticsRight other) {
        return new HashSet<>(coverages).equals(new HashSet<>(other.coverages)) && Objects.equals(units, other.units);
    }

    /** Whether the same figures are given, with the same cells hidden. */
    boolean isSameAs(StatisticsRight other) {
        return countsAs(other) && Objects.equals(clear, other.clear);
    }

    private boolean hidesNothing() {
        return permitted() && clear != null && units != null && clear.containsAll(units);
    }

    private boolean isWithin(@Nullable Set<String> reached) {
        return reached == null || units != null && reached.containsAll(units);
    }
}
