package org.anze.gateway.validation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reads canonical dates ({@code 2024-01-31}) and instants ({@code 2024-01-31T08:30:00+08:00}) without making objects: the
 * rules do it several times for every record.
 */
public final class ChinaTime {

    /** The only zone of the canonical model. */
    public static final ZoneOffset OFFSET = ZoneOffset.ofHours(8);

    private static final String SUFFIX = "+08:00";
    private static final int DAY_SECONDS = 86_400;

    private ChinaTime() {}

    /** Whether the text is a day that exists, from year 1000 to 9999. */
    static boolean isDate(String text) {
        return text.length() == 10 && isDay(text);
    }

    /** Whether the text is a canonical instant that exists. */
    static boolean isInstant(String text) {
        if (text.length() != 25 || !isDay(text) || !text.endsWith(SUFFIX)) {
            return false;
        }
        return text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && within(number(text, 11, 2), 0, 23)
                && within(number(text, 14, 2), 0, 59)
                && within(number(text, 17, 2), 0, 59);
    }

    /** Seconds since 1970 of a canonical instant, or of the first moment in China of a canonical date. */
    public static long seconds(String text) {
        long days = epochDay(text);
        int ofDay =
                text.length() == 10 ? 0 : (number(text, 11, 2) * 60 + number(text, 14, 2)) * 60 + number(text, 17, 2);
        return days * DAY_SECONDS + ofDay - OFFSET.getTotalSeconds();
    }

    /** Whether an instant is the first moment of a day, as it is when a source knows only the day. */
    static boolean isMidnight(String instant) {
        return instant.startsWith("00:00:00", 11);
    }

    /** The day in China on which a canonical date or instant falls. */
    public static LocalDate day(String text) {
        return LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    }

    /** The day in China. */
    public static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, OFFSET);
    }

    /** Days since 1970-01-01 by the proleptic Gregorian calendar, counting years from March so that leap days come last. */
    static long epochDay(String text) {
        int month = number(text, 5, 2);
        int year = number(text, 0, 4) - (month <= 2 ? 1 : 0);
        int yearOfEra = year % 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number(text, 8, 2) - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (year / 400) * 146_097L + dayOfEra - 719_468;
    }

    private static boolean isDay(String text) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && within(year, 1000, 9999)
                && within(month, 1, 12)
                && within(number(text, 8, 2), 1, lengthOfMonth(year, month));
    }

    private static int lengthOfMonth(int year, int month) {
        return switch (month) {
            case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean within(int value, int low, int high) {
        return value >= low && value <= high;
    }

    /** The digits at a place as a number; negative when there is something else. */
    private static int number(String text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
