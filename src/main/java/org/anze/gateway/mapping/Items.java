package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.mapping.table.FieldRow;

/**
 * What {@code @each} or {@code list[*]} goes through.
 *
 * @param splits whether a converter, template or expression makes the parts; otherwise what repeats under the column are they
 */
record Items(Row row, boolean splits) {

    /** More objects in a list are a mistake or an attack. */
    static final int MOST = 1000;
    /** More records out of one are too, and a batch has to hold them all. */
    static final int MOST_RECORDS = 500;

    /** Whether the row that says what is gone through makes the parts itself. */
    static boolean splits(FieldRow row) {
        return !row.convert().isEmpty() || row.source().isEmpty();
    }

    /** Whether it goes through the rows of a group, which have columns of other things, too. */
    boolean areRows() {
        return row.column() != null && row.column().name().equals(Repeated.ROWS);
    }

    /** All of them; empty when there are none, or more than {@code most}, which is a finding. */
    List<Item> of(TableWork work, int most) {
        if (!row.applies(work)) {
            return List.of();
        }
        work.turnTo(row.definition(), row.name(), row.place());
        List<Item> items;
        Column column = row.column();
        if (splits || column == null) {
            Item within = work.item();
            Column place = row.place() == null ? null : Column.parse(row.place());
            items = new ArrayList<>();
            for (Object part : row.readAll(work)) {
                items.add(Item.of(items.size() + 1, Step.plain(part).toString(), place, within));
            }
        } else {
            items = column.items(work);
        }
        if (items.size() > most) {
            work.report(ConversionProblem.COUNT_TOO_LARGE, null, items.size(), most);
            return List.of();
        }
        return items;
    }
}
