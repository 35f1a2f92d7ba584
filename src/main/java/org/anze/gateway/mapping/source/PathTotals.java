package org.anze.gateway.mapping.source;

import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/** The number of records that an XML or JSON document states at an agreed path. For one reading. */
final class PathTotals {

    private final @Nullable TotalsCheck check;
    private final @Nullable String path;
    private @Nullable String stated;

    /** {@code totals} are null when none were agreed. */
    PathTotals(@Nullable ControlTotals totals) {
        this.check = totals == null ? null : new TotalsCheck(totals);
        this.path =
                totals == null || totals.count() == null ? null : totals.count().column();
    }

    /** Takes note of a value outside the records; the last one at the agreed path counts. */
    void look(String where, String text) {
        if (where.equals(path)) {
            stated = text;
        }
    }

    /** Counts a record. */
    void add() {
        if (check != null) {
            check.add();
        }
    }

    /** Whether the stated number can be none; {@link #finish} compares it. */
    boolean sayNone() {
        return stated != null && Texts.trim(stated).startsWith("0");
    }

    /** Compares, at the end of the document. */
    void finish() {
        if (check != null) {
            if (stated != null) {
                check.compareCount(stated, new Location(0, 0, path));
            }
            check.finish();
        }
    }
}
