package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** Rows of a table that were grouped into one record: every column has as many texts as there are rows. */
record GroupedRows(Map<String, List<String>> cells) implements RawRecord {

    /** {@code heading} and rows with commas between the cells. */
    static GroupedRows of(String heading, String... rows) {
        Map<String, List<String>> cells = new LinkedHashMap<>();
        String[] names = heading.split(",");
        for (int i = 0; i < names.length; i++) {
            List<String> column = new ArrayList<>();
            for (String row : rows) {
                column.add(row.split(",", -1)[i]);
            }
            cells.put(names[i], column);
        }
        return new GroupedRows(cells);
    }

    @Override
    public long ordinal() {
        return 0;
    }

    @Override
    public Location location() {
        return Location.ofLine(2);
    }

    @Override
    public @Nullable String value(String column) {
        List<String> texts = cells.get(column);
        return texts == null ? null : texts.get(0);
    }

    @Override
    public List<String> values(String column) {
        return cells.getOrDefault(column, List.of());
    }

    @Override
    public List<String> columns() {
        return List.copyOf(cells.keySet());
    }

    @Override
    public long weight() {
        return cells.values().stream()
                .flatMap(List::stream)
                .mapToLong(String::length)
                .sum();
    }

    @Override
    public Location locate(String column) {
        return new Location(2, List.copyOf(cells.keySet()).indexOf(column) + 1, column);
    }
}
