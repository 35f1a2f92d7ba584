package org.anze.gateway.intake.returned;

import java.util.List;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** One of the rows that a record of a mended table stands on. */
final class ReturnedRow implements RawRecord {

    private final ReturnedRecord whole;
    private final RawRecord row;
    private final int number;

    /** @param number from 0 */
    ReturnedRow(ReturnedRecord whole, RawRecord row, int number) {
        this.whole = whole;
        this.row = row;
        this.number = number;
    }

    @Override
    public long ordinal() {
        return whole.ordinal();
    }

    @Override
    public Location location() {
        return row.location();
    }

    @Override
    public @Nullable String value(String column) {
        return whole.value(column, number);
    }

    @Override
    public List<String> values(String column) {
        String value = value(column);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<String> columns() {
        return whole.columns();
    }

    @Override
    public Location locate(String column) {
        return row.locate(Formulas.neutralise(column));
    }

    @Override
    public long weight() {
        return row.weight();
    }
}
