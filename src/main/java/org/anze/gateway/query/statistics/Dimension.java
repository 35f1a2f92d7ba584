package org.anze.gateway.query.statistics;

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

    /** Where a cell stands; empty text when the records do not tell. */
    String of(CellKey cell) {
        return value.apply(cell);
    }

    private static String prefix(String region, int length) {
        return region.length() < length ? "" : region.substring(0, length);
    }
}
