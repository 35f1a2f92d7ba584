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
        for (String uscc : InsuredUnits.of(policy)) {
            ServedUnit unit = new ServedUnit(policy, uscc, context);
            if (period.whole && !unit.isInsured(period.from, period.until)) {
                continue;
            }
            ServedUnit.Count count = unit.count(period.from, period.until);
            if (count == null || count.isEnough()) {
                continue;
            }
            if (unit.isListed()) {
                listed.add(uscc);
            } else {
                due.addAll(missing(policy, context, period, count));
            }
        }
        if (!listed.isEmpty()) {
            // One matter for all of them: a park has more units than one record may have escalations.
            due.addAll(Ladder.of(policy, EscalationTrigger.FREQUENCY_AT_RISK, period.until)
                    .on(period.name + "/units")
                    .about(listed)
                    .reached(
                            context,
                            DeadlineProblem.UNITS_NOT_SERVED,
                            Wording.clean(policy.businessKey()),
                            period.name,
                            listed.size()));
        }
        return due;
    }

    private static List<Due> missing(
            KnownRecord policy, DeadlineContext context, Period period, ServedUnit.Count count) {
        return Ladder.of(policy, EscalationTrigger.FREQUENCY_AT_RISK, period.until)
                .on(period.name)
                .reached(
                        context,
                        DeadlineProblem.SERVICES_MISSING,
                        Wording.clean(policy.businessKey()),
                        period.name,
                        count.asked().assessments(),
                        Math.max(count.asked().inspections(), count.asked().either()),
                        count.assessments(),
                        count.inspections());
    }
}
