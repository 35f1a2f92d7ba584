package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/**
 * Working days in mainland China: the week, the public holidays and the weekends on which people work instead.
 *
 * <p>The State Council names the days of a year in the autumn before. Outside the years of the table only weekends are off;
 * {@link #isKnown} says which kind of answer one has. Immutable and safe for many threads.
 */
public final class WorkDays {

    private static final int LONGEST_COUNT = 10_000;

    private final Set<LocalDate> daysOff;
    private final Set<LocalDate> extraDays;
    private final LocalDate knownFrom;
    private final LocalDate knownUntil;

    private WorkDays(Set<LocalDate> daysOff, Set<LocalDate> extraDays, LocalDate knownUntil) {
        this.daysOff = daysOff;
        this.extraDays = extraDays;
        this.knownFrom = daysOff.stream()
                .min(Comparator.naturalOrder())
                .orElse(knownUntil)
                .withDayOfYear(1);
        this.knownUntil = knownUntil;
    }

    static WorkDays read(Path file) throws IOException {
        TableFile table = new TableFile(file);
        LocalDate knownUntil = table.source().completeUntil();
        if (knownUntil == null) {
            throw new IllegalArgumentException(file + ": the first lines must say \"# complete-until: …\"");
        }
        Set<LocalDate> daysOff = new HashSet<>();
        Set<LocalDate> extraDays = new HashSet<>();
        for (TableFile.Row row : table.rows("date", "kind", "name")) {
            row.need("date");
            LocalDate day = row.date("date");
            if (day == null || day.isAfter(knownUntil)) {
                throw row.wrong("the day is after complete-until: " + day);
            }
            boolean holiday = row.need("kind").equals("holiday");
            if (!holiday && !row.need("kind").equals("workday")) {
                throw row.wrong("kind is holiday or workday: " + row.need("kind"));
            }
            if (!holiday && !isWeekend(day)) {
                throw row.wrong("an adjusted working day is a Saturday or a Sunday: " + day);
            }
            if (daysOff.contains(day) || extraDays.contains(day)) {
                throw row.wrong("day twice: " + day);
            }
            (holiday ? daysOff : extraDays).add(day);
        }
        return new WorkDays(Set.copyOf(daysOff), Set.copyOf(extraDays), knownUntil);
    }

    private static boolean isWeekend(LocalDate day) {
        DayOfWeek weekday = day.getDayOfWeek();
        return weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
    }

    /** Whether people work on the day. */
    public boolean isWorkday(LocalDate day) {
        return isWeekend(day) ? extraDays.contains(day) : !daysOff.contains(day);
    }

    /**
     * The {@code count}th working day after a day, which is not counted itself; the day itself for 0. A term of three working
     * days that begins on Friday ends on Wednesday.
     */
    public LocalDate plusWorkdays(LocalDate day, int count) {
        if (count < 0 || count > LONGEST_COUNT) {
            throw new IllegalArgumentException("working days must be 0 to " + LONGEST_COUNT + ": " + count);
        }
        LocalDate next = day;
        for (int left = count; left > 0; ) {
            next = next.plusDays(1);
            if (isWorkday(next)) {
                left--;
            }
        }
        return next;
    }

    /**
     * How many working days have passed: those after {@code from} up to and including {@code to}. Negative when {@code to} is
     * earlier.
     */
    public int workdaysBetween(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -workdaysBetween(to, from);
        }
        int count = 0;
        for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            count += isWorkday(day) ? 1 : 0;
        }
        return count;
    }

    /** Last day whose holidays the table knows. */
    public LocalDate knownUntil() {
        return knownUntil;
    }

    /** Whether the holidays of the day are known; otherwise only weekends count as days off. */
    public boolean isKnown(LocalDate day) {
        return !day.isBefore(knownFrom) && !day.isAfter(knownUntil);
    }
}
