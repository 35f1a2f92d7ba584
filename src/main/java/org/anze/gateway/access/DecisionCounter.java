package org.anze.gateway.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * Counts one outcome of one agreement in the meter {@code anze.access.decisions} (tags recipient, agreement, outcome; the
 * agreement as {@code id/version}). Registered when it first happens, so that outcomes which never happen are no series; the
 * same outcome after a reload is the same series. Safe for several threads.
 */
final class DecisionCounter {

    private static final String NOBODY = "-";

    private final String recipient;
    private final String agreement;
    private final String outcome;
    private volatile @Nullable Counter counter;

    private DecisionCounter(String recipient, String agreement, String outcome) {
        this.recipient = recipient;
        this.agreement = agreement;
        this.outcome = outcome;
    }

    /** Of a decision; one that no agreement made counts for nobody in particular. */
    static DecisionCounter of(Decision decision) {
        Agreement agreement = decision.agreement();
        String outcome = decision instanceof Decision.Deny deny ? deny.reason().name() : "PERMIT";
        return agreement == null
                ? new DecisionCounter(NOBODY, NOBODY, outcome)
                : new DecisionCounter(agreement.recipient(), agreement.id() + "/" + agreement.version(), outcome);
    }

    void increment() {
        Counter known = counter;
        if (known == null) {
            known = Counter.builder("anze.access.decisions")
                    .description("decisions whether a recipient is given a record, figures or a status")
                    .tag("recipient", recipient)
                    .tag("agreement", agreement)
                    .tag("outcome", outcome)
                    .register(Metrics.globalRegistry);
            counter = known;
        }
        known.increment();
    }
}
