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
import org.anze.gateway.jurisdiction.ServiceFrequency;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
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
 * covers its last moment answers for it.
 */
final class FrequencyDeadline implements DeadlineRule {

    private static final String ASSESSMENT = "2";
    private static final String INSPECTION = "4";
    private static final Set<String> EVERY_SIZE = Set.of("L", "M", "S", "X");

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
        String insured = policy.text("insured");
        if (insured == null) {
            return DeadlineContext.nothing();
        }
        Set<Lookup> lookups = new HashSet<>(InsuredUnits.lookups(insured));
        lookups.add(new Lookup(RecordType.SERVICE_RECORD, "uscc", insured));
        return DeadlineContext.wanted(Set.of(new Reference(RecordType.ENTERPRISE, insured)), lookups);
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String start = policy.text("startAt");
        String end = policy.text("endAt");
        String insured = policy.text("insured");
        if (start == null || end == null || insured == null || "CANCELLED".equals(policy.text("status"))) {
            return List.of();
        }
        List<Due> due = new ArrayList<>(due(policy, context, "policyYear", instant(start), instant(end)));
        LocalDate lastYear = ChinaTime.day(instant(end).minusSeconds(1));
        for (int year = ChinaTime.day(start).getYear(); year <= lastYear.getYear(); year++) {
            Instant from = startOf(LocalDate.of(year, 1, 1));
            Instant until = startOf(LocalDate.of(year + 1, 1, 1));
            if (!instant(end).isBefore(until) && isInsured(policy, context, from, until)) {
                due.addAll(due(policy, context, String.valueOf(year), from, until));
            }
        }
        return due;
    }

    private static List<Due> due(
            KnownRecord policy, DeadlineContext context, String period, Instant from, Instant until) {
        ServiceFrequency frequency =
                frequency(policy, context, ChinaTime.day(from).toString());
        if (frequency == null) {
            return List.of();
        }
        long assessed = count(policy, context, ASSESSMENT, false, from, until);
        long inspected = count(policy, context, INSPECTION, frequency.onSite(), from, until);
        if (frequency.isKept(assessed, inspected)) {
            return List.of();
        }
        return Ladder.of(policy, EscalationTrigger.FREQUENCY_AT_RISK, until)
                .on(period)
                .reached(
                        context,
                        DeadlineProblem.SERVICES_MISSING,
                        Wording.clean(policy.businessKey()),
                        period,
                        frequency.assessments(),
                        Math.max(frequency.inspections(), frequency.either()),
                        assessed,
                        inspected);
    }

    /** What is asked of a unit whose size nobody told is what is asked of every size. */
    private static @Nullable ServiceFrequency frequency(KnownRecord policy, DeadlineContext context, String day) {
        KnownRecord unit = context.known(RecordType.ENTERPRISE, policy.text("insured"));
        String scale = unit == null ? null : unit.text("scale");
        for (ServiceFrequency frequency : context.parametersOn(policy, day).serviceFrequency()) {
            if (policy.scope().sector() != null
                    && frequency.sectors().contains(policy.scope().sector())
                    && (scale == null
                            ? frequency.scales().containsAll(EVERY_SIZE)
                            : frequency.scales().contains(scale))) {
                return frequency;
            }
        }
        return null;
    }

    /** One visit counts once, however many policies it is recorded under (V-V06). */
    private static long count(
            KnownRecord policy, DeadlineContext context, String item, boolean onSite, Instant from, Instant until) {
        Set<String> visits = new HashSet<>();
        for (KnownRecord service : context.related(RecordType.SERVICE_RECORD, "uscc", policy.text("insured"))) {
            String at = service.text("startAt");
            if (at != null
                    && item.equals(service.text("item"))
                    && (!onSite || service.isTrue("onSite"))
                    && !instant(at).isBefore(from)
                    && instant(at).isBefore(until)) {
                visits.add(at + " " + service.text("place"));
            }
        }
        return visits.size();
    }

    private static boolean isInsured(KnownRecord policy, DeadlineContext context, Instant from, Instant until) {
        List<KnownRecord> policies =
                new ArrayList<>(InsuredUnits.policies(context.references(), policy.text("insured")));
        policies.add(policy);
        Instant covered = from;
        for (boolean further = true; further && covered.isBefore(until); ) {
            further = false;
            for (KnownRecord other : policies) {
                String start = other.text("startAt");
                String end = other.text("endAt");
                if (start != null
                        && end != null
                        && !"CANCELLED".equals(other.text("status"))
                        && !instant(start).isAfter(covered)
                        && instant(end).isAfter(covered)) {
                    covered = instant(end);
                    further = true;
                }
            }
        }
        return !covered.isBefore(until);
    }
}
