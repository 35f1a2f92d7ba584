package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** One row of a table. */
final class TableRow implements RawRecord, Damaged, Repeated {

    /** What a cell takes beside its text. */
    private static final long CELL = 8;

    private final TableColumns columns;
    private final long ordinal;
    private final long line;
    private final String[] cells;
    private final int @Nullable [] lineOffsets;
    private final List<Finding> damage;

    TableRow(
            TableColumns columns,
            long ordinal,
            long line,
            String[] cells,
            int @Nullable [] lineOffsets,
            List<Finding> damage) {
        this.columns = columns;
        this.ordinal = ordinal;
        this.line = line;
        this.cells = cells;
        this.lineOffsets = lineOffsets;
        this.damage = damage;
    }

    /** The same row as a part of another record. */
    TableRow withOrdinal(long other) {
        return new TableRow(columns, other, line, cells, lineOffsets, damage);
    }

    /** Text of a cell, from 0; empty when the row ends before it. */
    String cell(int position) {
        return position < cells.length ? cells[position] : "";
    }

    @Override
    public long weight() {
        long weight = CELL * cells.length;
        for (String cell : cells) {
            weight += cell.length();
        }
        return weight;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public Location location() {
        return columns.at(line, null);
    }

    @Override
    public @Nullable String value(String column) {
        int position = columns.headings().position(column);
        if (position < 0) {
            return columns.constant(column);
        }
        // The rows of a spreadsheet end with their last text; a cell that is not there is an empty one.
        return cell(position);
    }

    @Override
    public List<String> values(String column) {
        String value = value(column);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<RawRecord> items(String path) {
        return path.equals(ROWS) ? List.of(this) : List.of();
    }

    @Override
    public List<String> columns() {
        return columns.headings().columns();
    }

    @Override
    public Location locate(String column) {
        int position = columns.headings().position(column);
        if (position < 0) {
            return columns.at(line, column);
        }
        int offset = lineOffsets == null || position >= lineOffsets.length ? 0 : lineOffsets[position];
        return columns.at(line + offset, position);
    }

    @Override
    public List<Finding> damage() {
        return damage;
    }
}
