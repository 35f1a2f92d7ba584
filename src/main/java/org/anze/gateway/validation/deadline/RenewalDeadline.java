package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.Cover;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.CoverEnd;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.InsuredUnits;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;
import org.jspecify.annotations.Nullable;

/**
 * V-P15: at the end of the cover of a compulsory unit another policy begins, unless the unit closed or stopped. A cancellation
 * ends it, too; proof of one that says so is as good as what the register says of the unit.
 */
final class RenewalDeadline implements DeadlineRule {

    private static final Set<String> NOT_WORKING = Set.of("停产", "关闭");
    private static final Set<String> CLOSURES = Set.of("关闭取缔", "完全停产");

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
        if (insured == null) {
            return DeadlineContext.nothing();
        }
        Set<Lookup> lookups = new HashSet<>(InsuredUnits.lookups(insured));
        lookups.add(CoverEnd.lookup(policy));
        return DeadlineContext.wanted(Set.of(new Reference(RecordType.ENTERPRISE, insured)), lookups);
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String end = context.coverEnd(policy);
        if (end == null || policy.text("insured") == null || !Sectors.isCompulsory(policy, context, end)) {
            return List.of();
        }
        KnownRecord unit = context.known(RecordType.ENTERPRISE, policy.text("insured"));
        List<KnownRecord> renewals = renewals(policy, end, context);
        if (renewals.stream().anyMatch(renewal -> context.unreadEndorsement(renewal) == null)
                || isClosed(policy, context)
                || (unit != null && NOT_WORKING.contains(String.valueOf(unit.text("opStatus"))))) {
            return List.of();
        }
        // Of an endorsement that cannot be read nobody knows whether it has ended the cover by now.
        boolean mayBeOver =
                context.unreadEndorsement(policy) != null && instant(end).isAfter(context.now());
        return Ladder.of(policy, EscalationTrigger.POLICY_LAPSE, mayBeOver ? context.now() : instant(end))
                .unless(unread(policy, end, renewals, unit, context))
                .reached(context, DeadlineProblem.POLICY_LAPSED, Wording.clean(policy.businessKey()), end);
    }

    private static boolean isClosed(KnownRecord policy, DeadlineContext context) {
        return context.endorsements(policy).stream()
                .anyMatch(endorsement -> Cover.isCancellation(endorsement.text("type"))
                        && CLOSURES.contains(String.valueOf(endorsement.text("cancelReason")))
                        && endorsement.text("cancelProof") != null);
    }

    /** The state of the unit, an endorsement of this policy or a renewal, or a policy that may run beyond the end of this one. */
    private static @Nullable KnownRecord unread(
            KnownRecord policy,
            String end,
            List<KnownRecord> renewals,
            @Nullable KnownRecord unit,
            DeadlineContext context) {
        if (unit != null && context.isUnread(unit)) {
            return unit;
        }
        return Stream.concat(Stream.of(policy), renewals.stream())
                .map(context::unreadEndorsement)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> context.unreadRunning(context.policies(policy.text("insured")), instant(end)));
    }

    /** A policy that has not begun yet does not help; one that began late ends the lapse. */
    private static List<KnownRecord> renewals(KnownRecord policy, String end, DeadlineContext context) {
        Instant ended = instant(end);
        List<KnownRecord> renewals = new ArrayList<>();
        for (KnownRecord other : context.policies(policy.text("insured"))) {
            String start = other.text("startAt");
            String otherEnd = context.coverEnd(other);
            if (!other.isSameBusiness(policy)
                    && !"CANCELLED".equals(other.text("status"))
                    && start != null
                    && otherEnd != null
                    && instant(otherEnd).isAfter(ended)
                    && (!instant(start).isAfter(ended) || !instant(start).isAfter(context.now()))) {
                renewals.add(other);
            }
        }
        return renewals;
    }
}
