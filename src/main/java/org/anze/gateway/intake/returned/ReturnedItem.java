package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * An element or object that repeats within a record of a mended file. It has leaves as the record has them, for among objects
 * there can be plain texts, and their places are told by the leaves.
 */
final class ReturnedItem implements RawRecord, Repeated, Leaves {

    private final ReturnedRecord whole;
    private final RawRecord item;
    private final Leaves leaves;
    private final int[] own;
    private final String path;

    /**
     * @param item one with leaves
     * @param path from the record, without numbers of items
     */
    private ReturnedItem(ReturnedRecord whole, RawRecord item, String path) {
        this.whole = whole;
        this.item = item;
        this.leaves = (Leaves) item;
        this.own = IntStream.range(0, leaves.size())
                .filter(i -> !Marks.isOurs(leaves.path(i)))
                .toArray();
        this.path = path;
    }

    /**
     * The items under a path.
     *
     * @param around what they stand in
     * @param prefix path of that from the record; empty when it is the record
     */
    static List<RawRecord> of(ReturnedRecord whole, RawRecord around, String prefix, String path) {
        if (!(around instanceof Repeated repeated)) {
            return List.of();
        }
        String full = prefix.isEmpty() ? path : prefix + "/" + path;
        return repeated.items(path).stream()
                .<RawRecord>map(item -> new ReturnedItem(whole, item, full))
                .toList();
    }

    private @Nullable String restored(String column, @Nullable String text) {
        return whole.restored(full(column), text);
    }

    /** The path from the record: the text of an element itself stands under that of the element. */
    private String full(String column) {
        return column.equals(OWN_TEXT) ? path : path + "/" + column;
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
        return restored(column, item.value(column));
    }

    @Override
    public List<String> values(String column) {
        List<String> values = new ArrayList<>();
        for (String text : item.values(column)) {
            String value = restored(column, text);
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
    public long weight() {
        return item.weight();
    }

    @Override
    public int size() {
        return own.length;
    }

    @Override
    public String path(int index) {
        return leaves.path(own[index]);
    }

    @Override
    public @Nullable String text(int index) {
        return restored(path(index), leaves.text(own[index]));
    }

    @Override
    public Leaves.Kind kind(int index) {
        return whole.kind(full(path(index)), leaves.text(own[index]), leaves.kind(own[index]));
    }

    @Override
    public List<RawRecord> items(String below) {
        return of(whole, item, path, below);
    }
}
