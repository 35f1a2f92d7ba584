package org.anze.gateway.feed;

import java.util.List;
import java.util.Optional;

/** For channels whose receipts come by another way, and for recipients that pull. Safe for many threads. */
public interface Settlements {

    /**
     * Settles a parcel of this recipient; durable on return. Settling the same parcel again is harmless.
     *
     * @return false when no such parcel was ever made, or it has never left
     */
    boolean settle(String recipient, long number, Settlement settlement);

    /** The parcels after this number that wait to be pulled, oldest first. */
    List<Parcel> waiting(String recipient, long after, int limit);

    /** Any parcel that was made, as it was or would be sent. */
    Optional<Parcel> find(String recipient, long number);
}
