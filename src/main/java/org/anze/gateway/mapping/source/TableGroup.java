package org.anze.gateway.mapping.source;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** Several rows of a table that are one record; never empty. */
final class TableGroup implements RawRecord, Damaged, Repeated {

    private final List<TableRow> rows;

    TableGroup(List<TableRow> rows) {
        this.rows = List.copyOf(rows);
    }

    @Override
    public long ordinal() {
        return rows.get(0).ordinal();
    }

    @Override
    public Location location() {
        return rows.get(0).location();
    }

    /** That of the first row. */
    @Override
    public @Nullable String value(String column) {
        return rows.get(0).value(column);
    }

    /** One text for each row, so that lists of different columns belong together; an absent cell is empty. */
    @Override
    public List<String> values(String column) {
        if (rows.get(0).value(column) == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>(rows.size());
        for (TableRow row : rows) {
            String value = row.value(column);
            values.add(value == null ? "" : value);
        }
        return values;
    }

    @Override
    public List<RawRecord> items(String path) {
        return path.equals(ROWS) ? List.copyOf(rows) : List.of();
    }

    @Override
    public List<String> columns() {
        return rows.get(0).columns();
    }

    @Override
    public Location locate(String column) {
        return rows.get(0).locate(column);
    }

    @Override
    public long weight() {
        return rows.stream().mapToLong(TableRow::weight).sum();
    }

    @Override
    public List<Finding> damage() {
        return rows.stream().flatMap(row -> row.damage().stream()).toList();
    }
}
