package org.anze.gateway.mapping.rendering;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.text.CanonicalText;

/** Values of columns as text. */
final class Plain {

    private Plain() {}

    /** Numbers without exponent, lists as compact JSON, true and false as 是 and 否. */
    static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return CanonicalText.write(FieldType.OBJECTS, value);
        }
        return value instanceof Boolean flag ? CanonicalText.write(FieldType.BOOLEAN, flag) : value.toString();
    }
}
