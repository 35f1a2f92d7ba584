package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a text is taken from: a column or path of the source, {@code @item} (what {@code @each} or {@code list[*]} has come
 * to), {@code @number} (its number) or {@code @item/column} (a column of it).
 *
 * @param name the column; empty for the item itself
 */
record Column(String name, Kind kind) {

    /** What is gone through, as the author of a table writes it. */
    static final String ITEM = "@item";

    private static final String NUMBER = "@number";

    enum Kind {
        SOURCE,
        ITEM,
        NUMBER,
        OF_ITEM
    }

    static Column parse(String text) {
        if (text.equals(ITEM)) {
            return new Column("", Kind.ITEM);
        }
        if (text.equals(NUMBER)) {
            return new Column("", Kind.NUMBER);
        }
        return text.startsWith(ITEM + "/")
                ? new Column(text.substring(ITEM.length() + 1), Kind.OF_ITEM)
                : new Column(text, Kind.SOURCE);
    }

    /** As the author of the table writes it. */
    String written() {
        return switch (kind) {
            case SOURCE -> name;
            case ITEM -> ITEM;
            case NUMBER -> NUMBER;
            case OF_ITEM -> ITEM + "/" + name;
        };
    }

    /** As its sender knows it. */
    String shown() {
        return name.isEmpty() ? written() : name;
    }

    boolean isOfItem() {
        return kind != Kind.SOURCE;
    }

    /** Whether the source is asked for something of that name, rather than for the item itself or its number. */
    boolean isNamed() {
        return (kind == Kind.SOURCE || kind == Kind.OF_ITEM) && !name.isEmpty();
    }

    /** The text; null when there is none. */
    @Nullable
    String text(TableWork work) {
        if (kind == Kind.SOURCE) {
            return work.raw().value(name);
        }
        Item item = work.item();
        if (item == null) {
            return null;
        }
        return switch (kind) {
            case ITEM -> item.text();
            case NUMBER -> Integer.toString(item.number());
            default -> item.value(name);
        };
    }

    /** Every text under a column that repeats. */
    List<String> texts(TableWork work) {
        if (kind == Kind.SOURCE) {
            return work.raw().values(name);
        }
        Item item = work.item();
        if (kind == Kind.OF_ITEM) {
            return item == null ? List.of() : item.values(name);
        }
        String text = text(work);
        return text == null ? List.of() : List.of(text);
    }

    /** What repeats under it: elements, objects or rows with columns of their own, or plain values. */
    List<Item> items(TableWork work) {
        Item outer = work.item();
        RawRecord whole = kind == Kind.OF_ITEM && outer != null ? outer.record() : work.raw();
        List<RawRecord> elements = whole instanceof Repeated repeated ? repeated.items(name) : List.of();
        List<Item> items = new ArrayList<>();
        if (!elements.isEmpty()) {
            addElements(whole, elements, items, outer);
            return items;
        }
        if (name.equals(Repeated.ROWS)) {
            return rows(whole);
        }
        for (String text : texts(work)) {
            items.add(Item.of(items.size() + 1, text, this, outer));
        }
        return items;
    }

    /** Among elements with attributes or children there can be some that are a text only; they keep their place. */
    private void addElements(
            @Nullable RawRecord whole, List<RawRecord> elements, List<Item> items, @Nullable Item outer) {
        int next = 0;
        if (whole instanceof Leaves leaves && elements.get(0) instanceof Leaves) {
            int at = 0;
            while (at < leaves.size()) {
                String path = leaves.path(at);
                if (path.equals(name)) {
                    String text = leaves.text(at++);
                    if (text != null) {
                        items.add(Item.of(items.size() + 1, text, this, outer));
                    }
                } else if (isBelow(path) && next < elements.size()) {
                    RawRecord element = elements.get(next++);
                    items.add(Item.of(items.size() + 1, element));
                    at += Math.max(1, ((Leaves) element).size());
                } else {
                    at++;
                }
            }
        }
        for (RawRecord element : elements.subList(next, elements.size())) {
            items.add(Item.of(items.size() + 1, element));
        }
    }

    private boolean isBelow(String path) {
        return path.startsWith(name)
                && path.length() > name.length()
                && (path.charAt(name.length()) == '/' || path.charAt(name.length()) == '[');
    }

    private static List<Item> rows(@Nullable RawRecord whole) {
        List<Item> items = new ArrayList<>();
        if (whole != null) {
            int rows = 1;
            for (String column : whole.columns()) {
                rows = Math.max(rows, whole.values(column).size());
            }
            for (int row = 0; row < rows; row++) {
                items.add(Item.ofRow(row + 1, whole));
            }
        }
        return items;
    }

    /** Where it stands in the source; {@code item} is what {@code @each} had come to. */
    Location locate(RawRecord raw, @Nullable Item item) {
        if (kind == Kind.SOURCE) {
            return raw.locate(name);
        }
        return item == null ? raw.location() : item.locate(kind == Kind.OF_ITEM ? name : "", raw);
    }
}
