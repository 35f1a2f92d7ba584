package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Duration;
import java.util.List;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.CoverEnd;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.FeeSums;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/** V-F02: by some days after its end at least the floor of a policy's premium was spent on prevention. */
final class FeeFloorDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-F02";
    }

    @Override
    public RecordType subject() {
        return RecordType.POLICY;
    }

    @Override
    public Wanted wanted(KnownRecord policy) {
        return DeadlineContext.wanted(
                new Lookup(RecordType.FEE_LEDGER, "policyNo", policy.businessKey()), CoverEnd.lookup(policy));
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String start = policy.text("startAt");
        String end = policy.text("endAt");
        Long premium = policy.number("premium");
        if (start == null || end == null || premium == null) {
            return List.of();
        }
        Parameters parameters = context.parametersOn(policy, start);
        Long floor = parameters.feeFloor();
        Duration grace = parameters.feeFloorGrace();
        if (floor == null || context.isCancelled(policy)) {
            return List.of();
        }
        List<KnownRecord> entries = context.related(RecordType.FEE_LEDGER, "policyNo", policy.businessKey());
        long spent = FeeSums.spent(entries, policy.insurer(), null);
        long least = FeeSums.least(premium, floor);
        // An entry that cannot be read may be a reversal, too.
        KnownRecord unread = context.unreadOf(policy, entries);
        if (spent >= least && unread == null) {
            return List.of();
        }
        return Ladder.of(
                        policy,
                        EscalationTrigger.FEE_OUT_OF_BOUNDS,
                        instant(end).plus(grace == null ? Duration.ZERO : grace))
                .on("floor")
                .unless(unread == null ? context.unreadEndorsement(policy) : unread)
                .reached(
                        context,
                        DeadlineProblem.FEE_SHORT,
                        Wording.clean(policy.businessKey()),
                        Wording.yuan(spent),
                        Wording.yuan(least),
                        Wording.yuan(least - spent));
    }
}
