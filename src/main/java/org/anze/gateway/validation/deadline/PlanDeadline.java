package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.CoverEnd;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/** V-P10 after its grace (JL-04): a policy of a compulsory unit has a plan with at least one item and its frequency. */
final class PlanDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-P10";
    }

    @Override
    public RecordType subject() {
        return RecordType.POLICY;
    }

    @Override
    public Wanted wanted(KnownRecord policy) {
        return DeadlineContext.wanted(
                new Lookup(RecordType.PLAN, "policyNo", policy.businessKey()), CoverEnd.lookup(policy));
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String start = policy.text("startAt");
        Duration grace =
                start == null ? null : context.parametersOn(policy, start).planGrace();
        if (start == null
                || grace == null
                || !isInForce(policy, context)
                || !Sectors.isCompulsory(policy, context, start)
                || hasPlan(policy, context)) {
            return List.of();
        }
        KnownRecord plan = context.unreadOf(policy, context.related(RecordType.PLAN, "policyNo", policy.businessKey()));
        return Ladder.of(policy, EscalationTrigger.PLAN_MISSING, instant(start).plus(grace))
                .unless(plan == null ? context.unreadEndorsement(policy) : plan)
                .reached(context, DeadlineProblem.PLAN_NOT_MADE, Wording.clean(policy.businessKey()), grace.toDays());
    }

    /** A plan for a policy that is over helps nobody. */
    private static boolean isInForce(KnownRecord policy, DeadlineContext context) {
        String end = context.coverEnd(policy);
        return !"CANCELLED".equals(policy.text("status"))
                && (end == null || context.now().isBefore(instant(end)));
    }

    private static boolean hasPlan(KnownRecord policy, DeadlineContext context) {
        for (KnownRecord plan : context.related(RecordType.PLAN, "policyNo", policy.businessKey())) {
            for (Map<String, Object> item : plan.objects("items")) {
                if (item.get("freq") instanceof Long frequency && frequency > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
