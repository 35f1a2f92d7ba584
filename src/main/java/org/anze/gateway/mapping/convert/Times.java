package org.anze.gateway.mapping.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as people and systems write them (rule V-S07); without an offset they are China standard time. */
public final class Times {

    /** China standard time. */
    public static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private static final LocalDate EXCEL_DAY_ZERO = LocalDate.of(1899, 12, 30);
    private static final int LONGEST = 40;
    private static final Pattern WRITTEN = Pattern.compile("(\\d{4})([-/.年])(\\d{1,2})([-/.月])(\\d{1,2})日?"
            + "(?:[T ]*(\\d{1,2})[:时点](?:(\\d{1,2})(?:[:分](?:(\\d{1,2})(?:\\.\\d{1,9})?秒?)?)?)?)?"
            + " ?[起止]?(Z|[+-]\\d{2}:?\\d{2})?");

    private static final Pattern COUNT = Pattern.compile("\\d{5}(?:\\.\\d+)?|\\d{13}");

    private Times() {}

    /**
     * A point in time.
     *
     * @param at local time in China
     * @param wholeDay whether the text named a day only; {@code at} is then its beginning
     * @param hadOffset whether the text itself said which point of the time line it is
     * @param saidMidnight whether it was written as 24:00 or 零时, so that midnight is meant, and is not merely what a system
     *     adds to a day
     */
    public record Moment(LocalDateTime at, boolean wholeDay, boolean hadOffset, boolean saidMidnight) {

        /** A moment that is meant in China, where nothing else is said. */
        public Moment(LocalDateTime at, boolean wholeDay) {
            this(at, wholeDay, false, false);
        }
    }

