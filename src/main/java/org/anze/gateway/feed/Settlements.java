package org.anze.gateway.feed;

import java.util.List;
import java.util.Optional;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

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

    /**
     * What is given to a recipient that pulls; from now on it may have it.
     *
     * @param next number of one that waits besides; null when there is none
     */
    record Waiting(List<Parcel> parcels, @Nullable Long next) {}

    /**
     * Parcels that wait to be pulled: those after this number, oldest first; behind them the earlier ones that have to be given
     * again, because an operator says so, or no receipt of them has come for as long as a delivery is put off at most.
     */
    Waiting waiting(String recipient, long after, int limit);

    /** One of them by its number; empty when it does not wait. */
    Optional<Parcel> waiting(String recipient, long number);
}
