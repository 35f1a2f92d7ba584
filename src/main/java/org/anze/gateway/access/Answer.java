package org.anze.gateway.access;

import org.anze.gateway.access.Decision.Deny;
import org.anze.gateway.access.Decision.Reason;
import org.jspecify.annotations.Nullable;

/** A decision made beforehand, with the counter of how often it was given. */
record Answer(Decision decision, DecisionCounter counter) {

    static Answer of(Decision decision) {
        return new Answer(decision, DecisionCounter.of(decision));
    }

    static Answer deny(Reason reason, @Nullable Agreement agreement) {
        return of(new Deny(reason, agreement));
    }

    boolean permits() {
        return decision instanceof Decision.Permit;
    }

    /** The decision, counted. */
    Decision given() {
        counter.increment();
        return decision;
    }
}
