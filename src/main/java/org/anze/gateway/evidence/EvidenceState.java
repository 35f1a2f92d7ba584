package org.anze.gateway.evidence;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.evidence.witness.Cosigning;
import org.jspecify.annotations.Nullable;

/**
 * How far others have signed, for the console and the health page.
 *
 * @param entries entries of the ledger
 * @param stamped how many of them lie under a stamp
 * @param lastStamp genTime of the last stamp since the start; null when there was none since then
 * @param authorities in the order they are asked; empty when none is configured
 * @param witnesses in the order of the policy file; empty when none is configured
 */
public record EvidenceState(
        long entries,
        long stamped,
        @Nullable Instant lastStamp,
        List<AuthorityState> authorities,
        List<WitnessState> witnesses) {

    /** Copies the lists. */
    public EvidenceState {
        authorities = List.copyOf(authorities);
        witnesses = List.copyOf(witnesses);
    }

    /** Entries that no stamp covers yet: proofs of them have assurance 1. */
    public long unstamped() {
        return Math.max(0, entries - stamped);
    }

    /** Whether a witness says that it has seen another ledger or a larger one. */
    public boolean isAlarm() {
        return witnesses.stream()
                .anyMatch(witness ->
                        witness.outcome() != null && witness.outcome().isAlarm());
    }

    /**
     * A time-stamping authority.
     *
     * @param fault why it did not stamp when it was asked last; null when it did or was not asked
     * @param asked when it was asked last; null when it was not
     */
    public record AuthorityState(
            String name, @Nullable String fault, @Nullable Instant asked) {}

    /**
     * A witness.
     *
     * @param cosigned size of the largest checkpoint that it cosigned
     * @param outcome of asking it last; null when it was not asked since the start
     * @param detail what it said
     * @param asked when it was asked last; null when it was not
     */
    public record WitnessState(
            String name,
            long cosigned,
            Cosigning.@Nullable Outcome outcome,
            String detail,
            @Nullable Instant asked) {}
}
