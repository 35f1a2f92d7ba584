package org.anze.gateway.access;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Which records an agreement reaches: place of risk, sector and insurer must all match (DOMAIN.md B3).
 *
 * @param regions prefixes of 2, 4 or 6 digits; null means everywhere
 * @param sectors codes of table SEC; null means all
 * @param insurers party ids; null means all
 */
public record Coverage(
        @Nullable List<String> regions,
        @Nullable Set<String> sectors,
        @Nullable Set<String> insurers) {

    /** Everything; only what an agreement spells out as {@code everywhere} and {@code all}. */
    public static final Coverage EVERYTHING = new Coverage(null, null, null);

    /** Copies the lists and refuses empty ones: an empty list is a mistake, never "everything". */
    public Coverage {
        regions = regions == null ? null : List.copyOf(regions);
        sectors = sectors == null ? null : Set.copyOf(sectors);
        insurers = insurers == null ? null : Set.copyOf(insurers);
        if (regions != null && regions.isEmpty()
                || sectors != null && sectors.isEmpty()
                || insurers != null && insurers.isEmpty()) {
            throw new IllegalArgumentException("an empty list covers nothing");
        }
    }

    /** Whether a record of this scope is reached. What the record does not tell matches only where there is no limit. */
    public boolean covers(Scope scope) {
        return (sectors == null || scope.sector() != null && sectors.contains(scope.sector()))
                && (insurers == null || insurers.contains(scope.insurer()))
                && (regions == null || coversRegion(regions, scope.riskRegion()));
    }

    /** Whether one record could be reached by both. */
    public boolean overlaps(Coverage other) {
        return meet(sectors, other.sectors) && meet(insurers, other.insurers) && regionsMeet(other);
    }

    private static boolean coversRegion(List<String> prefixes, @Nullable String region) {
        if (region != null) {
            for (int i = 0; i < prefixes.size(); i++) {
                if (region.startsWith(prefixes.get(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean meet(@Nullable Set<String> a, @Nullable Set<String> b) {
        return a == null || b == null || !Collections.disjoint(a, b);
    }

    private boolean regionsMeet(Coverage other) {
        if (regions == null || other.regions == null) {
            return true;
        }
        return regions.stream().anyMatch(a -> other.regions.stream().anyMatch(b -> a.startsWith(b) || b.startsWith(a)));
    }
}
