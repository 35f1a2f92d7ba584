package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.ServiceFrequency;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.InsuredUnits;
import org.anze.gateway.validation.KnownRecord;
import org.jspecify.annotations.Nullable;

/** A unit that a policy insures and that has to be served: the insured itself, or one that a master policy lists. */
record ServedUnit(KnownRecord policy, String uscc, DeadlineContext context) {

    private static final String ASSESSMENT = "2";
    private static final String INSPECTION = "4";
    private static final Set<String> EVERY_SIZE = Set.of("L", "M", "S", "X");

    /** What was asked, and what was done. */
    record Count(ServiceFrequency asked, long assessments, long inspections) {

        boolean isEnough() {
            return asked.isKept(assessments, inspections);
        }
    }

    boolean isListed() {
        return !uscc.equals(policy.text("insured"));
    }

    /** The services in a period whose place asks for some; null when it does not. */
    @Nullable
    Count count(Instant from, Instant until) {
        ServiceFrequency asked = frequency(ChinaTime.day(from).toString());
        return asked == null
                ? null
                : new Count(
                        asked, count(ASSESSMENT, false, from, until), count(INSPECTION, asked.onSite(), from, until));
    }

    /** What is asked of a unit whose size nobody told is what is asked of every size. */
    private @Nullable ServiceFrequency frequency(String day) {
        KnownRecord enterprise = context.known(RecordType.ENTERPRISE, uscc);
        String scale = enterprise == null ? null : enterprise.text("scale");
        String sector = sector(enterprise);
        for (ServiceFrequency frequency : context.parametersOn(policy, day).serviceFrequency()) {
            if (sector != null
                    && frequency.sectors().contains(sector)
                    && (scale == null
                            ? frequency.scales().containsAll(EVERY_SIZE)
                            : frequency.scales().contains(scale))) {
                return frequency;
            }
        }
        return null;
    }

    /** The sector of a policy is that of its insured; the units of a park have their own. */
    private @Nullable String sector(@Nullable KnownRecord enterprise) {
        return isListed() && enterprise != null && enterprise.scope().sector() != null
                ? enterprise.scope().sector()
                : policy.scope().sector();
    }

    /** One visit counts once, however many policies it is recorded under (V-V06). */
    private long count(String item, boolean onSite, Instant from, Instant until) {
        Set<String> visits = new HashSet<>();
        for (KnownRecord service : context.related(RecordType.SERVICE_RECORD, "uscc", uscc)) {
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

    /** Whether one policy after another covers all of a period. */
    boolean isInsured(Instant from, Instant until) {
        List<KnownRecord> policies = new ArrayList<>(InsuredUnits.policies(context.references(), uscc));
        policies.add(policy);
        Instant covered = from;
        for (boolean further = true; further && covered.isBefore(until); ) {
            further = false;
            for (KnownRecord other : policies) {
                String start = other.text("startAt");
                String end = context.coverEnd(other);
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
