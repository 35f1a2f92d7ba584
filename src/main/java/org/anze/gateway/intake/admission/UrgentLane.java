package org.anze.gateway.intake.admission;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordType;

/**
 * What goes before everything else: small submissions that may hold an accident report or a hazard. Which hazards are major
 * shows only when they are read, so all are taken for it. Each party has a share; what it sends beyond goes with the rest.
 * Safe for many threads.
 */
public final class UrgentLane {

    /** Some dozen reports. What is larger is a report of the month, not of the hour. */
    private static final long LARGEST = 64 * 1024;

    private static final double MINUTE = 60;

    private final Set<RecordType> types;
    private final AdmissionSettings settings;
    private final LongSupplier nanos;
    /** Party id → its share; as many as there are parties. */
    private final Map<String, TokenBucket> shares = new HashMap<>();

    /** @param nanos a monotonic clock */
    public UrgentLane(Set<RecordType> types, AdmissionSettings settings, LongSupplier nanos) {
        this.types = Set.copyOf(types);
        this.settings = settings;
        this.nanos = nanos;
    }

    /** Whether a submission that may hold these is of the urgent kind. */
    public boolean isUrgent(Collection<RecordType> made) {
        return made.stream().anyMatch(types::contains);
    }

    /** Whether an urgent submission of this party goes before the others; it uses up a part of its share then. */
    public synchronized boolean take(Party party, long bytes) {
        double perSecond = settings.of(party).urgentPerMinute() / MINUTE;
        if (bytes > LARGEST || perSecond <= 0) {
            return false;
        }
        long now = nanos.getAsLong();
        TokenBucket share = shares.computeIfAbsent(party.id(), id -> new TokenBucket(perSecond, MINUTE, now));
        if (!share.untilOne(perSecond, now).isZero()) {
            return false;
        }
        share.use(1, perSecond);
        return true;
    }
}
