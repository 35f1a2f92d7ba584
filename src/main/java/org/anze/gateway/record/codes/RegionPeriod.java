package org.anze.gateway.record.codes;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a region code was in force under one name.
 *
 * @param to first day on which it was no longer so
 * @param successors codes that took over when it ended
 */
record RegionPeriod(
        String name, @Nullable LocalDate from, @Nullable LocalDate to, List<String> successors) {

    private static final Comparator<RegionPeriod> OLDEST_FIRST =
            Comparator.comparing(period -> period.from == null ? LocalDate.MIN : period.from);

    boolean covers(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
    }

    boolean overlaps(RegionPeriod other) {
        return (to == null || other.from == null || other.from.isBefore(to))
                && (other.to == null || from == null || from.isBefore(other.to));
    }

    /** The periods with one more, oldest first. */
    static RegionPeriod[] with(RegionPeriod[] periods, RegionPeriod next) {
        RegionPeriod[] all = Arrays.copyOf(periods, periods.length + 1);
        all[periods.length] = next;
        Arrays.sort(all, OLDEST_FIRST);
        return all;
    }
}
