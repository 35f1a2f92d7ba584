package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.record.FieldType;

/** Whether a value is held as its type says. */
final class ValueForm {

    /** Canonical JSON knows no larger integers. */
    private static final long LARGEST = (1L << 53) - 1;

    private ValueForm() {}

    static boolean fits(FieldType type, Object value) {
        return switch (type) {
            case TEXT, CODE -> value instanceof String text && !text.isEmpty();
            case INTEGER, MONEY, PERCENT -> value instanceof Long number && number <= LARGEST && number >= -LARGEST;
            case INSTANT -> value instanceof String text && ChinaTime.isInstant(text);
            case DATE -> value instanceof String text && ChinaTime.isDate(text);
            case BOOLEAN -> value instanceof Boolean;
            case TEXTS, OBJECTS -> value instanceof List<?>;
        };
    }

    /** Lower case of the type, for sentences. */
    static String name(FieldType type) {
        return switch (type) {
            case TEXT -> "文本 text";
            case CODE -> "代码 code";
            case INTEGER -> "整数 integer";
            case MONEY -> "金额（分） money in fen";
            case PERCENT -> "比例（万分之一个百分点） percent";
            case INSTANT -> "时间 2024-01-31T00:00:00+08:00";
            case DATE -> "日期 2024-01-31";
            case BOOLEAN -> "是否 boolean";
            case TEXTS, OBJECTS -> "列表 list";
        };
    }
}
