package org.anze.gateway.reconcile;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.SealedRecord;

/**
 * Which records of ours may be named to a party, the one place where that is decided: its own always, what was delivered to it
 * as long as an agreement in force would give it. Nothing is opened unless a condition of the agreement asks for it. Safe for
 * several threads.
 */
final class Naming {

    private static final int STEP = 500;

    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final Supplier<Agreements> agreements;
    private final Clock clock;

    Naming(LedgerReader ledger, LedgerFacts facts, Supplier<Agreements> agreements, Clock clock) {
        this.ledger = ledger;
        this.facts = facts;
        this.agreements = agreements;
        this.clock = clock;
    }

    /**
     * Hashes and keys of what was delivered are for those whom records of the type may still reach.
     *
     * @throws SenderMustCorrect with {@link ReconcileProblem#NOT_FOUND}
     */
    void mustBeOpen(Subject subject) {
        boolean open = subject.direction() == Direction.SENT
                || agreements.get().of(subject.party()).stream()
                        .anyMatch(agreement -> agreement.inForce(clock.instant())
                                && agreement.grants().stream()
                                        .anyMatch(grant -> grant.isPushed() && grant.type() == subject.type()));
        if (!open) {
            throw new SenderMustCorrect(ReconcileProblem.NOT_FOUND, Location.WHOLE);
        }
    }

    /** Of these entries, chosen by {@link OwnSide} for this subject, those that may be named. */
    Set<Long> nameable(Subject subject, Collection<Long> entries) {
        if (subject.direction() == Direction.SENT) {
            return Set.copyOf(entries);
        }
        Set<Long> nameable = new HashSet<>();
        List<Long> all = List.copyOf(entries);
        Agreements now = agreements.get();
        for (int from = 0; from < all.size(); from += STEP) {
            for (SealedRecord record : ledger.read(all.subList(from, Math.min(all.size(), from + STEP)))) {
                if (now.decide(subject.party(), null, record.type(), facts.of(record), clock.instant())
                        instanceof Decision.Permit) {
                    nameable.add(record.index());
                }
            }
        }
        return nameable;
    }
}
