package org.anze.gateway.query;

import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.party.Party;
import org.jspecify.annotations.Nullable;

/**
 * Who asks and what for.
 *
 * @param person who at the party asks, as the party's system says; null when it does not say
 */
public record Asker(Party party, @Nullable String person, Purpose purpose) {

    /** For the audit log. */
    Actor actor() {
        return new Actor(party.id(), person);
    }
}
