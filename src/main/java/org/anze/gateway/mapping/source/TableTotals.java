package org.anze.gateway.mapping.source;

import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** The control totals of a table, in a row of it or in the trailer of a fixed file. For one reading. */
final class TableTotals {

    private final ControlTotals totals;
    private final TableColumns columns;
    private final TotalsCheck check;
    private final @Nullable RowMatch mark;
    private final int[] sums;
    private long line;

    TableTotals(ControlTotals totals, TableColumns columns) {
        this.totals = totals;
        this.columns = columns;
        this.check = new TotalsCheck(totals, measures(totals, columns));
        Headings headings = columns.headings();
        this.mark = totals.row() == null ? null : new RowMatch(totals.row(), headings);
        this.sums = totals.sums().stream().mapToInt(headings::need).toArray();
        if (totals.row() != null && totals.count() != null) {
            headings.need(totals.count().column());
        }
    }

    private static Amounts.@Nullable Unit[] measures(ControlTotals totals, TableColumns columns) {
        Amounts.Unit[] measures = new Amounts.Unit[totals.sums().size()];
        for (int i = 0; i < measures.length; i++) {
            String own = columns.constant("@unit/" + totals.sums().get(i));
            String stated = own == null ? columns.constant("@unit") : own;
            measures[i] = stated == null ? null : Amounts.unitIn(stated);
        }
        return measures;
    }

    /** Compares the totals when this is their row, which must be the last; false when it is a record. */
    boolean take(Rows row) {
        boolean isTotals = mark != null && mark.matches(row);
        if (line > 0) {
            throw new SenderMustCorrect(SourceProblem.RECORD_AFTER_TOTALS, columns.at(row.line(), null), line);
        }
        if (!isTotals) {
            return false;
        }
        line = row.line();
        check.seen();
        if (totals.count() != null) {
            int column = columns.headings().position(totals.count().column());
            check.compareCount(row.cell(column), columns.at(line, column));
        }
        for (int i = 0; i < sums.length; i++) {
            check.compareSum(i, row.cell(sums[i]), columns.at(line, sums[i]));
        }
        return true;
    }

    /** Adds a record. */
    void add(Rows row) {
        if (row.misshapen(columns.headings().size()) != null) {
            check.addUnreadable();
        } else {
            check.add(i -> row.cell(sums[i]));
        }
    }

    /** At the end of the input. */
    void finish(Rows rows) {
        Map<String, String> trailer = rows.trailer();
        if (trailer != null) {
            check.seen();
            if (totals.count() != null) {
                String column = totals.count().column();
                check.compareCount(trailer.getOrDefault(column, ""), columns.at(rows.line(), column));
            }
            for (int i = 0; i < sums.length; i++) {
                String column = totals.sums().get(i);
                check.compareSum(i, trailer.getOrDefault(column, ""), columns.at(rows.line(), column));
            }
        }
        check.finish();
    }

    List<Finding> findings() {
        return check.findings();
    }
}
