package org.anze.gateway.intake;

import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.SubmissionRows.Unfinished;
import org.anze.gateway.ledger.Append.Unstored;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.party.Bulkhead;
import org.jspecify.annotations.Nullable;

/**
 * A submission in this process's hand. Immutable.
 *
 * @param fresh what it was when it came, as long as nothing was done with it; null when that has to be read
 * @param token of the lease when it came to this node
 * @param place in the bounded queue of this process; given back at the end
 * @param goesFirst whether it has a part of its party's share of the urgent lane
 * @param attempts that failed
 * @param careful whether somebody else changed what it was judged by, so that it goes one batch at a time
 * @param straight what of it is not stored; null when it is stored
 */
record SubmissionJob(
        Unfinished stored,
        SubmissionRows.@Nullable Open fresh,
        long token,
        Bulkhead.Place place,
        boolean goesFirst,
        int attempts,
        boolean careful,
        @Nullable Straight straight) {

    /**
     * A small submission that goes to the ledger before it is stored. It is tried once, and whoever waits for it answers for it.
     *
     * @param body the whole of it
     * @param end completes after the commit that stored it, or exceptionally when it is not known to be stored; cancelled by who
     *     no longer waits
     * @param settled run once when nothing is done with it any more, whoever waits
     */
    record Straight(Unstored unstored, byte[] body, CompletableFuture<Appended> end, Runnable settled) {
        void end(@Nullable Appended last, @Nullable Throwable failure) {
            settled.run();
            if (failure == null) {
                end.complete(last);
            } else {
                end.completeExceptionally(failure);
            }
        }
    }

    /** The same after a failure. */
    SubmissionJob again() {
        return new SubmissionJob(stored, null, token, place, goesFirst, attempts + 1, careful, straight);
    }

    /** The same after it was overtaken. */
    SubmissionJob carefully() {
        return new SubmissionJob(stored, null, token, place, goesFirst, attempts, true, straight);
    }

    /** To go on where the database says. */
    SubmissionJob onward() {
        return new SubmissionJob(stored, null, token, place, goesFirst, attempts, careful, straight);
    }
}
