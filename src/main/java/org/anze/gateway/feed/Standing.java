package org.anze.gateway.feed;

import org.jspecify.annotations.Nullable;

/**
 * How a feed stands on the node that serves it.
 *
 * @param breaker state of the circuit breaker, as {@link FeedStatus.RecipientStatus} has it
 * @param lastError the last failure since the last success; null when there is none
 * @param stopped why nothing is sent at present; null when it works
 */
record Standing(
        String breaker,
        @Nullable String lastError,
        @Nullable String stopped) {

    /** Of a recipient without a feed. */
    static final Standing NONE = new Standing("CLOSED", null, null);

    /** Of one that another node serves, or is about to, and did not tell about. */
    static final Standing NOT_KNOWN = new Standing(
            "NOT_KNOWN", null, "由另一网关节点服务，其状态未知 / another node serves it; how it stands there is not known");
}
