package org.anze.gateway.mapping.canonical;

import java.util.List;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.MappingProblem;
import org.anze.gateway.mapping.Work;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.mapping.convert.Times;
import org.anze.gateway.mapping.source.Leaves.Kind;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** Takes values in canonical form only: no unit is guessed, no text is taken for a number. Safe for many threads. */
final class CanonicalValues {

    private static final long LARGEST = (1L << 53) - 1;
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,16}");
    private static final Pattern ISO_INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Converter text;

    CanonicalValues(CodeTables tables) {
        this.text = Converters.create("text", "", List.of(), tables);
    }

    /** The value of a field or of one text of a list; null after a finding says why there is none. */
    @Nullable
    Object typed(FieldDefinition field, Kind kind, String value, Work work) {
        FieldType type = field.type();
        int before = work.findingCount();
        Object typed =
                switch (type) {
                    case TEXT, CODE, TEXTS -> kind == Kind.STRING ? checked(value, work) : null;
                    case INTEGER, MONEY, PERCENT -> whole(kind, value, field.signed());
                    case BOOLEAN -> kind == Kind.BOOLEAN ? Boolean.valueOf(value) : null;
                    case INSTANT, DATE -> time(type, kind, value);
                    case OBJECTS -> null;
                };
        if (typed == null && work.findingCount() == before) {
            reportKind(type, field.signed(), work);
        }
        return typed;
    }

    /**
     * A property of an object in a list. Whether it may be there, and whether it may be negative, is for validation
     * to say.
     */
    @Nullable
    Object property(Kind kind, String value, Work work) {
        if (kind == Kind.BOOLEAN) {
            return Boolean.valueOf(value);
        }
        if (kind == Kind.NUMBER) {
            Long number = whole(kind, value, true);
            if (number == null) {
                reportKind(FieldType.INTEGER, true, work);
            }
            return number;
        }
        return checked(value, work);
    }

    /** A text without blanks around it; null when it has characters that no text may have, after the finding. */
    @Nullable
    String checked(String value, Work work) {
        return value.isBlank() ? value.strip() : (String) text.convert(value, work);
    }

    private static @Nullable Long whole(Kind kind, String value, boolean signed) {
        if (kind != Kind.NUMBER || !WHOLE.matcher(value).matches() || !signed && value.charAt(0) == '-') {
            return null;
        }
        long number = Long.parseLong(value);
        return isExact(number) ? number : null;
    }

    /** Whether every JSON reader holds the number exactly (RFC 8785, I-JSON). */
    static boolean isExact(long number) {
        return number >= -LARGEST && number <= LARGEST;
    }

    private static @Nullable String time(FieldType type, Kind kind, String value) {
        boolean instant = type == FieldType.INSTANT;
        if (kind != Kind.STRING
                || !(instant ? ISO_INSTANT : ISO_DATE).matcher(value).matches()) {
            return null;
        }
        Times.Moment moment = Times.parse(value);
        if (moment == null) {
            return null;
        }
        return instant ? Times.instant(moment.at()) : Times.date(moment.at().toLocalDate());
    }

    /** Takes {@code version}, {@code op}, {@code riskRegion} and {@code sector}; false when it is none of them. */
    boolean takeEnvelope(String name, Kind kind, String value, Work work) {
        switch (name) {
            case "version" -> {
                Long version = whole(kind, value, false);
                if (version == null || version < 1) {
                    reportKind(FieldType.INTEGER, false, work);
                } else {
                    work.setVersion(version);
                }
            }
            case "op" -> work.setOperation(value);
            case "riskRegion" -> work.setRiskRegion(envelopeText(kind, value, work));
            case "sector" -> work.setSector(envelopeText(kind, value, work));
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable String envelopeText(Kind kind, String value, Work work) {
        if (kind != Kind.STRING) {
            reportKind(FieldType.TEXT, false, work);
            return null;
        }
        return value.isBlank() ? null : checked(value, work);
    }

    /** Says of which kind the value in work must be. */
    static void reportKind(FieldType type, boolean signed, Work work) {
        String zh;
        String en;
        switch (type) {
            case INTEGER, MONEY, PERCENT -> {
                zh = signed ? "整数（JSON 数字）" : "非负整数（JSON 数字）";
                en = signed ? "a whole JSON number" : "a whole JSON number of at least zero";
            }
            case BOOLEAN -> {
                zh = " true 或 false";
                en = "true or false";
            }
            case INSTANT -> {
                zh = "带时差的时间，如 2024-01-31T00:00:00+08:00";
                en = "a time with its offset such as 2024-01-31T00:00:00+08:00";
            }
            case DATE -> {
                zh = "日期，如 2024-01-31";
                en = "a date such as 2024-01-31";
            }
            case OBJECTS -> {
                zh = "对象数组";
                en = "an array of objects";
            }
            default -> {
                zh = "字符串";
                en = "a string";
            }
        }
        work.report(MappingProblem.WRONG_KIND, null, work.place(), zh, en);
    }
}
