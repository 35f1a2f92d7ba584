package org.anze.gateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * How a feed stands on the node that serves it.
 *
 * @param breaker state of the circuit breaker
 * @param lastError the last failure since the last success; null when there is none
 * @param stopped why nothing is sent at present; null when it works
 */
record Standing(
        String breaker,
        @Nullable String lastError,
        @Nullable String stopped) {

    /** Of a recipient without a feed. */
    static final Standing NONE = new Standing("CLOSED", null, null);
}
