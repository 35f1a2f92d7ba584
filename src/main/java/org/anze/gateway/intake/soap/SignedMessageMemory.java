package org.anze.gateway.intake.soap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/**
 * Remembers signed messages until their timestamps cannot pass any more, so that none is taken twice. Kept in memory: after a
 * restart a message could come again within its few minutes, and is then caught by its submission id. Safe for many threads.
 */
final class SignedMessageMemory {

    private final Clock clock;
    private final Duration retention;
    private final int most;
    /** All are kept for the same time, so the order of arrival is the order of expiry. */
    private final Map<String, Instant> expiries = new LinkedHashMap<>();

    /**
     * @param retention longest time between arrival and the last moment at which the same message could pass again
     * @param most messages kept at a time
     */
    SignedMessageMemory(Clock clock, Duration retention, int most) {
        this.clock = clock;
        this.retention = retention;
        this.most = most;
    }

    /**
     * Notes a message.
     *
     * @param identity of what was signed, not of the signature: an ECDSA signature can be rewritten into another valid one
     * @throws SenderMustCorrect when it came before
     * @throws TryAgainLater when there is no place; forgetting an older one would open the door to its replay
     */
    synchronized void note(String identity) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = expiries.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(now)) {
            oldest.remove();
        }
        if (expiries.containsKey(identity)) {
            throw new SenderMustCorrect(SoapProblem.REPLAYED, Location.WHOLE);
        }
        if (expiries.size() >= most) {
            throw new TryAgainLater(SoapProblem.BUSY, null);
        }
        expiries.put(identity, now.plus(retention));
    }
}
