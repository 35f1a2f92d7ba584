package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.table.FieldPlace;
import org.jspecify.annotations.Nullable;

/**
 * Takes what column {@code field} of a table names out of a value: the value itself, a property of the first object
 * that fits ({@code stages[stage=REPORT].at}), how many objects fit ({@code victims[outcome=死亡]}), or that property
 * of every object ({@code experts[*].name}).
 */
record FieldSelector(FieldPlace place) {

    /** The objects it is about; empty when there are none. */
    List<Map<?, ?>> objects(@Nullable Object value) {
        List<Map<?, ?>> found = new ArrayList<>();
        for (Object object : value instanceof List<?> list ? list : List.of()) {
            if (object instanceof Map<?, ?> map && matches(map)) {
                found.add(map);
            }
        }
        return found;
    }

    /** What it names in the value of its field; null when nothing. */
    @Nullable
    Object of(@Nullable Object value) {
        if (place.selector() == null || value == null) {
            return value;
        }
        List<Map<?, ?>> objects = objects(value);
        if (place.isCount()) {
            return (long) objects.size();
        }
        if (!place.each()) {
            return objects.isEmpty() ? null : objects.get(0).get(place.property());
        }
        // An object without the property keeps its place, so that lists of several properties stay side by side.
        List<Object> found = new ArrayList<>();
        boolean any = false;
        for (Map<?, ?> object : objects) {
            Object item = object.get(place.property());
            any |= item != null;
            found.add(item == null ? "" : item);
        }
        return any ? found : null;
    }

    private boolean matches(Map<?, ?> map) {
        Map<String, String> selector = place.selector();
        if (selector == null) {
            return false;
        }
        for (Map.Entry<String, String> wanted : selector.entrySet()) {
            Object actual = map.get(wanted.getKey());
            if (actual == null || !actual.toString().equals(wanted.getValue())) {
                return false;
            }
        }
        return true;
    }
}
