package org.anze.gateway.mapping.table;

import java.util.Map;
import org.anze.gateway.record.FieldType;

/** The converter of a row that names none, in either direction. */
public final class UsualConverters {

    private static final Map<FieldType, String> USUAL = Map.of(
            FieldType.TEXT, "text",
            FieldType.CODE, "text",
            FieldType.TEXTS, "text",
            FieldType.INTEGER, "integer",
            FieldType.MONEY, "money",
            FieldType.PERCENT, "percent",
            FieldType.INSTANT, "instant",
            FieldType.DATE, "date",
            FieldType.BOOLEAN, "boolean");

    private UsualConverters() {}

    /** That of a type; codes that have a table are for the caller to see. */
    public static String of(FieldType type) {
        return USUAL.getOrDefault(type, "text");
    }
}
