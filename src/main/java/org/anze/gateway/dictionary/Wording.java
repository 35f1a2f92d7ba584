package org.anze.gateway.dictionary;

import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;

/** How the dictionary calls types, presence and classes, Chinese first. */
final class Wording {

    /** Canonical texts of points in time and of days, as XML Schema and JSON Schema both write patterns. */
    static final String INSTANT = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+\\-]\\d{2}:\\d{2})";

    static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

    private Wording() {}

    /** What a value of this type looks like in canonical JSON; empty where the type says it all. */
    static String form(FieldType type) {
        return switch (type) {
            case MONEY -> "整数，单位：分 / whole number of fen";
            case PERCENT -> "整数，万分之一个百分点，18% 为 180000 / ten-thousandths of a per cent";
            case INSTANT -> "带时差的时间，如 2024-01-31T00:00:00+08:00 / time with its offset";
            case DATE -> "日期，如 2024-01-31 / date in China";
            default -> "";
        };
    }

    /** How a value of this type is written into a cell of a template. */
    static String cell(FieldType type) {
        return switch (type) {
            case MONEY -> "元，两位小数，如 61115.83 / yuan with two decimals";
            case PERCENT -> "百分数，如 18% / per cent";
            case INSTANT -> "如 2024-01-31T00:00:00+08:00";
            case DATE -> "如 2024-01-31";
            case BOOLEAN -> "是 或 否";
            case INTEGER -> "整数 / whole number";
            case TEXTS -> "JSON 数组，如 [\"甲\",\"乙\"] / JSON array of texts";
            case OBJECTS -> "JSON 数组，子项见数据字典 / JSON array of objects, their parts stand in the dictionary";
            default -> "";
        };
    }

    static String type(FieldType type) {
        return switch (type) {
            case TEXT -> "文本 text";
            case CODE -> "代码 code";
            case INTEGER -> "整数 integer";
            case MONEY -> "金额（分）money in fen";
            case PERCENT -> "比例 per cent";
            case INSTANT -> "时间 instant";
            case DATE -> "日期 date";
            case BOOLEAN -> "是否 boolean";
            case TEXTS -> "文本列表 texts";
            case OBJECTS -> "对象列表 objects";
        };
    }

    static String presence(Presence presence) {
        return switch (presence) {
            case REQUIRED -> "必填 required";
            case EXPECTED -> "应填 expected";
            case OPTIONAL -> "可选 optional";
        };
    }

    static String sensitivity(FieldDefinition field) {
        return "L" + field.sensitivity();
    }

    /** Code table or closed list; empty when free. */
    static String codes(FieldDefinition field) {
        return field.codes() == null ? "" : field.codes().replace("|", "、");
    }

    /** Longest text in characters, most entries of a list; empty when the type has no length. */
    static String limit(FieldDefinition field) {
        return switch (field.type()) {
            case TEXT -> Integer.toString(field.longestText());
            case INTEGER -> field.maxLength() == 0 ? "" : field.maxLength() + " 位 digits";
            case TEXTS, OBJECTS -> "≤ " + field.mostEntries();
            default -> "";
        };
    }
}
