package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** By what figures can be grouped. */
public enum Dimension {
    /** First two digits of the place of risk. */
    PROVINCE("province", cell -> prefix(cell.county(), 2)),
    /** First four digits. */
    CITY("city", cell -> prefix(cell.county(), 4)),
    /** All six digits of GB/T 2260. */
    COUNTY("county", CellKey::county),
    /** Code of table SEC. */
    SECTOR("sector", CellKey::sector),
    /** Party id. */
    INSURER("insurer", CellKey::insurer),
    /** Month of the event in China, {@code 2026-01}; of receipt for types without an event. */
    MONTH("month", CellKey::month),
    /** Product code 险种, of policies only. */
    LINE("line", CellKey::line);

    private final String code;
    private final Function<CellKey, String> value;

    Dimension(String code, Function<CellKey, String> value) {
        this.code = code;
        this.value = value;
    }

    /** As the parameter {@code groupBy} and the cells of an answer have it. */
    public String code() {
        return code;
    }

    /** Where a cell stands, several times if it has several insurers; empty text when the records do not tell. */
    List<String> of(CellKey cell) {
        return this == INSURER ? cell.insurers() : List.of(value.apply(cell));
    }

    /** Where a cell stands in a table of some dimensions; one of them may have several values. */
    static List<List<String>> of(List<Dimension> table, CellKey cell) {
        List<List<String>> rows = List.of(List.of());
        for (Dimension dimension : table) {
            rows = rows.stream()
                    .flatMap(row -> dimension.of(cell).stream().map(value -> {
                        List<String> longer = new ArrayList<>(row);
                        longer.add(value);
                        return List.copyOf(longer);
                    }))
                    .toList();
        }
        return rows;
    }

    private static String prefix(String region, int length) {
        return region.length() < length ? "" : region.substring(0, length);
    }
}
