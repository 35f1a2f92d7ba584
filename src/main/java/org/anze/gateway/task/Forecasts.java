package org.anze.gateway.task;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.feed.GivenAgain;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.record.SealedRecord;

/** Says of records that are to go to a recipient again what the feed will make of that. Safe for many threads. */
final class Forecasts {

    private final GivenAgain again;
    private final Supplier<Agreements> agreements;
    private final Clock clock;

    Forecasts(GivenAgain again, Supplier<Agreements> agreements, Clock clock) {
        this.again = again;
        this.agreements = agreements;
        this.clock = clock;
    }

    /** What becomes of each of these entries, in this order: given again, or why it is not. */
    List<Done> of(String recipient, List<Long> entries) {
        Map<Long, Done> decided = new HashMap<>();
        for (GivenAgain.Reconsidered each : again.of(recipient, agreements.get(), entries, clock.instant())) {
            decided.put(each.record().index(), done(each));
        }
        return entries.stream()
                .map(entry -> decided.getOrDefault(entry, new Done(TaskOutcome.REFUSED, "–")))
                .toList();
    }

    private static Done done(GivenAgain.Reconsidered reconsidered) {
        SealedRecord record = reconsidered.record();
        if (reconsidered.undecidable() != null) {
            return new Done(TaskOutcome.REFUSED, LedgerProblem.ARCHIVED.code());
        }
        Decision.Deny denial = reconsidered.denial();
        if (denial != null) {
            return new Done(TaskOutcome.NOT_GIVEN, denial.reason().name());
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
