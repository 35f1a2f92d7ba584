package org.anze.gateway.mapping.convert;

import java.time.LocalDateTime;
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
         * same for 23:59:59.
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
        cache.put(text, value);
        return value;
    }

    private String write(Times.Moment moment) {
        LocalDateTime at = moment.at();
        if (kind == Kind.DATE) {
            return Times.date(at.toLocalDate());
        }
        if (kind == Kind.LAST_DAY && moment.wholeDay()) {
            at = at.plusDays(1);
        } else if (kind == Kind.LAST_DAY && at.getHour() == 23 && at.getMinute() == 59 && at.getSecond() == 59) {
            at = at.plusSeconds(1);
        }
        return Times.instant(at);
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
