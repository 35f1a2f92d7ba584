package org.anze.gateway.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Decision;
import org.anze.gateway.feed.GivenAgain;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.SealedRecord;

/** Says of records that are to go to a recipient again what the feed will make of that. Safe for many threads. */
final class Forecasts {

    private final GivenAgain again;
    private final SoundAgreements agreements;

    Forecasts(GivenAgain again, SoundAgreements agreements) {
        this.again = again;
        this.agreements = agreements;
    }

    /**
     * What becomes of each of these entries, in this order: given again, or why it is not.
     *
     * @throws TryAgainLater while nobody can say
     */
    List<Done> of(String recipient, List<Long> entries) {
        Map<Long, Done> decided = new HashMap<>();
        for (GivenAgain.Reconsidered each : again.of(recipient, agreements.of(recipient), entries, agreements.now())) {
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
