package org.anze.gateway.query;

import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.party.Party;
import org.jspecify.annotations.Nullable;

/**
 * Who asks and what for.
 *
 * @param credential by what the party proved itself, and which one where it is more than a secret: what was begun with one
 *     credential is not gone on with by another
 * @param person who at the party asks, as the party's system says; null when it does not say
 */
public record Asker(
        Party party, String credential, @Nullable String person, Purpose purpose) {

    /** For the audit log. */
    Actor actor() {
        return new Actor(party.id(), person);
    }
}
