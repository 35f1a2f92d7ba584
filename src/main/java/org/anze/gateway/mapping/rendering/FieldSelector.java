package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Column {@code field} of a table read in reverse: {@code premium}, {@code stages[stage=REPORT].at} (a property of
 * the first object with these properties), {@code victims[outcome=死亡]} (how many such objects there are), {@code
 * experts[*].name} (that property of every object), {@code experts[*]} (where the objects stand, one by one).
 *
 * @param selector the properties an object must have; null for a plain field
 * @param every whether all objects are meant
 * @param property null for a plain field and for a count
 */
record FieldSelector(
        String field,
        @Nullable Map<String, String> selector,
        boolean every,
        @Nullable String property) {

    private static final Pattern OBJECT = Pattern.compile("([A-Za-z]+)\\[([^\\[\\]]*)\\](?:\\.([A-Za-z]+))?");

    /**
     * Reads the column.
     *
     * @throws IllegalArgumentException when the brackets are written wrongly
     */
    static FieldSelector parse(String text) {
        if (text.indexOf('[') < 0) {
            return new FieldSelector(text, null, false, null);
        }
        Matcher matcher = OBJECT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("field[property=value].property");
        }
        boolean every = false;
        Map<String, String> selector = new LinkedHashMap<>();
        for (String pair : matcher.group(2).split(";")) {
            if (pair.strip().equals("*")) {
                every = true;
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1 && !pair.isBlank()) {
                throw new IllegalArgumentException("field[property=value].property");
            }
            if (equals > 0) {
                selector.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return new FieldSelector(matcher.group(1), selector, every, matcher.group(3));
    }

    boolean isCount() {
        return selector != null && property == null && !every;
    }

    /** Whether it says where the objects of a list stand. */
    boolean isGroup() {
        return every && property == null;
    }

    /** What the rows about the objects of one list have in common. */
    String group() {
        return field + selector;
    }

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
        if (selector == null || value == null) {
            return value;
        }
        List<Map<?, ?>> objects = objects(value);
        if (isCount()) {
            return (long) objects.size();
        }
        if (!every) {
            return objects.isEmpty() ? null : objects.get(0).get(property);
        }
        // An object without the property keeps its place, so that lists of several properties stay side by side.
        List<Object> found = new ArrayList<>();
        boolean any = false;
        for (Map<?, ?> object : objects) {
            Object item = object.get(property);
            any |= item != null;
            found.add(item == null ? "" : item);
        }
        return any ? found : null;
    }

    private boolean matches(Map<?, ?> map) {
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
