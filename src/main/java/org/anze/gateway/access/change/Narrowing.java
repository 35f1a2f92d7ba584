package org.anze.gateway.access.change;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Coverage;
import org.anze.gateway.access.SingleCase;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * Whether a new set of agreements gives nobody anything that the old one does not give: only then one person is enough.
 * A sufficient test, not an exact one: whatever it does not understand counts as a gain, and what an agreement may learn to
 * say one day is compared for equality.
 */
final class Narrowing {

    /** What may differ in an agreement because it is looked at apart; the number of the version gives nothing. */
    private static final Set<String> LOOKED_AT = Set.of(
            "version",
            "validFrom",
            "validTo",
            "revokedAt",
            "legalBasis",
            "importantData",
            "recordsPerDay",
            "coverage",
            "grants");

    private static final Set<String> OF_GRANT = Set.of("give", "mask", "maskedFields", "singleCase");
    private static final Set<String> OF_COVERAGE = Set.of("regions", "sectors", "insurers");

    private Narrowing() {}

    /** Whether nobody gains anything, seen from now on. */
    static boolean holds(List<Agreement> before, List<Agreement> after, Instant now) {
        return after.stream().allMatch(agreement -> gainsNothing(before, agreement, now));
    }

    private static boolean gainsNothing(List<Agreement> before, Agreement after, Instant now) {
        if (!after.end().isAfter(now)) {
            return true;
        }
        Optional<Agreement> same =
                before.stream().filter(one -> one.id().equals(after.id())).findFirst();
        return same.isPresent() && narrows(same.get(), after, now);
    }

    private static boolean narrows(Agreement before, Agreement after, Instant now) {
        Instant begin = after.from().isBefore(now) ? now : after.from();
        return equalBut(LOOKED_AT, before, after)
                && !begin.isBefore(before.from())
                && !after.end().isAfter(before.end())
                && endNoLater(before.legalBasis(), after.legalBasis())
                && (after.importantData() || !before.importantData())
                && isNoMore(before.recordsPerDay(), after.recordsPerDay())
                && narrows(before.coverage(), after.coverage())
                && Arrays.stream(RecordType.values())
                        .allMatch(type -> narrows(grants(before, type), grants(after, type)));
    }

    /** The same articles in the same order, each until the same day or an earlier one. */
    private static boolean endNoLater(List<Agreement.Basis> before, List<Agreement.Basis> after) {
        return before.size() == after.size()
                && IntStream.range(0, before.size()).allMatch(i -> {
                    LocalDate end = before.get(i).until();
                    LocalDate until = after.get(i).until();
                    return before.get(i).document().equals(after.get(i).document())
                            && before.get(i).article().equals(after.get(i).article())
                            && (end == null || until != null && !until.isAfter(end));
                });
    }

    private static boolean isNoMore(@Nullable Long before, @Nullable Long after) {
        return before == null || after != null && after <= before;
    }

    private static List<Agreement.Grant> grants(Agreement agreement, RecordType type) {
        return agreement.grants().stream().filter(grant -> grant.type() == type).toList();
    }

    /** Of several grants for a type the first that fits decides: taking one away lets the next one decide, except at the end. */
    private static boolean narrows(List<Agreement.Grant> before, List<Agreement.Grant> after) {
        return after.size() <= before.size()
                && IntStream.range(0, after.size())
                        .allMatch(i -> narrows(before.get(i), after.get(i), i == after.size() - 1));
    }

    /** @param isLast whether no other grant decides once this one gives nothing */
    private static boolean narrows(Agreement.Grant before, Agreement.Grant after, boolean isLast) {
        return equalBut(OF_GRANT, before, after)
                && showsNoMore(before, after)
                && (Objects.equals(before.singleCase(), after.singleCase())
                        || isLast && narrows(before.singleCase(), after.singleCase()));
    }

