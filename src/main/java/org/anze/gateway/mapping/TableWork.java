package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** A record that a field table makes: knows which item of a list is looked at, and the objects of its lists. */
final class TableWork extends Work {

    private static final @Nullable ListObjects[] NONE = {};

    private final @Nullable ListObjects[] lists;
    private final @Nullable Item item;
    private @Nullable Item inner;
    private @Nullable String skipped;
    private boolean skip;

    /**
     * @param lists how many lists of objects the table fills
     * @param item what {@code @each} has come to; null when the table makes one record of each raw one
     */
    TableWork(RawRecord raw, MappingContext context, RecordDefinition definition, int lists, @Nullable Item item) {
        super(raw, context, definition);
        this.lists = lists == 0 ? NONE : new ListObjects[lists];
        this.item = item;
    }

    /** The innermost item that is looked at; null outside of {@code @each} and {@code list[*]}. */
    @Nullable
    Item item() {
        return inner == null ? item : inner;
    }

    /** Looks at an item of a list; null ends it. */
    void enter(@Nullable Item next) {
        inner = next;
    }

    /** The objects of a list that the table fills; made when first asked for. */
    ListObjects objects(int list) {
        ListObjects objects = lists[list];
        if (objects == null) {
            objects = new ListObjects();
            lists[list] = objects;
        }
        return objects;
    }

    /** The same; null when no row has asked for it. */
    @Nullable
    ListObjects objectsIfAny(int list) {
        return lists[list];
    }

    /** Says that the table deliberately makes no record here. */
    void skip(@Nullable String reason) {
        skip = true;
        skipped = reason;
    }

    boolean isSkipped() {
        return skip;
    }

    @Nullable
    String skippedBecause() {
        return skipped;
    }

    @Override
    Location locate(String name) {
        return Column.parse(name).locate(raw(), item());
    }

    /** The objects of one group in their order. */
    static final class ListObjects {
        private List<Map<String, Object>> objects = List.of();
        private @Nullable List<Item> items;
        /** Items that there is a finding about. */
        private final BitSet told = new BitSet();

        private int copies = 1;
        /** Length of the lists that are matched to each other; -1 when none was met yet. */
        private int matched = -1;

        private @Nullable String matchedColumn;

        Map<String, Object> at(int index) {
            if (objects.isEmpty()) {
                objects = new ArrayList<>();
            }
            while (objects.size() <= index) {
                objects.add(new HashMap<>());
            }
            return objects.get(index);
        }

        List<Map<String, Object>> objects() {
            return objects;
        }

        @Nullable
        List<Item> items() {
            return items;
        }

        void items(List<Item> all) {
            items = all;
        }

        /** Whether an object has anything in it. */
        boolean isMade(int index) {
            return index < objects.size() && !objects.get(index).isEmpty();
        }

        /** Notes that there is a finding about an item. */
        void tell(int index) {
            told.set(index);
        }

        boolean isTold(int index) {
            return told.get(index);
        }

        int copies() {
            return copies;
        }

        void copies(int number) {
            copies = number;
        }

        int matched() {
            return matched;
        }

        @Nullable
        String matchedColumn() {
            return matchedColumn;
        }

        void match(int length, @Nullable String column) {
            matched = length;
            matchedColumn = column;
        }
    }
}
