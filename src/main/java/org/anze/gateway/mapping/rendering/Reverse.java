package org.anze.gateway.mapping.rendering;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.text.CanonicalText;

/** A converter of the mapping language in reverse: a canonical value becomes what the recipient's column holds. */
interface Reverse {

    /** A half of the day that has hour 0 and 12, an afternoon, and the day on which the week's year differs. */
    List<LocalDateTime> SAMPLES = List.of(
            LocalDateTime.of(2024, 1, 11, 0, 30),
            LocalDateTime.of(2024, 3, 5, 13, 5, 9),
            LocalDateTime.of(2024, 12, 31, 12, 0));

    /** What is read back of a pattern with these letters. */
    Map<String, ChronoField> READ_BACK = Map.of(
            ".*[yu].*", ChronoField.YEAR,
            ".*[ML].*", ChronoField.MONTH_OF_YEAR,
            ".*d.*", ChronoField.DAY_OF_MONTH,
            ".*[HhK].*", ChronoField.HOUR_OF_DAY,
            ".*m.*", ChronoField.MINUTE_OF_HOUR,
            ".*s.*", ChronoField.SECOND_OF_MINUTE);

    /** Never null; the value has the Java type that the converter is for. */
    Object apply(Object value);

    /** The same for a value of a masked unit, which may be words where a code was. */
    default Object applyToMasked(Object value) {
        return apply(value);
    }

    /** Whether it takes a list as a whole and not its items one by one. */
    default boolean takesLists() {
        return false;
    }

    /** The canonical types that a converter is for; empty when there is no such converter or it cannot be reversed. */
    static Set<FieldType> types(String converter) {
        return switch (converter) {
            case "text", "name", "identifier", "credit-code", "region" ->
                Set.of(FieldType.TEXT, FieldType.CODE, FieldType.TEXTS);
            case "code" -> Set.of(FieldType.TEXT, FieldType.CODE, FieldType.TEXTS);
            case "money" -> Set.of(FieldType.MONEY);
            case "percent" -> Set.of(FieldType.PERCENT);
            case "integer" -> Set.of(FieldType.INTEGER);
            case "boolean" -> Set.of(FieldType.BOOLEAN);
            case "date" -> Set.of(FieldType.DATE);
            case "instant", "last-day" -> Set.of(FieldType.INSTANT);
            case "numbered-list" -> Set.of(FieldType.TEXTS);
            default -> Set.of();
        };
    }

    /**
     * Makes one; {@code code} is made elsewhere, because it needs tables.
     *
     * @param unit column {@code unit} of the table
     * @throws IllegalArgumentException when the unit does not suit it; the message says what is allowed
     */
    static Reverse of(String converter, String unit) {
        return switch (converter) {
            case "money" -> money(unit);
            case "percent" -> percent(unit);
            case "integer" -> value -> unit.isEmpty() ? value : value + unit;
            case "boolean" -> yesNo(unit);
            case "date", "instant" -> moment(unit, converter.equals("date"));
            case "last-day" -> lastDay(unit);
            case "numbered-list" -> {
                refuse(unit);
                yield new NumberedLines();
            }
            default -> {
                refuse(unit);
                yield value -> value;
            }
        };
    }

    private static void refuse(String unit) {
        if (!unit.isEmpty()) {
            throw new IllegalArgumentException("unit: (empty)");
        }
    }

    private static Reverse money(String unit) {
        return switch (unit) {
            case "fen" -> value -> value;
            case "yuan" -> value -> BigDecimal.valueOf((Long) value, 2);
            case "wan-yuan" -> value -> shortest(BigDecimal.valueOf((Long) value, 6));
            case "marked" -> value -> CanonicalText.yuan((Long) value) + "元";
            default -> throw new IllegalArgumentException("unit: fen | yuan | wan-yuan | marked");
        };
    }

