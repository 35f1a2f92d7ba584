package org.anze.gateway.intake;

import java.util.Optional;

/** Looks submissions up for their own sender. */
public interface SubmissionLookup {

    /**
     * A submission by its public id or by the party's own message id, only if this party sent it; a stranger's id answers
     * empty, just like an unknown one.
     */
    Optional<SubmissionStatus> find(String party, String submissionOrMessageId);
}
