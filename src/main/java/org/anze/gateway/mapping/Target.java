package org.anze.gateway.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Column {@code field} of a field table: {@code premium}, {@code @riskRegion}, {@code stages[stage=REPORT].at} (a property of
 * the object with these fixed properties), {@code victims[outcome=死亡]} (how many such objects there are).
 *
 * @param selector the fixed properties; null for a plain field
 * @param property null for a plain field and for a count
 */
record Target(
        String field,
        @Nullable Map<String, String> selector,
        @Nullable String property) {

    private static final Pattern OBJECT = Pattern.compile("([A-Za-z]+)\\[([^\\[\\]]*)\\](?:\\.([A-Za-z]+))?");

    /**
     * Reads the column.
     *
     * @throws IllegalArgumentException when the brackets are written wrongly
     */
    static Target parse(String text) {
        if (text.indexOf('[') < 0) {
            return new Target(text, null, null);
        }
        Matcher matcher = OBJECT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("field[property=value].property");
        }
        Map<String, String> selector = new LinkedHashMap<>();
        for (String pair : matcher.group(2).split(";")) {
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
        return new Target(matcher.group(1), selector, matcher.group(3));
    }

    boolean isEnvelope() {
        return field.startsWith("@");
    }

    /** Whether it says how many equal objects there are. */
    boolean isCount() {
        return selector != null && property == null;
    }

    /** What tells the objects of a list apart. */
    String group() {
        return field + selector;
    }
}
