package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.InsuredUnits;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/** V-P15: at the end of a policy of a compulsory unit another one begins, unless the unit closed or stopped. */
final class RenewalDeadline implements DeadlineRule {

    private static final Set<String> NOT_WORKING = Set.of("停产", "关闭");

    @Override
    public String id() {
        return "V-P15";
    }

    @Override
    public RecordType subject() {
        return RecordType.POLICY;
    }

    @Override
    public Wanted wanted(KnownRecord policy) {
        String insured = policy.text("insured");
        return insured == null
                ? DeadlineContext.nothing()
                : DeadlineContext.wanted(
                        Set.of(new Reference(RecordType.ENTERPRISE, insured)), InsuredUnits.lookups(insured));
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String end = policy.text("endAt");
        if (end == null || policy.text("insured") == null || !Sectors.isCompulsory(policy, context, end)) {
            return List.of();
        }
        KnownRecord unit = context.known(RecordType.ENTERPRISE, policy.text("insured"));
        if (isRenewed(policy, end, context)
                || (unit != null && NOT_WORKING.contains(String.valueOf(unit.text("opStatus"))))) {
            return List.of();
        }
        return Ladder.of(policy, EscalationTrigger.POLICY_LAPSE, instant(end))
                .reached(context, DeadlineProblem.POLICY_LAPSED, Wording.clean(policy.businessKey()), end);
    }

    /** A policy that has not begun yet does not help; one that began late ends the lapse. */
    private static boolean isRenewed(KnownRecord policy, String end, DeadlineContext context) {
        Instant ended = instant(end);
        for (KnownRecord other : InsuredUnits.policies(context.references(), policy.text("insured"))) {
            String start = other.text("startAt");
            String otherEnd = other.text("endAt");
            if (!other.isSame(policy.businessKey(), policy.provider())
                    && !"CANCELLED".equals(other.text("status"))
                    && start != null
                    && otherEnd != null
                    && instant(otherEnd).isAfter(ended)
                    && (!instant(start).isAfter(ended) || !instant(start).isAfter(context.now()))) {
                return true;
            }
        }
        return false;
    }
}
