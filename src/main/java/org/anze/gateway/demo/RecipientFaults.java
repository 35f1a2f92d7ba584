package org.anze.gateway.demo;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The misbehaviour a demo recipient can be told to show, for tests and drills. Nothing is switched on at first. Safe for
 * many threads; a switch takes effect with the next parcel.
 */
public final class RecipientFaults {

    private volatile boolean down;
    private volatile Duration delay = Duration.ZERO;
    private final Set<Long> refusedIndexes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger answersToGarble = new AtomicInteger();

    /** Answers nothing but errors while true. */
    public void down(boolean value) {
        down = value;
    }

    /** Waits this long before it looks at a parcel. */
    public void slow(Duration value) {
        delay = value;
    }

    /** Refuses the record with this ledger index whenever a parcel holds it. */
    public void refuse(long ledgerIndex) {
        refusedIndexes.add(ledgerIndex);
    }

    /** Keeps the next parcels but loses the answers to them. */
    public void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** Keeps the next parcels but answers with something that is no receipt. */
    public void garbleAnswers(int count) {
        answersToGarble.set(count);
    }

    /** Answers that are still to be lost. */
    public int answersToLose() {
        return answersToLose.get();
    }

    /** Answers that are still to be garbled. */
    public int answersToGarble() {
        return answersToGarble.get();
    }

    /** Whether it plays dead. */
    public boolean isDown() {
        return down;
    }

    /** The pause before a parcel is looked at. */
    public Duration delay() {
        return delay;
    }

    /** Whether the record with this ledger index is to be refused. */
    public boolean refuses(long ledgerIndex) {
        return refusedIndexes.contains(ledgerIndex);
    }

    /** Whether any record is to be refused. */
    public boolean refusesAny() {
        return !refusedIndexes.isEmpty();
    }

    /** Whether the answer being made is to be lost; counts down. */
    public boolean losesThisAnswer() {
        return answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Whether the answer being made is to be garbled; counts down. */
    public boolean garblesThisAnswer() {
        return answersToGarble.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Spends the pause that was asked for. */
    void pause() throws InterruptedException {
        if (!delay.isZero()) {
            Thread.sleep(delay.toMillis());
        }
    }
}
