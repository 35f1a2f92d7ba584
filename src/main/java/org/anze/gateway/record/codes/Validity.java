package org.anze.gateway.record.codes;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * When a row of a table is in force.
 *
 * @param from first day; null without limit
 * @param to first day on which it no longer is; null without limit
 */
record Validity(@Nullable LocalDate from, @Nullable LocalDate to) {

    static Validity of(TableFile.Row row) {
        return new Validity(row.date("from"), row.date("to"));
    }

    boolean covers(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
    }

    boolean overlaps(Validity other) {
        return (to == null || other.from == null || other.from.isBefore(to))
                && (other.to == null || from == null || from.isBefore(other.to));
    }

    boolean isLimited() {
        return from != null || to != null;
    }
}
