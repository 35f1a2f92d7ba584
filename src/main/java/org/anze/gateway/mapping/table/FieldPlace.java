package org.anze.gateway.mapping.table;

import java.util.Collections;
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
public record FieldPlace(
        String field,
        @Nullable Map<String, String> selector,
        boolean each,
        @Nullable String property) {

    private static final Pattern OBJECT = Pattern.compile("([A-Za-z]+)\\[([^\\[\\]]*)\\](?:\\.([A-Za-z]+))?");
    private static final String ALLOWED = "field[property=value].property";

    /** Keeps a copy in the same order. */
    public FieldPlace {
        selector = selector == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(selector));
    }

    /**
     * Reads the column.
     *
     * @throws IllegalArgumentException when the brackets are written wrongly; the message is what is allowed
     */
    public static FieldPlace parse(String text) {
        if (text.indexOf('[') < 0) {
            return new FieldPlace(text, null, false, null);
        }
        Matcher matcher = OBJECT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(ALLOWED);
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
                throw new IllegalArgumentException(ALLOWED);
            }
            if (equals > 0) {
                selector.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return new FieldPlace(matcher.group(1), selector, each, matcher.group(3));
    }

    /** Whether it is a part of the envelope, or an order such as {@code @check}. */
    public boolean isEnvelope() {
        return field.startsWith("@");
    }

    /** Whether it says how many equal objects there are. */
    public boolean isCount() {
        return selector != null && property == null && !each;
    }

    /** Whether it says what there is an object for, {@code list[*]}. */
    public boolean isItems() {
        return each && property == null;
    }

    /** What the rows about the same objects of a list have in common. */
    public String group() {
        return field + selector + (each ? "*" : "");
    }
}
