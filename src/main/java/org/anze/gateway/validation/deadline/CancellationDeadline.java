package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.Cover;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/** V-P14: a compulsory unit's policy was cancelled without an allowed reason or without proof of it. */
final class CancellationDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-P14";
    }

    @Override
    public RecordType subject() {
        return RecordType.ENDORSEMENT;
    }

    @Override
    public Wanted wanted(KnownRecord endorsement) {
        return DeadlineContext.nothing();
    }

    @Override
    public List<Due> due(KnownRecord endorsement, DeadlineContext context) {
        String at = endorsement.text("effectiveAt");
        if (at == null
                || !Cover.isCancellation(endorsement.text("type"))
                || !Sectors.isCompulsory(endorsement, context, at)) {
            return List.of();
        }
        Set<String> allowed = context.parametersOn(endorsement, at).cancelReasons();
        if (allowed.isEmpty()
                || (allowed.contains(String.valueOf(endorsement.text("cancelReason")))
                        && endorsement.text("cancelProof") != null)) {
            return List.of();
        }
        return Ladder.of(endorsement, EscalationTrigger.CANCELLATION, instant(at))
                .reached(
                        context,
                        DeadlineProblem.CANCELLED_WITHOUT_REASON,
                        Wording.clean(String.valueOf(endorsement.text("policyNo"))));
    }
}
