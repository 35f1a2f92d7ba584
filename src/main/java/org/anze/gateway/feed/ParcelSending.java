package org.anze.gateway.feed;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.anze.gateway.feed.ParcelRows.StoredParcel;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the parcels of one recipient over, behind a circuit breaker that grants one attempt at a time. For the feed's thread;
 * how it stands may be asked by any.
 */
final class ParcelSending {

    private static final Logger LOG = LoggerFactory.getLogger(ParcelSending.class);

    private final Party recipient;
    private final FeedRows rows;
    private final CourierLine couriers;
    private final Clock clock;
    private final CircuitBreaker breaker;
    private volatile @Nullable String lastError;

    ParcelSending(Party recipient, Party.Delivery delivery, FeedRows rows, CourierLine couriers, Clock clock) {
        this.recipient = recipient;
        this.rows = rows;
        this.couriers = couriers;
        this.clock = clock;
        this.breaker = CircuitBreaker.of(
                recipient.id(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(1)
                        .minimumNumberOfCalls(1)
                        // Also on a machine whose clock is set back.
                        .clock(new MonotonicClock())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(
                                delivery.firstRetry().toMillis(),
                                2.0,
                                delivery.longestRetry().toMillis()))
                        .build());
    }

    String breakerState() {
        return breaker.getState().name();
    }

    /** What the last attempt failed with; null when it did not. */
    @Nullable
    String lastError() {
        return lastError;
    }

    /** One attempt; false when it failed, or it is not time for one yet. */
    boolean send(OpenParcel parcel) {
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        long begunAt = System.nanoTime();
        try {
            rows.parcels().leaving(recipient.id(), parcel.number(), clock.instant());
            StoredParcel stored =
                    rows.parcels().stored(recipient.id(), parcel.number()).orElseThrow();
            Settlement settlement = couriers.deliver(recipient, stored.parcel());
            if (!settlement.isAbout(stored.parcel().document())) {
                throw new IOException("the receipt is about other bytes of parcel " + parcel.number());
            }
            breaker.onSuccess(System.nanoTime() - begunAt, TimeUnit.NANOSECONDS);
            lastError = null;
            settle(parcel.number(), stored.mark(), settlement);
            return true;
        } catch (IOException | GatewayProblem e) {
            breaker.onError(System.nanoTime() - begunAt, TimeUnit.NANOSECONDS, e);
            String error = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!error.equals(lastError)) {
                LOG.atWarn()
                        .addKeyValue("recipient", recipient.id())
                        .addKeyValue("parcel", parcel.number())
                        .addKeyValue("error", error)
                        .log("a parcel could not be delivered; it will be sent again");
            }
            lastError = error;
            rows.parcels().failed(recipient.id(), parcel.number(), error);
            return false;
        } catch (RuntimeException | Error e) {
            // Also for an Error: a permission of the half-open breaker that is not given back is never given again.
            breaker.onError(System.nanoTime() - begunAt, TimeUnit.NANOSECONDS, e);
            throw e;
        }
    }

    private void settle(long number, byte[] mark, Settlement settlement) {
        if (settlement instanceof Settlement.AwaitingReceipt) {
            rows.parcels().awaitingReceipt(recipient.id(), number);
        } else {
            rows.settlements().settle(recipient.id(), number, mark, refused(settlement), clock.instant());
        }
    }

    static List<Settlement.RefusedRecord> refused(Settlement settlement) {
        return settlement instanceof Settlement.Refused refused ? refused.records() : List.of();
    }
}
