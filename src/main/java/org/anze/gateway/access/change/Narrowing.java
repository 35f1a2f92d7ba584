package org.anze.gateway.access.change;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Coverage;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * Whether a new set of agreements gives nobody anything that the old one does not give: only then one person is enough.
 * A sufficient test, not an exact one: whatever it does not understand counts as a gain, and what an agreement may learn to
 * say one day is compared for equality.
 */
final class Narrowing {

    /** What may differ in an agreement because it is looked at apart; the number of the version gives nothing. */
    private static final Set<String> LOOKED_AT =
            Set.of("version", "validFrom", "validTo", "revokedAt", "coverage", "grants");

    private static final Set<String> OF_GRANT = Set.of("give", "mask", "maskedFields");
    private static final Set<String> OF_COVERAGE = Set.of("regions", "sectors", "insurers");

    private Narrowing() {}

    /** Whether nobody gains anything, seen from now on. */
    static boolean holds(List<Agreement> before, List<Agreement> after, Instant now) {
        return after.stream().allMatch(agreement -> gainsNothing(before, agreement, now));
    }

    private static boolean gainsNothing(List<Agreement> before, Agreement after, Instant now) {
        if (!end(after).isAfter(now)) {
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
                && !end(after).isAfter(end(before))
                && narrows(before.coverage(), after.coverage())
                && Arrays.stream(RecordType.values())
                        .allMatch(type -> narrows(grants(before, type), grants(after, type)));
    }

    private static List<Agreement.Grant> grants(Agreement agreement, RecordType type) {
        return agreement.grants().stream().filter(grant -> grant.type() == type).toList();
    }

    /** Of several grants for a type the first that fits decides: taking one away lets the next one decide, except at the end. */
    private static boolean narrows(List<Agreement.Grant> before, List<Agreement.Grant> after) {
        return after.size() <= before.size()
                && (after.size() == before.size() || within(countedByAll(before), countedByAny(after)))
                && IntStream.range(0, after.size()).allMatch(i -> narrows(before.get(i), after.get(i)));
    }

    /** Figures reach the units that every grant of a type reaches, so one grant less may let more be counted. */
    private static @Nullable Set<String> countedByAll(List<Agreement.Grant> grants) {
        Set<String> units = null;
        for (Agreement.Grant grant : grants) {
            if (grant.kind() == Agreement.Kind.RECORDS) {
                Set<String> reached = units(grant);
                if (units != null) {
                    reached.retainAll(units);
                }
                units = reached;
            }
        }
        return units;
    }

    private static @Nullable Set<String> countedByAny(List<Agreement.Grant> grants) {
        Set<String> units = new HashSet<>();
        for (Agreement.Grant grant : grants) {
            if (grant.kind() == Agreement.Kind.AGGREGATE) {
                return null;
            }
            units.addAll(units(grant));
        }
        return units;
    }

    private static Set<String> units(Agreement.Grant grant) {
        Set<String> units = new HashSet<>(grant.give());
        units.addAll(grant.mask());
        return units;
    }

    private static boolean narrows(Agreement.Grant before, Agreement.Grant after) {
        return equalBut(OF_GRANT, before, after)
                && before.give().containsAll(after.give())
                && after.mask().stream().allMatch(unit -> masksAsMuch(before, after, unit));
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

    /** When it ends, by its own date or by revocation. */
    static Instant end(Agreement agreement) {
        Instant revoked = agreement.revokedAt();
        return revoked != null && revoked.isBefore(agreement.until()) ? revoked : agreement.until();
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
