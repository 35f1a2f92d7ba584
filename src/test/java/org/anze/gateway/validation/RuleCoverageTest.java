package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.validation.deadline.DeadlineCase;
import org.anze.gateway.validation.deadline.DeadlineRule;
import org.anze.gateway.validation.deadline.Deadlines;
import org.junit.jupiter.api.Test;

/** Every rule of DOMAIN.md part D is there and is tried on both sides of its boundary. */
class RuleCoverageTest {

    private static final Path LIST = Path.of("src", "test", "resources", "rules", "rules-of-domain.csv");
    private static final int RULES_OF_DOMAIN = 69;

    private final Map<String, String> rules = read();

    @Test
    void namesEveryRuleOnce() {
        assertThat(rules).hasSize(RULES_OF_DOMAIN);
    }

    @Test
    void triesEveryRuleOfArrivalOnBothSides() {
        List<RuleCase> cases = RuleCase.all();
        assertThat(idsOf("cases"))
                .isSubsetOf(ids(cases.stream().filter(RuleCase::isPassing).map(RuleCase::rule)))
                .isSubsetOf(ids(cases.stream().filter(each -> !each.isPassing()).map(RuleCase::rule)));
    }

    @Test
    void triesEveryRuleAboutTimeOnBothSides() {
        List<DeadlineCase> cases = DeadlineCase.all();
        Set<String> passing = ids(cases.stream().filter(DeadlineCase::isPassing).map(DeadlineCase::rule));
        Set<String> failing =
                ids(cases.stream().filter(each -> !each.isPassing()).map(DeadlineCase::rule));
        assertThat(ids(Deadlines.rules().stream().map(DeadlineRule::id)))
                .containsAll(idsOf("deadlines"))
                .isSubsetOf(passing)
                .isSubsetOf(failing);
    }

    @Test
    void hasARuleForEveryIdAndNoOthers() {
        Set<String> implemented = ids(Validator.RULES.values().stream()
                .flatMap(List::stream)
                .map(Rule::id)
                .filter(id -> !id.equals("C")));
        assertThat(rules.keySet()).containsAll(implemented);
        // Scope, the definition and the reader hold these.
        implemented.addAll(Set.of("V-S02", "V-S03", "V-S05", "V-E02", "V-E05"));
        assertThat(implemented).containsAll(idsOf("cases"));
    }

    @Test
    void findsNothingUnderAnIdThatDoesNotExist() {
        assertThat(Problems.ALL).allMatch(problem -> problem.rule() == null || rules.containsKey(problem.rule()));
    }

    @Test
    void findsEveryProblemInAtLeastOneCase() {
        Set<String> found = ids(RuleCase.all().stream()
                .flatMap(each -> Stream.of(each.problems().split(" "))));
        assertThat(Problems.ALL.stream()
                        .filter(problem -> problem.rule() != null && !(problem instanceof DeadlineProblem))
                        .map(problem -> ((Enum<?>) problem).name())
                        .filter(name -> !found.contains(name)))
                .containsExactlyInAnyOrderElementsOf(FOUND_ELSEWHERE);
    }

    /** Tried by tests of their own. */
    private static final List<String> FOUND_ELSEWHERE = List.of(
            "USCC_ORGANISATION_PART",
            "USCC_ORGANISATION_PART_OLD",
            "PERCENT_OUT_OF_RANGE",
            "TEXT_DAMAGED",
            "PRIVATE_CHARACTERS",
            "BASE_RATE_OFF_TARIFF",
            "PAYEE_RELATED");

    @Test
    void provesTheRestInTestsThatExist() throws IOException {
        Set<String> tests = rules.values().stream()
                .filter(where -> !where.equals("cases") && !where.equals("deadlines"))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".java", "")))
                    .containsAll(tests);
        }
    }

    /** Every id of the list. */
    static Set<String> ids() {
        return read().keySet();
    }

    private Set<String> idsOf(String place) {
        return ids(rules.entrySet().stream()
                .filter(rule -> rule.getValue().equals(place))
                .map(Map.Entry::getKey));
    }

    private static Set<String> ids(Stream<String> ids) {
        return ids.collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> read() {
        try {
            Map<String, String> rules = new TreeMap<>();
            for (String line : Files.readAllLines(LIST)) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(",");
                    assertThat(rules.put(parts[0], parts[1])).as(parts[0]).isNull();
                }
            }
            return rules;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
