package org.anze.gateway.feed;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far each recipient is. Safe for many threads; cheap enough to be asked every few seconds. */
public interface FeedStatus {

    /** One row per recipient, in the order of their ids; also recipients that are stopped. */
    List<RecipientStatus> recipients();

    /**
     * @param recipient party id
     * @param delivered records the recipient confirmed, withdrawals not counted
     * @param refused records it refused
     * @param parked refused records that an operator has not released yet
     * @param waiting records it may see and has not confirmed yet
     * @param waitingIsLowerBound true when counting stopped at a limit, so that there are at least {@code waiting}
     * @param oldestWaiting when the gateway received the oldest of them; null when none waits
     * @param outstanding parcels that were prepared and are not settled
     * @param breaker state of the circuit breaker: {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}; {@code NOT_KNOWN} while
     *     another node serves the recipient and did not tell
     * @param lastError the last failure since the last success, without any personal value; null when there is none
     * @param stopped why nothing is sent at present (no agreement in force, broken file, paused); null when it runs
     */
    record RecipientStatus(
            String recipient,
            long delivered,
            long refused,
            long parked,
            long waiting,
            boolean waitingIsLowerBound,
            @Nullable Instant oldestWaiting,
            int outstanding,
            String breaker,
            @Nullable String lastError,
            @Nullable String stopped) {}
}
