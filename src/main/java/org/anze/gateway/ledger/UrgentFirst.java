package org.anze.gateway.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Two bounded queues, of which the urgent one is served first; each keeps its order. Safe for many threads.
 *
 * @param <T> what waits
 */
final class UrgentFirst<T> {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<T> urgent = new ArrayDeque<>();
    private final Deque<T> others = new ArrayDeque<>();

    /** @param capacity of each of the two */
    UrgentFirst(int capacity) {
        this.capacity = capacity;
    }

    private Deque<T> queue(boolean isUrgent) {
        return isUrgent ? urgent : others;
    }

    /** Waits for room; false when there was none in that time. */
    boolean offer(T piece, boolean isUrgent, Duration patience) throws InterruptedException {
        long left = Math.max(0, patience.toNanos());
        lock.lockInterruptibly();
        try {
            while (queue(isUrgent).size() >= capacity) {
                if (left <= 0) {
                    return false;
                }
                left = notFull.awaitNanos(left);
            }
            queue(isUrgent).addLast(piece);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something; the urgent first. Null when there was nothing in that time. */
    @Nullable
    T poll(long patience, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(patience);
        lock.lockInterruptibly();
        try {
            while (urgent.isEmpty() && others.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                left = notEmpty.awaitNanos(left);
            }
            return taken(urgent.isEmpty() ? others : urgent);
        } finally {
            lock.unlock();
        }
    }

    /** The next of one of the two, if there is any. */
    @Nullable
    T poll(boolean isUrgent) {
        lock.lock();
        try {
            return queue(isUrgent).isEmpty() ? null : taken(queue(isUrgent));
        } finally {
            lock.unlock();
        }
    }

    private T taken(Deque<T> queue) {
        T first = queue.removeFirst();
        notFull.signalAll();
        return first;
    }

    /** Takes one out again; false when it was taken before. */
    boolean remove(T piece) {
        lock.lock();
        try {
            boolean removed = urgent.remove(piece) || others.remove(piece);
            if (removed) {
                notFull.signalAll();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** All that wait, taken out. */
    List<T> drain() {
        lock.lock();
        try {
            List<T> all = new ArrayList<>(urgent);
            all.addAll(others);
            urgent.clear();
            others.clear();
            notFull.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return urgent.size() + others.size();
        } finally {
            lock.unlock();
        }
    }
}
