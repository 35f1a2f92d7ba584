package org.anze.gateway.mapping.rendering;

import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.text.CanonicalText;

/** How the values of one field are written. What masking made words of is written as it is. */
record Converted(FieldType type, Reverse reverse) {

    Object apply(Object value, boolean masked) {
        if (value.equals("")) {
            return value; // Keeps the place of an absent property.
        }
        if (!masked) {
            return reverse.apply(value);
        }
        return fits(value) ? reverse.applyToMasked(value) : value;
    }

    /** Within a masked unit some values stay what they were, and others become words. */
    private boolean fits(Object value) {
        return switch (type) {
            case INTEGER, MONEY, PERCENT -> value instanceof Long;
            case BOOLEAN -> value instanceof Boolean;
            case INSTANT, DATE -> value instanceof String text && CanonicalText.read(type, text) != null;
            default -> true;
        };
    }
}
