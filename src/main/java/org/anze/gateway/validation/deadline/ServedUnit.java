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
import org.anze.gateway.validation.KnownRecord;
import org.jspecify.annotations.Nullable;

/** A unit that a policy insures and that has to be served: the insured itself, or one that a master policy lists. */
record ServedUnit(KnownRecord policy, String uscc, DeadlineContext context) {

    private static final String ASSESSMENT = "2";
    private static final String INSPECTION = "4";
    private static final Set<String> EVERY_SIZE = Set.of("L", "M", "S", "X");

    /**
     * What was asked, and what was done, when it is not enough.
     *
     * @param unread a record that cannot be read and might make it enough; null when it is certain
     */
    record Shortfall(
            ServiceFrequency asked,
            long assessments,
            long inspections,
            @Nullable KnownRecord unread) {}

    boolean isListed() {
        return !uscc.equals(policy.text("insured"));
    }

    /** The services that are missing in a period; null when there are enough, or none are asked for. */
    @Nullable
    Shortfall shortfall(Instant from, Instant until) {
        KnownRecord enterprise = context.known(RecordType.ENTERPRISE, uscc);
        KnownRecord unread = enterprise != null && context.isUnread(enterprise) ? enterprise : null;
        List<KnownRecord> services = context.related(RecordType.SERVICE_RECORD, "uscc", uscc);
        long assessed = count(services, ASSESSMENT, false, from, until);
        for (ServiceFrequency asked :
                frequencies(enterprise, ChinaTime.day(from).toString())) {
            long inspected = count(services, INSPECTION, asked.onSite(), from, until);
            if (!asked.isKept(assessed, inspected)) {
                KnownRecord service = context.unreadSince(services, from.minus(context.futureTolerance(policy)));
                KnownRecord scale = asked.scales().containsAll(EVERY_SIZE) ? null : unread;
                return new Shortfall(asked, assessed, inspected, service != null ? service : scale);
            }
        }
        return null;
    }

    /**
     * The one that counts, or none. What is asked of a unit whose size nobody told is what is asked of every size; where the size
     * was told and cannot be read, all that may count.
     */
    private List<ServiceFrequency> frequencies(@Nullable KnownRecord enterprise, String day) {
        boolean unread = enterprise != null && context.isUnread(enterprise);
        String scale = enterprise == null ? null : enterprise.text("scale");
        String sector = sector(enterprise);
        List<ServiceFrequency> frequencies = context.parametersOn(policy, day).serviceFrequency().stream()
                .filter(frequency -> sector != null
                        && frequency.sectors().contains(sector)
                        && (unread
                                || (scale == null
                                        ? frequency.scales().containsAll(EVERY_SIZE)
                                        : frequency.scales().contains(scale))))
                .toList();
        return unread ? frequencies : frequencies.stream().limit(1).toList();
    }

    /** The sector of a policy is that of its insured; the units of a park have their own. */
    private @Nullable String sector(@Nullable KnownRecord enterprise) {
        return isListed() && enterprise != null && enterprise.scope().sector() != null
                ? enterprise.scope().sector()
                : policy.scope().sector();
    }

    /** One visit counts once, however many policies it is recorded under (V-V06). */
    private static long count(List<KnownRecord> services, String item, boolean onSite, Instant from, Instant until) {
        Set<String> visits = new HashSet<>();
        for (KnownRecord service : services) {
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

    /** A policy that cannot be read and may cover a moment; null when there is none. */
    @Nullable
    KnownRecord unreadPolicy(Instant moment) {
        return context.unreadRunning(context.policies(uscc), moment);
    }

    /** Whether one policy after another covers all of a period. */
    boolean isInsured(Instant from, Instant until) {
        return isCovered(from, until, policies());
    }

    /**
     * An endorsement of another policy that cannot be read and without whose policy a period would not be {@linkplain #isInsured
     * insured}; null when there is none.
     */
    @Nullable
    KnownRecord unreadBridge(Instant from, Instant until) {
        List<KnownRecord> certain = new ArrayList<>();
        KnownRecord unread = null;
        for (KnownRecord other : policies()) {
            KnownRecord endorsement = other.isSameBusiness(policy) ? null : context.unreadEndorsement(other);
            if (endorsement == null) {
                certain.add(other);
            } else {
                unread = endorsement;
            }
        }
        return unread == null || isCovered(from, until, certain) ? null : unread;
    }

    private List<KnownRecord> policies() {
        List<KnownRecord> policies = new ArrayList<>(context.policies(uscc));
        policies.add(policy);
        return LeadingWord.of(policies);
    }

    private boolean isCovered(Instant from, Instant until, List<KnownRecord> policies) {
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