    private static Reverse percent(String unit) {
        return switch (unit) {
            case "percent" -> value -> shortest(BigDecimal.valueOf((Long) value, 4));
            case "fraction" -> value -> shortest(BigDecimal.valueOf((Long) value, 6));
            case "marked" -> value -> CanonicalText.percent((Long) value);
            default -> throw new IllegalArgumentException("unit: percent | fraction | marked");
        };
    }

    private static BigDecimal shortest(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Reverse yesNo(String unit) {
        if (unit.isEmpty()) {
            return value -> value;
        }
        String[] words = unit.split("\\|", -1);
        if (words.length != 2 || words[0].equals(words[1])) {
            throw new IllegalArgumentException("unit: Y|N");
        }
        return value -> (Boolean) value ? words[0] : words[1];
    }

    private static Reverse moment(String unit, boolean day) {
        if (unit.isEmpty()) {
            return value -> value;
        }
        if (unit.equals("epoch-ms") && !day) {
            return value -> OffsetDateTime.parse((String) value).toInstant().toEpochMilli();
        }
        DateTimeFormatter pattern = pattern(unit, day);
        return value -> day
                ? pattern.format(LocalDate.parse((String) value))
                : pattern.format(OffsetDateTime.parse((String) value).toLocalDateTime());
    }

    private static DateTimeFormatter pattern(String unit, boolean day) {
        try {
            DateTimeFormatter pattern = DateTimeFormatter.ofPattern(checked(unit), Locale.ROOT);
            for (LocalDateTime sample : SAMPLES) {
                compare(unit, sample, pattern.parse(pattern.format(day ? sample.toLocalDate() : sample)));
            }
            return pattern;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("unit: yyyyMMdd | yyyy-MM-dd HH:mm:ss | … | epoch-ms", e);
        }
    }

    /** Whoever reads what was written must find what it was written of. */
    private static void compare(String unit, LocalDateTime sample, TemporalAccessor read) {
        String letters = letters(unit);
        READ_BACK.forEach((pattern, field) -> {
            if (letters.matches(pattern) && read.getLong(field) != sample.getLong(field)) {
                throw new DateTimeException(unit);
            }
        });
    }

    private static String letters(String unit) {
        return unit.replaceAll("'[^']*'", " ");
    }

    /** What would be written without complaint and mean another day or hour is refused before the first delivery. */
    private static String checked(String unit) {
        String letters = letters(unit);
        boolean otherDay =
                letters.matches(".*[YDwWeFcg].*") || letters.matches(".*d.*") && !letters.matches(".*[ML].*");
        boolean hour = letters.matches(".*[HhK].*");
        boolean otherHour = letters.matches(".*k.*")
                || letters.matches(".*[hK].*") && !letters.matches(".*[aB].*")
                || hour && letters.matches(".*[ML].*") && !letters.matches(".*d.*")
                || hour && letters.matches(".*[ML][^ML]+[ML].*")
                || !hour && letters.matches(".*m.*");
        boolean otherSecond = letters.matches(".*[SAnN].*") && !letters.matches(".*s.*");
        if (otherDay || otherHour || otherSecond) {
            throw new IllegalArgumentException("y M d, HH or hh with a, m s");
        }
        return unit;
    }

    /** The exclusive end at midnight is the day before; any other end is written with its time. */
    private static Reverse lastDay(String unit) {
        DateTimeFormatter pattern = pattern(unit.isEmpty() ? "yyyy-MM-dd" : unit, true);
        return value -> {
            LocalDateTime end = OffsetDateTime.parse((String) value).toLocalDateTime();
            return end.toLocalTime().toSecondOfDay() == 0
                    ? pattern.format(end.toLocalDate().minusDays(1))
                    : end.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT));
        };
    }

    /** {@code 1. …}, one item a line. */
    record NumberedLines() implements Reverse {
        @Override
        public Object apply(Object value) {
            StringBuilder lines = new StringBuilder();
            List<?> items = (List<?>) value;
            for (int i = 0; i < items.size(); i++) {
                lines.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(items.get(i));
            }
            return lines.toString();
        }

        @Override
        public boolean takesLists() {
            return true;
        }
    }
}
