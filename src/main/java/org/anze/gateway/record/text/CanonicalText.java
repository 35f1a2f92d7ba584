package org.anze.gateway.record.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Pattern;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The one text form of canonical values: money in yuan with two decimals ({@code 61115.83}), percentages with their
 * sign ({@code 18%}, {@code 0.0001%}), yes or no as 是 and 否, instants and dates as they are held, texts unchanged,
 * lists as compact JSON. Stateless.
 *
 * <p>Whether a value is there at all is not text: see {@link CellText}.
 */
public final class CanonicalText {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern YUAN = Pattern.compile("-?(0|[1-9]\\d{0,15})\\.\\d{2}");
    private static final Pattern PERCENT = Pattern.compile("-?(0|[1-9]\\d{0,13})(\\.\\d{1,4})?%");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+08:00");
    private static final int LOCAL_LENGTH = 19;

    private CanonicalText() {}

    /**
     * Writes a value that has the Java type of its {@link FieldType}; a text in place of a number, as masking makes
     * it, is written as it is.
     */
    public static String write(FieldType type, Object value) {
        if (value instanceof Long number) {
            return switch (type) {
                case MONEY -> yuan(number);
                case PERCENT -> percent(number);
                default -> number.toString();
            };
        }
        if (value instanceof Boolean flag) {
            return flag ? "是" : "否";
        }
        return value instanceof String text ? text : CompactJson.write(value);
    }

    /** The value that was written as this text; null when the text is not exactly what {@link #write} makes of any. */
    public static @Nullable Object read(FieldType type, String text) {
        return switch (type) {
            case TEXT, CODE -> text;
            case INTEGER -> WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : null;
            case MONEY -> YUAN.matcher(text).matches() ? fen(text) : null;
            case PERCENT -> PERCENT.matcher(text).matches() ? tenThousandths(text) : null;
            case BOOLEAN -> text.equals("是") ? Boolean.TRUE : text.equals("否") ? Boolean.FALSE : null;
            case DATE -> DATE.matcher(text).matches() && exists(text, false) ? text : null;
            case INSTANT -> INSTANT.matcher(text).matches() && exists(text, true) ? text : null;
            case TEXTS -> CompactJson.readTexts(text);
            case OBJECTS -> CompactJson.readObjects(text);
        };
    }

    /** Fen as yuan with two decimals. */
    public static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    /** Ten-thousandths of a per cent, with its sign and without needless zeros: 180000 is 18%. */
    public static String percent(long value) {
        return BigDecimal.valueOf(value, 4).stripTrailingZeros().toPlainString() + "%";
    }

    private static @Nullable Long fen(String yuan) {
        return exact(new BigDecimal(yuan).movePointRight(2));
    }

    private static @Nullable Long tenThousandths(String percent) {
        return exact(new BigDecimal(percent.substring(0, percent.length() - 1)).movePointRight(4));
    }

    private static @Nullable Long exact(BigDecimal number) {
        return number.precision() - number.scale() > 18 ? null : (Long) number.longValueExact();
    }

    private static boolean exists(String text, boolean withTime) {
        try {
            if (withTime) {
                LocalDateTime.parse(text.substring(0, LOCAL_LENGTH));
            } else {
                LocalDate.parse(text);
            }
            return true;
        } catch (DateTimeException e) {
            return false; // 30 February and the like; the caller says so with the place.
        }
    }
}
