package org.anze.gateway.feed;

import java.util.List;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/**
 * What an operator may order. Every order is durable when the method returns; giving it twice does no harm. Who gave it and why
 * is in the audit log before the method is called. Safe for many threads.
 *
 * <p>No order gives anybody more than the agreement in force at the moment of sending.
 */
public interface FeedActions {

    /**
     * Sends a parcel again under its own number and with its own bytes, settled or not. One that had been settled, and whose
     * agreement is no longer in force in the version it was made under, keeps its bytes and stays; that is noted with it.
     *
     * @throws IllegalArgumentException when no such parcel was ever made
     * @throws SenderMustCorrect with KEY_DESTROYED when its bytes can no longer be read
     * @throws TryAgainLater with {@link FeedProblem#REOPENED_FULL} while too many settled ones are open again; nothing was done
     */
    void resend(String recipient, long number);

    /**
     * Puts records that were refused in this parcel and are still parked into a later parcel. What may no longer be given, or
     * cannot be opened any more, is dropped when that is made; nothing of this parcel is parked any more either way.
     *
     * @param wanted ledger indexes of those to give again; the others of the parcel are let go
     * @return how many were parked; 0 when none was any more
     * @throws IllegalArgumentException when no such parcel was ever made
     */
    int release(String recipient, long number, List<Long> wanted);

    /**
     * Puts entries that the recipient was given before into later parcels, for one that lost them. Those of them that it was
     * never given are left out; what may no longer be given is dropped when its parcel is made. In the caller's transaction,
     * where there is one.
     *
     * @param entries ledger indexes, at most 1000
     * @throws TryAgainLater with {@link FeedProblem#BACKLOG_FULL} while too many wait for it already; nothing was put then
     */
    void replay(String recipient, List<Long> entries);

    /** Sends nothing to this recipient until {@link #resume}; what waits is kept. Pausing a paused recipient does nothing. */
    void pause(String recipient, String reason);

    /** Ends a pause. */
    void resume(String recipient);
}
