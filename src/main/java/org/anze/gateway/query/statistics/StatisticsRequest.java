package org.anze.gateway.query.statistics;

import java.util.List;
import java.util.stream.Collectors;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What figures are wanted. What is null does not limit.
 *
 * @param groupBy none for one total, at most two
 * @param region prefix of the place of risk, 2, 4 or 6 digits
 * @param from first month, {@code 2026-01}
 * @param to last month, inclusive
 * @param year a whole year instead, {@code 2026}
 */
public record StatisticsRequest(
        Measure measure,
        List<Dimension> groupBy,
        @Nullable String region,
        @Nullable String sector,
        @Nullable String insurer,
        @Nullable String line,
        @Nullable String from,
        @Nullable String to,
        @Nullable String year) {

    /** Copies the list. */
    public StatisticsRequest {
        groupBy = List.copyOf(groupBy);
    }

    /** Whether more than a year is asked for to filter by. */
    boolean isFiltered() {
        return region != null || sector != null || insurer != null || line != null || from != null || to != null;
    }

    boolean takes(Scope scope) {
        return (region == null
                        || scope.riskRegion() != null && scope.riskRegion().startsWith(region))
                && (sector == null || sector.equals(scope.sector()))
                && (insurer == null || insurer.equals(scope.insurer()));
    }

    boolean takes(CellKey key) {
        return takes(key.scope())
                && (line == null || key.line().equals(line))
                && (from == null || key.month().compareTo(from) >= 0)
                && (to == null || key.month().compareTo(to) <= 0)
                && (year == null || key.year().equals(year));
    }

    /** For the audit log. */
    String text() {
        StringBuilder text = new StringBuilder(measure.code());
        if (!groupBy.isEmpty()) {
            text.append(" by ").append(groupBy.stream().map(Dimension::code).collect(Collectors.joining(",")));
        }
        add(text, "region", region);
        add(text, "sector", sector);
        add(text, "insurer", insurer);
        add(text, "line", line);
        add(text, "from", from);
        add(text, "to", to);
        add(text, "year", year);
        return text.toString();
    }

    private static void add(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(' ').append(name).append('=').append(value);
        }
    }
}
