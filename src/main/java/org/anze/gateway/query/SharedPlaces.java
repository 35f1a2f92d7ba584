package org.anze.gateway.query;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.anze.gateway.problem.TryAgainLater;

/**
 * Bulkhead over all parties and people: whoever answers holds a database connection that intake, the ledger's writer and the
 * leases need too, so that only so many answer at a time. As many again may wait for a short while, in the order they came;
 * those beyond are refused at once, because waiting holds a worker thread. Safe for many threads.
 */
public final class SharedPlaces {

    private final Semaphore free;
    private final Semaphore waiting;
    private final Duration patience;
    private final LongAdder refused = new LongAdder();

    /**
     * @param places how many answer at a time
     * @param patience how long the next ones wait for a place; zero waits never
     */
    public SharedPlaces(int places, Duration patience) {
        this.free = new Semaphore(places, true);
        this.waiting = new Semaphore(places);
        this.patience = patience;
    }

    /**
     * Does some work in one of the places. Not to be nested: who has a place and asks for another may wait for himself.
     *
     * @throws TryAgainLater when none becomes free in time; then nothing was done
     */
    public <T> T use(Supplier<T> work) {
        if (!enter()) {
            refused.increment();
            throw new TryAgainLater(QueryProblem.ALL_BUSY, null);
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    /** Shows under this name how many are free, and how often none was. */
    public SharedPlaces measured(String name, MeterRegistry meters) {
        Gauge.builder(name + ".free", this, SharedPlaces::free)
                .description("places that nobody has at the moment")
                .register(meters);
        FunctionCounter.builder(name + ".refused", refused, LongAdder::sum)
                .description("requests that found no place in time")
                .register(meters);
        return this;
    }

    /** Places that nobody has at the moment. */
    public int free() {
        return free.availablePermits();
    }

    private boolean enter() {
        try {
            // With a time, if only none at all: without one a newcomer would overtake those who wait.
            if (free.tryAcquire(0, TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (patience.isZero() || !waiting.tryAcquire()) {
                return false;
            }
            try {
                return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                waiting.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
