package org.anze.gateway.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what was given under agreements with a daily volume. The day is a day in China; what a new version of the agreement
 * gives counts with the old. Safe for many threads.
 *
 * <p>The counts are this node's, in memory: a recipient is served by one node at a time, and a restart forgives the day so far.
 */
public final class VolumeLimits {

    /** More agreements with a limit than any gateway has; beyond it the oldest day's counts have long been dropped. */
    private static final int MOST_COUNTED = 100_000;

    private final Map<Account, Long> given = new ConcurrentHashMap<>();

    private record Account(String recipient, String agreement, LocalDate day) {}

    /** How many records may still be given under an agreement today; {@link Long#MAX_VALUE} when it has no limit. */
    public long left(Agreement agreement, Instant now) {
        Long limit = agreement.recordsPerDay();
        return limit == null ? Long.MAX_VALUE : Math.max(0, limit - given.getOrDefault(account(agreement, now), 0L));
    }

    /**
     * Takes records from what is left, all or none.
     *
     * @return whether they may be given; false changes nothing
     */
    public boolean take(Agreement agreement, long records, Instant now) {
        Long limit = agreement.recordsPerDay();
        if (limit == null) {
            return true;
        }
        Account account = account(agreement, now);
        if (given.size() >= MOST_COUNTED || !given.containsKey(account)) {
            given.keySet().removeIf(other -> other.day().isBefore(account.day()));
        }
        boolean[] taken = new boolean[1];
        given.compute(account, (key, before) -> {
            long after = (before == null ? 0 : before) + records;
            taken[0] = after <= limit;
            return taken[0] ? Long.valueOf(after) : before;
        });
        return taken[0];
    }

    private static Account account(Agreement agreement, Instant now) {
        return new Account(agreement.recipient(), agreement.id(), LocalDate.ofInstant(now, Agreement.CHINA));
    }
}
