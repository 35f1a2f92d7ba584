package org.anze.gateway.task;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.problem.TryAgainLater;
import tools.jackson.databind.JsonNode;

/**
 * The agreements at this moment, for acts that must not take a broken file for an agreement that ended: what is denied for such a
 * reason would be denied for good, though the feed itself only stands still. Safe for many threads.
 */
final class SoundAgreements {

    private final Supplier<Agreements> agreements;
    private final Clock clock;

    SoundAgreements(Supplier<Agreements> agreements, Clock clock) {
        this.agreements = agreements;
        this.clock = clock;
    }

    /** @throws TryAgainLater while a file of the recipient is broken or cannot be read */
    Agreements of(String recipient) {
        Agreements now = agreements.get();
        if (now.broken().containsKey(recipient)) {
            throw new TryAgainLater(TaskProblem.PARTY_BROKEN, null, recipient);
        }
        return now;
    }

    Instant now() {
        return clock.instant();
    }

    /** Broken ones included, under which everything is denied. */
    Agreements asTheyAre() {
        return agreements.get();
    }

    /**
     * Whether each of the agreements that something was made under is in force in that very version.
     *
     * @param under objects with {@code id} and {@code version}, as parcels and proof bundles name them
     */
    boolean areInForce(Agreements now, String recipient, JsonNode under) {
        for (JsonNode agreement : under) {
            String id = agreement.path("id").asString();
            int version = agreement.path("version").asInt();
            if (!now.inForce(recipient, id, version, now())) {
                return false;
            }
        }
        return true;
    }
}
