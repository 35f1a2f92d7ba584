package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** An element or object that repeats within a record of a mended file. */
final class ReturnedItem implements RawRecord, Repeated {

    private final ReturnedRecord whole;
    private final RawRecord item;
    private final String path;
    private final String numbered;
    private final ToIntFunction<String> passed;

    /**
     * @param path from the record, as elements of XML are told
     * @param numbered from the record, as objects of JSON arrays are told
     * @param passed how many texts of a column stand before it in the record
     */
    private ReturnedItem(
            ReturnedRecord whole, RawRecord item, String path, String numbered, ToIntFunction<String> passed) {
        this.whole = whole;
        this.item = item;
        this.path = path;
        this.numbered = numbered;
        this.passed = passed;
    }

    /**
     * The items under a path.
     *
     * @param around what they stand in
     * @param prefix path of that from the record; empty when it is the record
     * @param before how many texts of a column of {@code around} stand before it in the record
     */
    static List<RawRecord> of(
            ReturnedRecord whole, RawRecord around, String prefix, String path, ToIntFunction<String> before) {
        if (!(around instanceof Repeated repeated)) {
            return List.of();
        }
        List<RawRecord> items = new ArrayList<>();
        Map<String, Integer> passed = new HashMap<>();
        String full = prefix.isEmpty() ? path : prefix + "/" + path;
        for (RawRecord item : repeated.items(path)) {
            Map<String, Integer> siblings = Map.copyOf(passed);
            items.add(new ReturnedItem(
                    whole,
                    item,
                    full,
                    full + "[" + items.size() + "]",
                    column -> before.applyAsInt(join(path, column)) + siblings.getOrDefault(column, 0)));
            for (String column : item.columns()) {
                passed.merge(column, item.values(column).size(), Integer::sum);
            }
        }
        return items;
    }

    private static String join(String path, String column) {
        return column.isEmpty() ? path : path + "/" + column;
    }

    private @Nullable String restored(String column, int row, @Nullable String text) {
        String inJson = join(numbered, column);
        return whole.isKept(inJson, row)
                ? whole.restored(inJson, row, text)
                : whole.restored(join(path, column), passed.applyAsInt(column) + row, text);
    }

    @Override
    public long ordinal() {
        return whole.ordinal();
    }

    @Override
    public Location location() {
        return item.location();
    }

    @Override
    public @Nullable String value(String column) {
        return restored(column, 0, item.value(column));
    }

    @Override
    public List<String> values(String column) {
        List<String> values = new ArrayList<>();
        for (String text : item.values(column)) {
            String value = restored(column, values.size(), text);
            values.add(value == null ? "" : value);
        }
        return values;
    }

    @Override
    public List<String> columns() {
        return item.columns().stream().filter(column -> !Marks.isOurs(column)).toList();
    }

    @Override
    public Location locate(String column) {
        return item.locate(column);
    }

    @Override
    public List<RawRecord> items(String below) {
        return of(whole, item, path, below, passed);
    }
}
