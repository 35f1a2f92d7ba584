package org.anze.gateway.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A day of China time (UTC+8, without summer time) of one party. */
record Day(String party, LocalDate date) {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** Its first instant. */
    OffsetDateTime from() {
        return date.atStartOfDay().atOffset(CHINA).withOffsetSameInstant(ZoneOffset.UTC);
    }

    /** The first instant of the next one. */
    OffsetDateTime to() {
        return new Day(party, date.plusDays(1)).from();
    }

    /** The day of an instant. */
    static LocalDate of(Instant instant) {
        return instant.atOffset(CHINA).toLocalDate();
    }
}
