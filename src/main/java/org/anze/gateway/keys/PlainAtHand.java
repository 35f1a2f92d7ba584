package org.anze.gateway.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Plain content of what was closed and stored a moment ago, so that what is wanted at once need not be read and opened again.
 * Never the only place where it is: any may be forgotten at any time, the oldest first, and after a while all is, whether
 * anybody asks or not, so that what is not closed does not lie in memory for long. Safe for several threads.
 *
 * @param <K> what it is found by
 * @param <V> what is kept; nobody may change it
 */
public final class PlainAtHand<K, V> {

    private final long mostBytes;
    private final ToLongFunction<V> bytes;
    private final Cache<K, V> kept;
    private final Policy.FixedExpiration<K, V> order;
    private final Policy.Eviction<K, V> weight;

    /**
     * @param mostBytes of all together
     * @param longest how long one is kept; it is gone about a second later at the latest
     * @param nanos a monotonic clock
     * @param bytes what one takes
     */
    public PlainAtHand(long mostBytes, Duration longest, LongSupplier nanos, ToLongFunction<V> bytes) {
        this.mostBytes = mostBytes;
        this.bytes = bytes;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((K key, V value) -> weigh(value))
                .expireAfterWrite(longest)
                .ticker(nanos::getAsLong)
                .scheduler(Scheduler.systemScheduler())
                // Whoever keeps one clears away for it: on a pool of others more might lie there for long.
                .executor(Runnable::run)
                .build();
        this.order = kept.policy().expireAfterWrite().orElseThrow();
        this.weight = kept.policy().eviction().orElseThrow();
    }

    private int weigh(V value) {
        return (int) Math.min(Integer.MAX_VALUE, bytes.applyAsLong(value));
    }

    /** Keeps one, as the newest; nothing that is larger than all may be. */
    public synchronized void keep(K key, V value) {
        kept.invalidate(key);
        long needed = weigh(value);
        if (needed <= mostBytes) {
            makeRoom(needed);
            kept.put(key, value);
        }
    }

    /**
     * Forgets the oldest until there is room. Left to itself the cache would rather refuse the newest, which nobody has asked for
     * yet, and that is the one that will be.
     */
    private void makeRoom(long needed) {
        kept.cleanUp();
        while (weight.weightedSize().orElse(0) + needed > mostBytes) {
            Map<K, V> oldest = order.oldest(1);
            if (oldest.isEmpty()) {
                // It went by itself meanwhile; the bound is the cache's as well.
                return;
            }
            kept.invalidateAll(oldest.keySet());
            kept.cleanUp();
        }
    }

    /** It stays; null when it is not at hand. */
    public @Nullable V find(K key) {
        return kept.getIfPresent(key);
    }

    /** It goes; null when it is not at hand. Of several who take it one gets it. */
    public @Nullable V take(K key) {
        return kept.asMap().remove(key);
    }

    /** Forgets one. */
    public void drop(K key) {
        kept.invalidate(key);
    }

    /** Forgets those. */
    public void dropIf(Predicate<K> gone) {
        kept.asMap().keySet().removeIf(gone);
    }

    /** How many lie in memory at this moment. */
    public long size() {
        return kept.estimatedSize();
    }
}