    /** What the text says; null when it says nothing that exists in a calendar between 1900 and 2199. */
    public static @Nullable Moment parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String half = Texts.halfWidthNumber(text);
        try {
            Moment moment = isDigits(half) ? ofDigits(half) : ofSigns(half);
            return sensible(moment);
        } catch (DateTimeException e) {
            return null; // An impossible day such as 30 February; the caller reports it with its place.
        }
    }

    /** Whether it is a bare number that counts days (Excel) or milliseconds, and names no year, month and day itself. */
    public static boolean isCount(String text) {
        return text.length() <= LONGEST
                && COUNT.matcher(Texts.halfWidthNumber(text)).matches();
    }

    /** The moment if its year is one of 1900 to 2199; null otherwise. */
    static @Nullable Moment sensible(@Nullable Moment moment) {
        return moment == null || !isSensible(moment.at.toLocalDate()) ? null : moment;
    }

    /** Whether its year is one of 1900 to 2199. */
    public static boolean isSensible(LocalDate day) {
        return day.getYear() >= 1900 && day.getYear() <= 2199;
    }

    private static @Nullable Moment ofDigits(String digits) {
        return switch (digits.length()) {
            case 5 -> excel(digits, EXCEL_DAY_ZERO);
            case 8 -> new Moment(day(digits, 0, 4, 6).atStartOfDay(), true);
            case 12 -> moment(day(digits, 0, 4, 6), number(digits, 8, 10), number(digits, 10, 12), 0);
            case 13 ->
                new Moment(
                        LocalDateTime.ofInstant(Instant.ofEpochMilli(Long.parseLong(digits)), CHINA),
                        false,
                        true,
                        false);
            case 14 ->
                moment(day(digits, 0, 4, 6), number(digits, 8, 10), number(digits, 10, 12), number(digits, 12, 14));
            default -> null;
        };
    }

    private static @Nullable Moment ofSigns(String text) {
        if (text.length() == 10
                && (text.charAt(4) == '-' || text.charAt(4) == '/')
                && text.charAt(7) == text.charAt(4)
                && isDigits(text.substring(0, 4))
                && isDigits(text.substring(5, 7))
                && isDigits(text.substring(8))) {
            return new Moment(day(text, 0, 5, 8).atStartOfDay(), true);
        }
        if (text.length() > 6
                && text.charAt(5) == '.'
                && isDigits(text.substring(0, 5))
                && isDigits(text.substring(6))) {
            return excel(text, EXCEL_DAY_ZERO);
        }
        boolean nought = text.contains("零时");
        Matcher parts = WRITTEN.matcher(nought ? text.replace("零时", "0时") : text);
        if (!parts.matches() || (parts.group(2).equals("年") != parts.group(4).equals("月"))) {
            return null;
        }
        if (!parts.group(2).equals("年") && !parts.group(2).equals(parts.group(4))) {
            return null;
        }
        LocalDate day = LocalDate.of(group(parts, 1), group(parts, 3), group(parts, 5));
        if (parts.group(6) == null) {
            return parts.group(9) == null ? new Moment(day.atStartOfDay(), true) : null;
        }
        Moment moment = moment(day, group(parts, 6), group(parts, 7), group(parts, 8));
        String offset = parts.group(9);
        boolean midnight = nought || moment.saidMidnight;
        if (offset == null) {
            return new Moment(moment.at, false, false, midnight);
        }
        OffsetDateTime there = moment.at.atOffset(ZoneOffset.of(offset));
        return new Moment(there.withOffsetSameInstant(CHINA).toLocalDateTime(), false, true, midnight);
    }

    /** A serial number of Excel counted from a day; null when it is none. */
    static @Nullable Moment excel(String serial, LocalDate dayZero) {
        int point = serial.indexOf('.');
        String days = point < 0 ? serial : serial.substring(0, point);
        if (days.length() > 5 || !isDigits(days) || point >= 0 && !isDigits(serial.substring(point + 1))) {
            return null;
        }
        LocalDateTime start = dayZero.plusDays(number(days, 0, days.length())).atStartOfDay();
        if (point < 0) {
            return new Moment(start, true);
        }
        // Excel keeps the time as a fraction of the day; its binary fractions are only exact after rounding to a
        // second.
        long seconds = Math.round(Double.parseDouble("0" + serial.substring(point)) * 86_400);
        return new Moment(start.plusSeconds(seconds), false);
    }

    private static Moment moment(LocalDate day, int hour, int minute, int second) {
        if (hour == 24 && minute == 0 && second == 0) {
            return new Moment(day.plusDays(1).atStartOfDay(), false, false, true);
        }
        return new Moment(LocalDateTime.of(day, LocalTime.of(hour, minute, second)), false);
    }

    private static LocalDate day(String text, int year, int month, int day) {
        return LocalDate.of(number(text, year, year + 4), number(text, month, month + 2), number(text, day, day + 2));
    }

    private static int group(Matcher parts, int group) {
        String text = parts.group(group);
        return text == null ? 0 : Integer.parseInt(text);
    }

    private static int number(String text, int from, int to) {
        int result = 0;
        for (int i = from; i < to; i++) {
            result = result * 10 + text.charAt(i) - '0';
        }
        return result;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The day of a canonical date or instant, such as {@link #instant} and {@link #date} write them. */
    public static LocalDate dayOf(String canonical) {
        return day(canonical, 0, 5, 8);
    }

    /** {@code 2024-01-31T08:30:00+08:00}. */
    public static String instant(LocalDateTime at) {
        char[] out = "0000-00-00T00:00:00+08:00".toCharArray();
        writeDay(at.toLocalDate(), out);
        write(at.getHour(), out, 11, 2);
        write(at.getMinute(), out, 14, 2);
        write(at.getSecond(), out, 17, 2);
        return new String(out);
    }

    /** The same for a point of the time line; fractions of a second are cut off. */
    public static String instant(Instant instant) {
        return instant(LocalDateTime.ofInstant(instant, CHINA));
    }

    /** {@code 2024-01-31}. */
    public static String date(LocalDate day) {
        char[] out = "0000-00-00".toCharArray();
        writeDay(day, out);
        return new String(out);
    }

    private static void writeDay(LocalDate day, char[] out) {
        write(day.getYear(), out, 0, 4);
        write(day.getMonthValue(), out, 5, 2);
        write(day.getDayOfMonth(), out, 8, 2);
    }

    private static void write(int number, char[] out, int at, int width) {
        int rest = number;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
