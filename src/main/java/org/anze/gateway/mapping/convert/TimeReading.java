package org.anze.gateway.mapping.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a column writes times, as agreed in column {@code unit}. */
interface TimeReading {

    /** The day on which Excel's other calendar begins to count. */
    LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);

    String ALLOWED =
            "unit: (empty) | epoch-seconds | epoch-milliseconds | excel-1904 | zone:+00:00 | pattern:dd.MM.yyyy HH:mm";

    /** What a trimmed text says; null when it says nothing that exists. */
    Times.@Nullable Moment read(String trimmed);

    /**
     * The reading of that name; an empty one takes every form that can be told apart.
     *
     * @throws IllegalArgumentException when there is none
     */
    static TimeReading of(String unit) {
        if (unit.startsWith("zone:")) {
            return zone(unit.substring("zone:".length()));
        }
        if (unit.startsWith("pattern:")) {
            return pattern(unit.substring("pattern:".length()));
        }
        return switch (unit) {
            case "" -> Times::parse;
            case "epoch-seconds" -> text -> epoch(text, 1000);
            case "epoch-milliseconds" -> text -> epoch(text, 1);
            case "excel-1904" -> text -> Times.excel(text, DAY_ZERO_1904);
            default -> throw new IllegalArgumentException(ALLOWED);
        };
    }

    private static Times.@Nullable Moment epoch(String text, long milliseconds) {
        long number = Amounts.plainWhole(text);
        if (number < 0) {
            return null;
        }
        return Times.sensible(new Times.Moment(
                LocalDateTime.ofInstant(Instant.ofEpochMilli(Math.multiplyExact(number, milliseconds)), Times.CHINA),
                false));
    }

    /** Times of another zone; a text with an offset of its own keeps it. */
    private static TimeReading zone(String name) {
        ZoneId zone;
        try {
            zone = ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(ALLOWED, e);
        }
        return text -> {
            Times.Moment moment = Times.parse(text);
            if (moment == null || moment.wholeDay() || moment.hadOffset()) {
                return moment;
            }
            LocalDateTime here =
                    moment.at().atZone(zone).withZoneSameInstant(Times.CHINA).toLocalDateTime();
            return new Times.Moment(here, false, false, moment.saidMidnight());
        };
    }

    private static TimeReading pattern(String pattern) {
        DateTimeFormatter format;
        try {
            // Strict, or 30 February would quietly become a day of March; that needs the year without an era.
            format = DateTimeFormatter.ofPattern(checked(pattern).replace('y', 'u'), Locale.SIMPLIFIED_CHINESE)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ALLOWED + " (" + e.getMessage() + ")", e);
        }
        return text -> {
            try {
                return Times.sensible(moment(format.parse(Texts.halfWidthNumber(text))));
            } catch (DateTimeException e) {
                return null; // The caller reports the text with its place.
            }
        };
    }

    /** What would be read without complaint and mean something else is refused before the first file. */
    private static String checked(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", " ");
        boolean hour = letters.matches(".*[HkAN].*");
        boolean halfDayHour = letters.matches(".*[hK].*");
        if (!hour && (halfDayHour ? !letters.matches(".*[aB].*") : letters.matches(".*[msSnaB].*"))) {
            throw new IllegalArgumentException("hour: HH, or hh with a");
        }
        if (letters.matches("(^|.*[^yu])(yy|uu)([^yu].*|$)")) {
            throw new IllegalArgumentException("year: yyyy");
        }
        return pattern;
    }

    private static Times.@Nullable Moment moment(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return new Times.Moment(LocalDateTime.ofInstant(Instant.from(parsed), Times.CHINA), false, true, false);
        }
        LocalDate day = LocalDate.from(parsed);
        if (parsed.isSupported(ChronoField.HOUR_OF_DAY)) {
            return new Times.Moment(LocalDateTime.from(parsed), false);
        }
        ZoneId zone = parsed.query(TemporalQueries.zone());
        boolean elsewhere =
                zone != null && !zone.getRules().getOffset(day.atStartOfDay()).equals(Times.CHINA);
        return elsewhere ? null : new Times.Moment(day.atStartOfDay(), true);
    }
}
