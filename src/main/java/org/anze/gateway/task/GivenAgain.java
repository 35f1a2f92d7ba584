package org.anze.gateway.task;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.SealedRecord;

/** Which records may go to a recipient in a later parcel, as the feed will decide when it makes that parcel. Safe for many threads. */
final class GivenAgain {

    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final Supplier<Agreements> agreements;
    private final Clock clock;

    GivenAgain(LedgerReader ledger, RecordDefinitions definitions, Supplier<Agreements> agreements, Clock clock) {
        this.ledger = ledger;
        this.facts = new LedgerFacts(ledger, definitions);
        this.agreements = agreements;
        this.clock = clock;
    }

    /** What becomes of each of these entries, in this order: given again, or why it is not. */
    List<Done> of(String recipient, List<Long> entries) {
        Agreements now = agreements.get();
        Map<Long, Done> decided = new HashMap<>();
        for (SealedRecord record : ledger.read(entries)) {
            Decision decision = now.decide(recipient, null, record.type(), facts.of(record), clock.instant());
            decided.put(record.index(), done(record, decision));
        }
        return entries.stream()
                .map(entry -> decided.getOrDefault(entry, new Done(TaskOutcome.REFUSED, "–")))
                .toList();
    }

    private static Done done(SealedRecord record, Decision decision) {
        if (decision instanceof Decision.Deny deny) {
            return new Done(TaskOutcome.NOT_GIVEN, deny.reason().name());
        }
        if (!record.units().readable()) {
            // Without its content it would be a hollow record over the good copy that the recipient may have.
            return new Done(
                    TaskOutcome.REFUSED,
                    record.units().archived() ? LedgerProblem.ARCHIVED.code() : KeyProblem.CONTENT_DESTROYED.code());
        }
        return new Done(TaskOutcome.GIVEN_AGAIN, null);
    }
}
