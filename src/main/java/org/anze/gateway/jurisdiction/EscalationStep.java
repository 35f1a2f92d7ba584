package org.anze.gateway.jurisdiction;

import java.time.Duration;
import java.util.Set;
import org.anze.gateway.party.PartyType;
import org.jspecify.annotations.Nullable;

/**
 * One step of an escalation ladder.
 *
 * @param after time from the trigger; negative for a reminder before it
 * @param to the kinds of parties that are told
 * @param act what is proposed besides telling them, such as {@code enforcementCase}; a person decides. Null when nothing is
 */
public record EscalationStep(
        Duration after, Set<PartyType> to, @Nullable String act) {

    /** Keeps its own copy. */
    public EscalationStep {
        to = Set.copyOf(to);
    }
}
