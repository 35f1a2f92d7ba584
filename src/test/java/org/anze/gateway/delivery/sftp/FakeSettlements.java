package org.anze.gateway.delivery.sftp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.feed.FeedProblem;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/** Remembers what was settled; knows parcels up to {@link #made}. */
public final class FakeSettlements implements Settlements {

    public final Map<Long, Settlement> settled = new ConcurrentSkipListMap<>();
    public final AtomicInteger calls = new AtomicInteger();
    /** Fails this many times before it keeps anything. */
    public final AtomicInteger failures = new AtomicInteger();

    public volatile long made = Long.MAX_VALUE;

    /** The only bytes of which a receipt counts when it says of which it is; null for any. */
    public volatile byte @Nullable [] document;

    private enum Problem implements ProblemKind {
        DOWN;

        @Override
        public ProblemText text() {
            return ProblemText.passes("TST-0009", "停机", "down", "稍后", "later");
        }
    }

    @Override
    public boolean settle(String recipient, long number, Settlement settlement) {
        calls.incrementAndGet();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new TryAgainLater(Problem.DOWN, null);
        }
        if (number > made) {
            return false;
        }
        byte[] bytes = document;
        if (bytes != null && !settlement.isAbout(bytes)) {
            throw new SenderMustCorrect(FeedProblem.OTHER_BYTES, Location.WHOLE, number);
        }
        settled.put(number, settlement);
        return true;
    }

    @Override
    public Waiting waiting(String recipient, long after, int limit) {
        return new Waiting(List.of(), null);
    }

    @Override
    public Optional<Parcel> waiting(String recipient, long number) {
        return Optional.empty();
    }
}
