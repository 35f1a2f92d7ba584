package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes whatever is done to the machine's clock; what it calls an instant means nothing but how long ago. */
final class MonotonicClock extends Clock {

    private static final long BEGIN = System.nanoTime();

    private final ZoneId zone;

    /** The zone does not matter. */
    MonotonicClock() {
        this(ZoneOffset.UTC);
    }

    private MonotonicClock(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(System.nanoTime() - BEGIN);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MonotonicClock(other);
    }
}
