package org.anze.gateway.record;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a unit stands on the list of seriously dishonest units (R16) on a day. */
public final class Listing {

    private Listing() {}

    /**
     * The last day counts to 24:00, as that of every term; the day of an early removal does not count any more.
     *
     * @param listing canonical field → value
     * @param day a canonical date
     */
    public static boolean isInForce(Function<String, ? extends @Nullable Object> listing, String day) {
        Object from = listing.apply("from");
        Object to = listing.apply("to");
        Object removed = listing.apply("removedAt");
        // Canonical dates sort by time.
        return from != null
                && day.compareTo(from.toString()) >= 0
                && (to == null || day.compareTo(to.toString()) <= 0)
                && (removed == null || day.compareTo(removed.toString()) < 0);
    }
}
