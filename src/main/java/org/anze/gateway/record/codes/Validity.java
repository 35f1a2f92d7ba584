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
        LocalDate from = row.date("from");
        LocalDate to = row.date("to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw row.wrong("to must be after from: " + from + ", " + to);
        }
        return new Validity(from, to);
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
