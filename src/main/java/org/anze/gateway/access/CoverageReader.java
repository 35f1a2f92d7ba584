package org.anze.gateway.access;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.PartyType;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code scope} of an agreement. For one thread. */
final class CoverageReader {

    /** Codes of table SEC: the eight statutory sectors, fishery, and the others. */
    static final Set<String> SECTORS = Set.of("01", "02", "03", "04", "05", "06", "07", "08", "09", "90");

    private static final String ALL_SECTORS = SECTORS.stream().sorted().collect(Collectors.joining(", "));

    private static final String REGION_FORM = "\\d{2}(\\d{2}){0,2}";

    private final Parties parties;
    private final Predicate<String> knownRegion;

    CoverageReader(Parties parties, Predicate<String> knownRegion) {
        this.parties = parties;
        this.knownRegion = knownRegion;
    }

    /** The coverage, or null with findings. */
    @Nullable
    Coverage read(@Nullable YamlSection scope, FileFindings findings) {
        if (scope == null) {
            return null;
        }
        YamlSection.Words regions = limit(scope, "regions", "everywhere", findings);
        YamlSection.Words sectors = limit(scope, "sectors", "all", findings);
        YamlSection.Words insurers = limit(scope, "insurers", "all", findings);
        scope.refuseOthers();
        findings.mark("scope.insurers", scope.lineOf("insurers"));
        check(regions, "scope.regions", AccessProblem.UNKNOWN_REGION, this::isRegion, findings);
        check(sectors, "scope.sectors", AccessProblem.UNKNOWN_SECTOR, SECTORS::contains, findings);
        check(insurers, "scope.insurers", AccessProblem.UNKNOWN_INSURER, this::isInsurer, findings);
        if (!findings.all().isEmpty() || regions == null || sectors == null || insurers == null) {
            return null;
        }
        return new Coverage(regions.list(), asSet(sectors.list()), asSet(insurers.list()));
    }

    private static @Nullable Set<String> asSet(@Nullable List<String> list) {
        return list == null ? null : Set.copyOf(list);
    }

    private static YamlSection.@Nullable Words limit(
            YamlSection scope, String key, String everything, FileFindings findings) {
        YamlSection.Words words = scope.words(key, everything);
        if (words != null && words.list() != null && words.list().isEmpty()) {
            findings.add(AccessProblem.EMPTY_LIST, words.line(), scope.path(key), scope.path(key));
        }
        return words;
    }

    private static void check(
            YamlSection.@Nullable Words words,
            String key,
            AccessProblem problem,
            Predicate<String> known,
            FileFindings findings) {
        if (words == null || words.list() == null) {
            return;
        }
        for (String word : words.list()) {
            if (!known.test(word)) {
                // Only the text about sectors has a place for the list.
                findings.add(problem, words.line(), key, word, ALL_SECTORS);
            }
        }
    }

    private boolean isRegion(String code) {
        return code.matches(REGION_FORM) && knownRegion.test(code);
    }

    /** An insurer whose own file is broken at the moment stays known, or its slip would silence its recipients too. */
    private boolean isInsurer(String id) {
        return parties.broken().containsKey(id)
                || parties.find(id)
                        .filter(party -> party.type() == PartyType.INS)
                        .isPresent();
    }
}
