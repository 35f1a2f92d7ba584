package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** One row of a table. */
final class CsvRow implements RawRecord, Misshapen {

    private final Headings headings;
    private final long ordinal;
    private final long line;
    private final String[] cells;
    private final int @Nullable [] lineOffsets;

    CsvRow(Headings headings, long ordinal, long line, String[] cells, int @Nullable [] lineOffsets) {
        this.headings = headings;
        this.ordinal = ordinal;
        this.line = line;
        this.cells = cells;
        this.lineOffsets = lineOffsets;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public Location location() {
        return Location.ofLine(line);
    }

    @Override
    public @Nullable String value(String column) {
        int position = headings.position(column);
        return position < 0 || position >= cells.length ? null : cells[position];
    }

    @Override
    public List<String> values(String column) {
        String value = value(column);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<String> columns() {
        return headings.names();
    }

    @Override
    public Location locate(String column) {
        int position = headings.position(column);
        if (position < 0) {
            return new Location(line, 0, column);
        }
        int offset = lineOffsets == null || position >= lineOffsets.length ? 0 : lineOffsets[position];
        return new Location(line + offset, position + 1, headings.name(position));
    }

    @Override
    public @Nullable Shape shape() {
        return cells.length == headings.size() ? null : new Shape(cells.length, headings.size());
    }
}
