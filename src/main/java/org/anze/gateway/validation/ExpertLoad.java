package org.anze.gateway.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** V-V05 and V-V06: nobody can serve too often a day, at two places at once, or be counted twice for one visit. */
final class ExpertLoad {

    private ExpertLoad() {}

    static void check(Case subject) {
        String start = subject.text("startAt");
        if (start == null) {
            return;
        }
        List<Map<String, Object>> experts = subject.record().objects("experts");
        for (int i = 0; i < experts.size(); i++) {
            if (experts.get(i).get("certNo") instanceof String certificate
                    && !isPossible(subject, start, others(subject, "experts.certNo", certificate))) {
                return;
            }
        }
    }

    private static boolean isPossible(Case subject, String start, List<KnownRecord> others) {
        int visits = 1;
        String end = subject.has("endAt") ? subject.text("endAt") : start;
        for (int i = 0; i < others.size(); i++) {
            KnownRecord other = others.get(i);
            String otherStart = other.text("startAt");
            if (isSelf(subject, other) || otherStart == null || isSameVisit(subject, other)) {
                continue;
            }
            String otherEnd = other.text("endAt") == null ? otherStart : other.text("endAt");
            if (Case.isBefore(start, otherEnd) && Case.isBefore(otherStart, end)) {
                subject.report(ServiceProblem.EXPERT_TWICE_AT_ONCE, "experts");
                return false;
            }
            visits += other.isTrue("onSite") && otherStart.regionMatches(0, start, 0, 10) ? 1 : 0;
        }
        Integer most = subject.parameters().expertVisits();
        if (most != null && subject.isTrue("onSite") && visits > most) {
            subject.report(ServiceProblem.EXPERT_OVERLOADED, "experts", visits, most);
            return false;
        }
        return true;
    }

    /** Two insurers may both be served by one visit (双融合); then one of the records says so and is not counted. */
    static void checkDoubleCounting(Case subject) {
        List<KnownRecord> others = others(subject, "place", subject.text("place"));
        for (int i = 0; i < others.size(); i++) {
            KnownRecord other = others.get(i);
            if (!isSelf(subject, other)
                    && isSameVisit(subject, other)
                    && !subject.is("policyNo", String.valueOf(other.text("policyNo")))
                    && !subject.isTrue("integrated")
                    && !other.isTrue("integrated")
                    && sharesExperts(subject, other)) {
                subject.report(ServiceProblem.COUNTED_TWICE, "policyNo");
                return;
            }
        }
    }

    private static List<KnownRecord> others(Case subject, String field, @Nullable String value) {
        return subject.related(RecordType.SERVICE_RECORD, field, value);
    }

    private static boolean isSelf(Case subject, KnownRecord other) {
        return other.isSame(
                subject.record().businessKey(), subject.context().provider().id());
    }

    private static boolean isSameVisit(Case subject, KnownRecord other) {
        return subject.has("place")
                && subject.is("place", String.valueOf(other.text("place")))
                && subject.is("startAt", String.valueOf(other.text("startAt")));
    }

    private static boolean sharesExperts(Case subject, KnownRecord other) {
        Set<Object> certificates = certificates(subject.record().objects("experts"));
        Set<Object> others = certificates(other.objects("experts"));
        return (certificates.isEmpty() && others.isEmpty())
                || certificates.stream().anyMatch(others::contains);
    }

    private static Set<Object> certificates(List<Map<String, Object>> experts) {
        Set<Object> certificates = new HashSet<>();
        for (Map<String, Object> expert : experts) {
            if (expert.get("certNo") != null) {
                certificates.add(expert.get("certNo"));
            }
        }
        return certificates;
    }
}
