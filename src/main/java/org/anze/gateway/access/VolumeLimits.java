package org.anze.gateway.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what was given under agreements with a daily volume. The day is a day in China; what a new version of the agreement
 * gives counts with the old. Safe for many threads.
 *
 * <p>All nodes draw from one store, a small part of the day's volume at a time, so that a record costs no statement. What a node
 * has drawn and not given when it ends is lost for the day: it may be given too little, never too much.
 */
public final class VolumeLimits {

    /** More agreements with a limit than any gateway has; beyond it the oldest day's counts have long been dropped. */
    private static final int MOST_COUNTED = 100_000;
    /** The twentieth part of a day's volume, but not more than a parcel or two. */
    private static final int PARTS = 20;

    private static final long LARGEST_PART = 1_000;

    private final VolumeStore store;
    private final Map<Account, Purse> purses = new ConcurrentHashMap<>();

    private record Account(String recipient, String agreement, LocalDate day) {}

    /**
     * @param drawn what this node may still give of what it drew
     * @param left what nobody had drawn when it was last looked
     * @param limit that was the agreement's then
     */
    private record Purse(long drawn, long left, long limit) {
        Purse with(VolumeStore.Drawn more) {
            return new Purse(drawn + more.granted(), more.left(), limit);
        }
    }

    /** Over the store that all nodes share. */
    public VolumeLimits(VolumeStore store) {
        this.store = store;
    }

    /** How many records may still be given under an agreement today; {@link Long#MAX_VALUE} when it has no limit. */
    public long left(Agreement agreement, Instant now) {
        Long limit = agreement.recordsPerDay();
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        Account account = account(agreement, now);
        Purse purse = purses.compute(
                account,
                (key, before) -> before == null || before.limit() != limit
                        ? new Purse(before == null ? 0 : before.drawn(), 0, limit).with(draw(key, limit, 0))
                        : before);
        return purse.drawn() + purse.left();
    }

    /**
     * Takes records from what is left, all or none.
     *
     * @return whether they may be given; false gives nothing, and {@link #left} then says how many may
     */
    public boolean take(Agreement agreement, long records, Instant now) {
        Long limit = agreement.recordsPerDay();
        if (limit == null) {
            return true;
        }
        Account account = account(agreement, now);
        if (purses.size() >= MOST_COUNTED || !purses.containsKey(account)) {
            purses.keySet().removeIf(other -> other.day().isBefore(account.day()));
        }
        boolean[] taken = new boolean[1];
        purses.compute(account, (key, before) -> {
            Purse purse = new Purse(before == null ? 0 : before.drawn(), before == null ? 0 : before.left(), limit);
            if (purse.drawn() < records) {
                long part = Math.max(1, Math.min(LARGEST_PART, limit / PARTS));
                purse = purse.with(draw(key, limit, Math.max(records - purse.drawn(), part)));
            }
            taken[0] = purse.drawn() >= records;
            return taken[0] ? new Purse(purse.drawn() - records, purse.left(), limit) : purse;
        });
        return taken[0];
    }

    /** Puts back what was taken and not given after all. */
    public void giveBack(Agreement agreement, long records, Instant now) {
        if (agreement.recordsPerDay() != null) {
            purses.computeIfPresent(
                    account(agreement, now),
                    (key, purse) -> new Purse(purse.drawn() + records, purse.left(), purse.limit()));
        }
    }

    private VolumeStore.Drawn draw(Account account, long limit, long wanted) {
        return store.draw(account.recipient(), account.agreement(), account.day(), limit, wanted);
    }

    private static Account account(Agreement agreement, Instant now) {
        return new Account(agreement.recipient(), agreement.id(), LocalDate.ofInstant(now, Agreement.CHINA));
    }
}
