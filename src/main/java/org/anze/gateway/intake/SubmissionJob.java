package org.anze.gateway.intake;

import org.anze.gateway.intake.SubmissionRows.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * A stored submission in this process's hand. Immutable.
 *
 * @param fresh what it was when it was stored, as long as nothing was done with it; null when that has to be read
 * @param token of the lease when it came to this node
 * @param place in the bounded queue of this process; given back at the end
 * @param goesFirst whether it has a part of its party's share of the urgent lane
 * @param attempts that failed
 * @param careful whether somebody else changed what it was judged by, so that it goes one batch at a time
 */
record SubmissionJob(
        Unfinished stored,
        SubmissionRows.@Nullable Open fresh,
        long token,
        Bulkhead.Place place,
        boolean goesFirst,
        int attempts,
        boolean careful) {

    /** The same after a failure. */
    SubmissionJob again() {
        return new SubmissionJob(stored, null, token, place, goesFirst, attempts + 1, careful);
    }

    /** The same after it was overtaken. */
    SubmissionJob carefully() {
        return new SubmissionJob(stored, null, token, place, goesFirst, attempts, true);
    }

    /** To go on where the database says. */
    SubmissionJob onward() {
        return new SubmissionJob(stored, null, token, place, goesFirst, attempts, careful);
    }
}
