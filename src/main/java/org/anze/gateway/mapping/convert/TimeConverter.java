package org.anze.gateway.mapping.convert;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Days and points in time, rule V-S07.
 *
 * @param kind what is made of it
 * @param reading how the column writes times
 * @param cache columns repeat few days; success only
 */
record TimeConverter(Kind kind, TimeReading reading, RecentValues<String> cache) implements Converter {

    enum Kind {
        /** A day; a time of day beside it is dropped. */
        DATE,
        /** A point in time; a day alone means its beginning. */
        INSTANT,
        /**
         * The end of a period: a day alone is the last day that still counts, so the exclusive end is the next midnight; the
         * same for 23:59 and 23:59:59. Midnight beside a day is taken as it is written, with a warning: systems add it to days.
         */
        LAST_DAY
    }

    TimeConverter(Kind kind, TimeReading reading) {
        this(kind, reading, new RecentValues<>());
    }

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        String known = cache.get(text);
        if (known != null) {
            return known;
        }
        Times.Moment moment = reading.read(Texts.trim(text));
        if (moment == null) {
            cell.report(ConversionProblem.NOT_A_DATE, "V-S07", cell.shown(text));
            return null;
        }
        String value = write(moment);
        if (kind == Kind.LAST_DAY && isDoubtful(moment)) {
            cell.report(ConversionProblem.LAST_DAY_AT_MIDNIGHT, "V-S07", cell.shown(text));
        } else {
            cache.put(text, value);
        }
        return value;
    }

    private String write(Times.Moment moment) {
        LocalDateTime at = moment.at();
        if (kind == Kind.DATE) {
            return Times.date(at.toLocalDate());
        }
        if (kind == Kind.LAST_DAY && moment.wholeDay()) {
            at = at.plusDays(1);
        } else if (kind == Kind.LAST_DAY
                && at.getHour() == 23
                && at.getMinute() == 59
                && (at.getSecond() == 0 || at.getSecond() == 59)) {
            at = at.toLocalDate().plusDays(1).atStartOfDay();
        }
        return Times.instant(at);
    }

    /** A cell with day and time, or a system that knows no days, makes 00:00 of a last day that holds until 24:00. */
    private static boolean isDoubtful(Times.Moment moment) {
        return !moment.wholeDay()
                && !moment.saidMidnight()
                && moment.at().toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    @Override
    public Set<FieldType> fills() {
        return Set.of(kind == Kind.DATE ? FieldType.DATE : FieldType.INSTANT);
    }

    /** When the gateway received the submission. */
    enum Received implements Converter {
        TIME;

        @Override
        public Object convert(String text, Cell cell) {
            return Times.instant(cell.receivedAt());
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.INSTANT);
        }

        @Override
        public boolean needsNoSource() {
            return true;
        }
    }
}
