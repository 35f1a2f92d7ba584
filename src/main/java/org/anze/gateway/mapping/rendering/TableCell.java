package org.anze.gateway.mapping.rendering;

import java.math.BigDecimal;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.text.CanonicalColumn;
import org.anze.gateway.record.text.CanonicalText;
import org.jspecify.annotations.Nullable;

/** A canonical value in a table: amounts and whole numbers as numbers, everything else as text. */
record TableCell(CanonicalColumn column) implements Column.Maker {

    @Override
    public @Nullable Object make(RecordView view) {
        Object value = view.value(column);
        if (value == null) {
            return null;
        }
        if (value instanceof Long number && column.type() == FieldType.MONEY) {
            return BigDecimal.valueOf(number, 2);
        }
        if (value instanceof Long number && column.type() == FieldType.INTEGER) {
            return number;
        }
        return CanonicalText.write(column.type(), value);
    }
}
