package org.anze.gateway.fault;

import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The points themselves. Safe for many threads.
 *
 * <p>They are off unless the process was started with {@code -Danze.faults.port=<port on 127.0.0.1>}; then the field below is
 * null for good, and the compiler leaves nothing of a point.
 */
public final class FaultPoints {

    /** The system property that switches them on; never set in production. */
    public static final String PORT = "anze.faults.port";

    private static final @Nullable FaultOrders ORDERS = FaultOrders.ofProperty(PORT);

    private FaultPoints() {}

    /** Connects to who gives orders, if anybody does; called once at the start so that orders are there in time. */
    public static void begin() {
        if (ORDERS != null) {
            ORDERS.begin();
        }
    }

    /**
     * Just before a step is done.
     *
     * @param failure makes the exception that the step itself throws when it fails, from a message
     * @throws E when a test wants the step not to be done
     */
    public static <E extends Exception> void before(Step step, Function<String, E> failure) throws E {
        if (ORDERS != null) {
            ORDERS.reached(step, Moment.BEFORE, failure);
        }
    }

    /**
     * Just after a step was done, before anybody here knows.
     *
     * @param failure as for {@link #before}
     * @throws E when a test wants the step's answer to be lost
     */
    public static <E extends Exception> void after(Step step, Function<String, E> failure) throws E {
        if (ORDERS != null) {
            ORDERS.reached(step, Moment.AFTER, failure);
        }
    }

    /** The system's clock in UTC, which a test may let jump. */
    public static Clock clock() {
        return ORDERS == null ? Clock.systemUTC() : ORDERS.clock();
    }
}
