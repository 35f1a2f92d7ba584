package org.anze.gateway.intake.soap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.dao.DataAccessException;

/**
 * Remembers signed messages until their timestamps cannot pass any more, so that none is taken twice, by no node. What this
 * node took is bounded here, for each party and in all; what all of them took is in {@link SignedMessages}. Safe for many
 * threads.
 */
final class SignedMessageMemory {

    private static final int PARTS = 4;
    /** Clocks of nodes that differ let a message pass longer at one than at another. */
    private static final int ALLOWANCE = 2;

    private final SignedMessages ofAll;
    private final Clock clock;
    private final Duration retention;
    private final int most;
    /** All are kept for the same time, so the order of arrival is the order of expiry. */
    private final Map<String, Noted> expiries = new LinkedHashMap<>();

    private final Map<String, Integer> ofParties = new HashMap<>();

    private record Noted(String party, Instant expiry) {}

    /**
     * @param ofAll what all nodes took
     * @param retention longest time between arrival and the last moment at which the same message could pass again
     * @param most messages kept at a time; one party may fill a quarter, so that it cannot shut out the others
     */
    SignedMessageMemory(SignedMessages ofAll, Clock clock, Duration retention, int most) {
        this.ofAll = ofAll;
        this.clock = clock;
        this.retention = retention;
        this.most = most;
    }

    /**
     * Notes a message.
     *
     * @param party that signed it; who is none of ours must not take up room here
     * @param identity of what was signed, not of the signature: an ECDSA signature can be rewritten into another valid one
     * @throws SenderMustCorrect when it came before
     * @throws TryAgainLater when there is no place; forgetting an older one would open the door to its replay. Also while the
     *     store is down: whether it stands there is not known then, so its sender signs anew
     */
    void note(String party, String identity) {
        remember(party, identity);
        boolean told = false;
        try {
            if (!ofAll.note(identity, retention.multipliedBy(ALLOWANCE))) {
                // It stays remembered here as well: the next repetition costs no question.
                told = true;
                throw new SenderMustCorrect(SoapProblem.REPLAYED, Location.WHOLE);
            }
            told = true;
        } catch (DataAccessException e) {
            throw new TryAgainLater(IntakeProblem.STORE_DOWN, e);
        } finally {
            if (!told) {
                // It takes up no place here. If the store kept it and only its answer was lost, the store knows it
                // again.
                forget(identity);
            }
        }
    }

    private synchronized void forget(String identity) {
        Noted noted = expiries.remove(identity);
        if (noted != null) {
            release(noted);
        }
    }

    private void release(Noted noted) {
        ofParties.computeIfPresent(noted.party(), (id, count) -> count == 1 ? null : count - 1);
    }

    private synchronized void remember(String party, String identity) {
        Instant now = clock.instant();
        Iterator<Noted> oldest = expiries.values().iterator();
        while (oldest.hasNext()) {
            Noted noted = oldest.next();
            if (!noted.expiry().isBefore(now)) {
                break;
            }
            oldest.remove();
            release(noted);
        }
        if (expiries.containsKey(identity)) {
            throw new SenderMustCorrect(SoapProblem.REPLAYED, Location.WHOLE);
        }
        if (expiries.size() >= most || ofParties.getOrDefault(party, 0) >= Math.max(1, most / PARTS)) {
            throw new TryAgainLater(SoapProblem.BUSY, null);
        }
        expiries.put(identity, new Noted(party, now.plus(retention)));
        ofParties.merge(party, 1, Integer::sum);
    }
}
