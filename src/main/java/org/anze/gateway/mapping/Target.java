package org.anze.gateway.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Column {@code field} of a field table: {@code premium}, {@code @riskRegion}, {@code stages[stage=REPORT].at} (a property of
 * the object with these fixed properties), {@code victims[outcome=死亡]} (how many such objects there are),
 * {@code victims[*].paid} (a property of each object), {@code victims[*]} (what there is an object for).
 *
 * @param selector the fixed properties; null for a plain field
 * @param each whether there are several such objects, one for each of something
 * @param property null for a plain field, for a count, and for what is gone through
 */
record Target(
        String field,
        @Nullable Map<String, String> selector,
        boolean each,
        @Nullable String property) {

    private static final Pattern OBJECT = Pattern.compile("([A-Za-z]+)\\[([^\\[\\]]*)\\](?:\\.([A-Za-z]+))?");

    /**
     * Reads the column.
     *
     * @throws IllegalArgumentException when the brackets are written wrongly
     */
    static Target parse(String text) {
        if (text.indexOf('[') < 0) {
            return new Target(text, null, false, null);
        }
        Matcher matcher = OBJECT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("field[property=value].property");
        }
        Map<String, String> selector = new LinkedHashMap<>();
        boolean each = false;
        for (String pair : matcher.group(2).split(";")) {
            if (pair.strip().equals("*")) {
                each = true;
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
        return new Target(matcher.group(1), selector, each, matcher.group(3));
    }

    boolean isEnvelope() {
        return field.startsWith("@");
    }

    /** Whether it says how many equal objects there are. */
    boolean isCount() {
        return selector != null && property == null && !each;
    }

    /** Whether it says what there is an object for. */
    boolean isItems() {
        return each && property == null;
    }

    /** What tells the objects of a list apart. */
    String group() {
        return field + selector + (each ? "*" : "");
    }
}