    private static boolean narrows(@Nullable SingleCase before, @Nullable SingleCase after) {
        return before != null
                && after != null
                && before.businessKey().equals(after.businessKey())
                && (after.watermark() || !before.watermark())
                && !after.expires().isAfter(before.expires());
    }

    private static boolean showsNoMore(Agreement.Grant before, Agreement.Grant after) {
        return before.give().containsAll(after.give())
                && after.mask().stream().allMatch(unit -> masksAsMuch(before, after, unit));
    }

    /**
     * Agreements with a single case that could come to decide: another one stood before it, gave less of such a record, and has
     * gone, ends earlier or reaches less. Only single cases stand over the same records as another agreement.
     *
     * @param after what gives nobody anything by itself that {@code before} does not
     * @return their ids
     */
    static Set<String> uncovered(List<Agreement> before, List<Agreement> after, Instant now) {
        Set<String> uncovered = new HashSet<>();
        for (Agreement agreement : after) {
            boolean first = false;
            for (Agreement.Grant grant : agreement.grants()) {
                first |= grant.singleCase() != null
                        && before.stream()
                                .takeWhile(other -> !other.id().equals(agreement.id()))
                                .filter(other -> other.purpose() == agreement.purpose()
                                        && other.end().isAfter(now)
                                        && other.coverage().overlaps(agreement.coverage()))
                                .filter(other -> other.grants().stream().anyMatch(over -> covers(over, grant)))
                                .anyMatch(other -> after.stream().noneMatch(kept -> standsAsBefore(other, kept)));
            }
            if (first && agreement.end().isAfter(now)) {
                uncovered.add(agreement.id());
            }
        }
        return uncovered;
    }

    /** Whether a grant that decides first gives less of a record than another one would. */
    private static boolean covers(Agreement.Grant over, Agreement.Grant grant) {
        return over.type() == grant.type()
                && over.kind() == Agreement.Kind.RECORDS
                && !(over.persons() == grant.persons() && showsNoMore(over, grant));
    }

    private static boolean standsAsBefore(Agreement before, Agreement after) {
        return before.id().equals(after.id())
                && before.coverage().equals(after.coverage())
                && !after.from().isAfter(before.from())
                && !after.end().isBefore(before.end())
                && after.importantData() == before.importantData()
                && after.grants().size() == before.grants().size()
                && cases(after).equals(cases(before));
    }

    private static List<SingleCase> cases(Agreement agreement) {
        return agreement.grants().stream()
                .map(Agreement.Grant::singleCase)
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean masksAsMuch(Agreement.Grant before, Agreement.Grant after, String unit) {
        if (before.give().contains(unit)) {
            return true;
        }
        Set<String> masked = before.maskedFields().get(unit);
        Set<String> masks = after.maskedFields().get(unit);
        // A masked unit without a list of fields is masked whole.
        return before.mask().contains(unit) && (masks == null || masked != null && masks.containsAll(masked));
    }

    private static boolean narrows(Coverage before, Coverage after) {
        return equalBut(OF_COVERAGE, before, after)
                && within(before.sectors(), after.sectors())
                && within(before.insurers(), after.insurers())
                && regionsWithin(before.regions(), after.regions());
    }

    private static boolean within(@Nullable Set<String> before, @Nullable Set<String> after) {
        return before == null || after != null && before.containsAll(after);
    }

    private static boolean regionsWithin(@Nullable List<String> before, @Nullable List<String> after) {
        return before == null
                || after != null
                        && after.stream().allMatch(region -> before.stream().anyMatch(region::startsWith));
    }

    /** Whether two records are equal in all components but these. */
    private static boolean equalBut(Set<String> names, Record before, Record after) {
        Set<String> known = new HashSet<>(names);
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            if (!known.remove(component.getName())
                    && !Objects.equals(value(component, before), value(component, after))) {
                return false;
            }
        }
        return known.isEmpty();
    }

    private static @Nullable Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component of a public record cannot be read", e);
        }
    }
}
