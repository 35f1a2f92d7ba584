package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;
import static org.anze.gateway.validation.deadline.DeadlineContext.startOf;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
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
 * V-V04: as many assessments and inspections as the place asks of the unit's sector and size, both in the year of the policy
 * and in the calendar year. A calendar year counts only when the unit was insured through all of it; then the policy that
 * covers its last moment answers for it. A cancelled policy has no year. Of a master policy every unit that it lists is served.
 */
final class FrequencyDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-V04";
    }

    @Override
    public RecordType subject() {
        return RecordType.POLICY;
    }

    @Override
    public Wanted wanted(KnownRecord policy) {
        Set<Reference> enterprises = new HashSet<>();
        Set<Lookup> lookups = new HashSet<>();
        for (String unit : InsuredUnits.of(policy)) {
            enterprises.add(new Reference(RecordType.ENTERPRISE, unit));
            lookups.addAll(InsuredUnits.lookups(unit));
            lookups.add(new Lookup(RecordType.SERVICE_RECORD, "uscc", unit));
        }
        lookups.add(CoverEnd.lookup(policy));
        return DeadlineContext.wanted(enterprises, lookups);
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String start = policy.text("startAt");
        String end = policy.text("endAt");
        if (start == null || end == null || context.isCancelled(policy)) {
            return List.of();
        }
        List<Due> due = new ArrayList<>();
        due.addAll(due(policy, context, new Period("policyYear", instant(start), instant(end), false)));
        LocalDate lastYear = ChinaTime.day(instant(end).minusSeconds(1));
        for (int year = ChinaTime.day(start).getYear(); year <= lastYear.getYear(); year++) {
            Instant from = startOf(LocalDate.of(year, 1, 1));
            Instant until = startOf(LocalDate.of(year + 1, 1, 1));
            if (!instant(end).isBefore(until)) {
                due.addAll(due(policy, context, new Period(String.valueOf(year), from, until, true)));
            }
        }
        return due;
    }

    /** @param whole whether it counts only for units that were insured through all of it */
    private record Period(String name, Instant from, Instant until, boolean whole) {}

    private static List<Due> due(KnownRecord policy, DeadlineContext context, Period period) {
        List<Due> due = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        KnownRecord unreadOfListed = null;
        for (String uscc : InsuredUnits.of(policy)) {
            ServedUnit unit = new ServedUnit(policy, uscc, context);
            KnownRecord unread = null;
            if (period.whole) {
                boolean insured = unit.isInsured(period.from, period.until);
                unread = insured ? unit.unreadBridge(period.from, period.until) : unit.unreadPolicy(period.from);
                if (!insured && unread == null) {
                    continue;
                }
            }
            ServedUnit.Shortfall shortfall = unit.shortfall(period.from, period.until);
            if (shortfall == null) {
                continue;
            }
            unread = unread == null ? shortfall.unread() : unread;
            if (!unit.isListed()) {
                due.addAll(missing(policy, context, period, shortfall, unread));
            } else if (unread == null) {
                listed.add(uscc);
            } else {
                unreadOfListed = unread;
            }
        }
        if (!listed.isEmpty() || unreadOfListed != null) {
            due.addAll(missing(policy, context, period, listed, unreadOfListed));
        }
        return due;
    }

    private static List<Due> missing(
            KnownRecord policy,
            DeadlineContext context,
            Period period,
            ServedUnit.Shortfall shortfall,
            @Nullable KnownRecord unread) {
        return Ladder.of(policy, EscalationTrigger.FREQUENCY_AT_RISK, period.until)
                .on(period.name)
                .unless(unread == null ? context.unreadEndorsement(policy) : unread)
                .reached(
                        context,
                        DeadlineProblem.SERVICES_MISSING,
                        Wording.clean(policy.businessKey()),
                        period.name,
                        shortfall.asked().assessments(),
                        Math.max(
                                shortfall.asked().inspections(),
                                shortfall.asked().either()),
                        shortfall.assessments(),
                        shortfall.inspections());
    }

    /**
     * One matter for all of them: a park has more units than one record may have escalations.
     *
     * @param unread what leaves it open whether others lack some, too; it counts when nothing is certain of any
     */
    private static List<Due> missing(
            KnownRecord policy,
            DeadlineContext context,
            Period period,
            List<String> listed,
            @Nullable KnownRecord unread) {
        return Ladder.of(policy, EscalationTrigger.FREQUENCY_AT_RISK, period.until)
                .on(period.name + "/units")
                .about(listed)
                .unless(listed.isEmpty() ? unread : context.unreadEndorsement(policy))
                .reached(
                        context,
                        DeadlineProblem.UNITS_NOT_SERVED,
                        Wording.clean(policy.businessKey()),
                        period.name,
                        listed.size());
    }
}
