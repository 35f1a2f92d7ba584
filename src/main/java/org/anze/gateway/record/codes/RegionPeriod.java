package org.anze.gateway.record.codes;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a region code was in force under one name.
 *
 * @param successors codes that took over when it ended
 */
record RegionPeriod(String name, Validity validity, List<String> successors) {

    private static final Comparator<RegionPeriod> OLDEST_FIRST =
            Comparator.comparing(period -> first(period.validity.from()));

    private static LocalDate first(@Nullable LocalDate from) {
        return from == null ? LocalDate.MIN : from;
    }

    boolean covers(LocalDate day) {
        return validity.covers(day);
    }

    boolean overlaps(RegionPeriod other) {
        return validity.overlaps(other.validity);
    }

    /** Whether it lasts. */
    boolean isOpen() {
        return validity.to() == null;
    }

    /** The periods with one more, oldest first. */
    static RegionPeriod[] with(RegionPeriod[] periods, RegionPeriod next) {
        RegionPeriod[] all = Arrays.copyOf(periods, periods.length + 1);
        all[periods.length] = next;
        Arrays.sort(all, OLDEST_FIRST);
        return all;
    }
}
