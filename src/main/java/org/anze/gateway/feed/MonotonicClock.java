package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes whatever is done to the machine's clock; what it calls an instant means nothing but how long ago. */
final class MonotonicClock extends Clock {

    static final MonotonicClock INSTANCE = new MonotonicClock();

    private static final long BEGIN = System.nanoTime();

    private MonotonicClock() {}

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(System.nanoTime() - BEGIN);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("there are no days in it");
    }
}
