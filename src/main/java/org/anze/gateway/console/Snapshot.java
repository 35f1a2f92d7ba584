package org.anze.gateway.console;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A figure that is dear to compute, computed at most every so often: after a run that took t it is kept for twenty times t,
 * and for the shortest age at least, so that looking at a page never costs the database more than a twentieth of its time.
 * Safe for many threads; one computes, the others wait for it.
 */
final class Snapshot<T> {

    private static final int COST_FACTOR = 20;

    private final Supplier<T> source;
    private final LongSupplier nanoClock;
    private final long shortestNanos;
    private @Nullable T value;
    private long notBefore;

    Snapshot(Supplier<T> source, Duration shortestAge, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
        this.shortestNanos = shortestAge.toNanos();
    }

    synchronized T get() {
        T known = value;
        long begin = nanoClock.getAsLong();
        if (known != null && begin - notBefore < 0) {
            return known;
        }
        T fresh = source.get();
        long end = nanoClock.getAsLong();
        notBefore = end + Math.max(shortestNanos, COST_FACTOR * (end - begin));
        value = fresh;
        return fresh;
    }
}
