package org.anze.gateway.feed;

import java.util.List;
import org.anze.gateway.problem.SenderMustCorrect;

/** For channels whose receipts come by another way, and for recipients that pull. Safe for many threads. */
public interface Settlements {

    /**
     * Settles a parcel of this recipient; durable on return. Settling the same parcel again is harmless.
     *
     * @return false when no such parcel was ever made, or it has never left
     * @throws SenderMustCorrect with {@link FeedProblem#OTHER_BYTES} when the receipt is about other bytes; the parcel stays
     *     unsettled and is sent again. With KEY_DESTROYED when that can no longer be told
     */
    boolean settle(String recipient, long number, Settlement settlement);

    /** The parcels after this number that wait to be pulled, oldest first. */
    List<Parcel> waiting(String recipient, long after, int limit);
}
