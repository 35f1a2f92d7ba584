package org.anze.gateway.mapping.rendering;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field, or of a property in a list of objects, in the recipient's form.
 *
 * @param name canonical field or part of the envelope
 * @param envelope whether it is part of the envelope
 * @param joins whether lists become one text, because the file has no lists
 */
record FieldMaker(String name, boolean envelope, FieldSelector selector, Converted converted, boolean joins)
        implements Column.Maker {

    static final String SEPARATOR = "；";

    @Override
    public @Nullable Object make(RecordView view) {
        if (envelope && name.equals("index")) {
            return view.index();
        }
        Object value = envelope ? view.envelope().get(name) : selector.of(view.value(name));
        if (value == null) {
            return null;
        }
        boolean masked = !envelope && view.isMasked(name);
        if (value instanceof List<?> list && !fitsWhole(list)) {
            List<Object> items =
                    list.stream().map(item -> converted.apply(item, masked)).toList();
            return joins ? items.stream().map(Plain::text).collect(Collectors.joining(SEPARATOR)) : items;
        }
        return converted.apply(value, masked);
    }

    /** A list of objects is written whole, and numbering a list needs all of it. */
    private boolean fitsWhole(List<?> list) {
        return list.stream().anyMatch(item -> item instanceof Map<?, ?>)
                || converted.reverse().takesLists();
    }
}
