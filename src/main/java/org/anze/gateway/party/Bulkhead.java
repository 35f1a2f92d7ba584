package org.anze.gateway.party;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A bounded number of places, of which one party gets a share at most: it cannot shut the others out. Safe for many threads. */
public final class Bulkhead {

    private final Semaphore all;
    private final int share;
    /** Party id → its share; as many as there are parties. */
    private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();

    /**
     * With all places free.
     *
     * @param share the most that one party may have of them; at least one, at most all
     */
    public Bulkhead(int places, int share) {
        this.all = new Semaphore(places);
        this.share = Math.max(1, Math.min(places, share));
    }

    /** A place for this party; empty when none becomes free in time. */
    public Optional<Place> enter(String party, Duration patience) {
        Semaphore own = shares.computeIfAbsent(party, id -> new Semaphore(share));
        long end = System.nanoTime() + patience.toNanos();
        if (!acquire(own, end)) {
            return Optional.empty();
        }
        if (!acquire(all, end)) {
            own.release();
            return Optional.empty();
        }
        return Optional.of(new Place(own));
    }

    /** Places that nobody has. */
    public int free() {
        return all.availablePermits();
    }

    private static boolean acquire(Semaphore places, long end) {
        try {
            return places.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One place that is taken. */
    public final class Place implements AutoCloseable {
        private final Semaphore own;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Place(Semaphore own) {
            this.own = own;
        }

        /** Gives it back; harmless when done twice. */
        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                all.release();
                own.release();
            }
        }
    }
}
