package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a list, one by one, each with the recipient's names for its properties: {@code experts[*]} with {@code
 * experts[*].name} under {@code @item/name}. Filled while the table is compiled, unchanged afterwards.
 */
final class ItemsMaker implements Column.Maker {

    /** The text of the item itself, beside attributes and children it may have. */
    static final String SELF = "";

    private final String name;
    private final FieldSelector selector;
    private final boolean joins;
    private final @Nullable Reverse whole;
    private final List<Property> properties = new ArrayList<>();

    /**
     * @param name canonical field
     * @param joins whether lists become one text, because the file has no lists
     * @param whole makes one value of the list; null when every object is written
     */
    ItemsMaker(String name, FieldSelector selector, boolean joins, @Nullable Reverse whole) {
        this.name = name;
        this.selector = selector;
        this.joins = joins;
        this.whole = whole;
    }

    /**
     * @param path below the item; {@link #SELF} for the item itself
     * @param property canonical name
     */
    private record Property(String path, String property, Converted converted) {}

    void add(String path, String property, Converted converted) {
        properties.add(new Property(path, property, converted));
    }

    /** Whether items have something below them, which only JSON and XML can write. */
    boolean hasPaths() {
        return properties.stream().anyMatch(property -> !property.path.equals(SELF));
    }

    boolean isEmpty() {
        return properties.isEmpty();
    }

    @Override
    public @Nullable Object make(RecordView view) {
        boolean masked = view.isMasked(name);
        List<Object> items = new ArrayList<>();
        for (Map<?, ?> object : selector.objects(view.value(name))) {
            Object item = hasPaths() ? members(object, masked) : self(object, masked);
            if (item != null) {
                items.add(item);
            }
        }
        if (items.isEmpty()) {
            return null;
        }
        if (whole != null) {
            return whole.apply(items);
        }
        return joins ? items.stream().map(Plain::text).collect(Collectors.joining(FieldMaker.SEPARATOR)) : items;
    }

    private @Nullable Object self(Map<?, ?> object, boolean masked) {
        Property property = properties.get(0);
        Object value = object.get(property.property);
        return value == null ? null : property.converted.apply(value, masked);
    }

    private @Nullable Map<String, Object> members(Map<?, ?> object, boolean masked) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Property property : properties) {
            Object value = object.get(property.property);
            if (value != null) {
                put(members, property.path, property.converted.apply(value, masked));
            }
        }
        return members.isEmpty() ? null : members;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> members, String path, Object value) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            members.put(path, value);
        } else {
            Object below =
                    members.computeIfAbsent(path.substring(0, slash), key -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) below, path.substring(slash + 1), value);
        }
    }
}
