package org.anze.gateway.mapping.convert;

import java.time.LocalDateTime;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/** Days and points in time, rule V-S07. */
enum TimeConverter implements Converter {
    /** A day; a time of day beside it is dropped. */
    DATE,
    /** A point in time; a day alone means its beginning. */
    INSTANT,
    /**
     * The end of a period: a day alone is the last day that still counts, so the exclusive end is the next midnight; the same
     * for 23:59:59.
     */
    LAST_DAY,
    /** When the gateway received the submission. */
    RECEIVED_TIME;

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        if (this == RECEIVED_TIME) {
            return Times.instant(cell.receivedAt());
        }
        Times.Moment moment = Times.parse(Texts.trim(text));
        if (moment == null) {
            cell.report(ConversionProblem.NOT_A_DATE, "V-S07", cell.shown(text));
            return null;
        }
        LocalDateTime at = moment.at();
        if (this == DATE) {
            return Times.date(at.toLocalDate());
        }
        if (this == LAST_DAY && moment.wholeDay()) {
            at = at.plusDays(1);
        } else if (this == LAST_DAY && at.getHour() == 23 && at.getMinute() == 59 && at.getSecond() == 59) {
            at = at.plusSeconds(1);
        }
        return Times.instant(at);
    }

    @Override
    public Set<FieldType> fills() {
        return Set.of(this == DATE ? FieldType.DATE : FieldType.INSTANT);
    }

    @Override
    public boolean needsNoSource() {
        return this == RECEIVED_TIME;
    }
}
