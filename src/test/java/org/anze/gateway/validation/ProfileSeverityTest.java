package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.jurisdiction.Profiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place may ask for more than a warning, or take less than a rejection, but not where people or premiums are protected. */
class ProfileSeverityTest {

    @Test
    void rejectsWhatElsewhereIsAWarning(@TempDir Path folder) throws IOException {
        Validator validator = validator(folder, "{VAL-0304: REJECT, VAL-0401: WARNING}");
        SampleContext context = new SampleContext().from(SampleContext.insurer("insurer-jia"));
        assertThat(accepts(validator, context, SampleRecords.aPolicy().with("actualCount=421")))
                .isTrue();
        assertThat(accepts(validator, context, SampleRecords.aPolicy().with("actualCount=421; @riskRegion=110105")))
                .isFalse();
    }

    @Test
    void acceptsClaimsAfterThePolicyWhereTheProfileHasATailClause(@TempDir Path folder) throws IOException {
        Validator validator = validator(folder, "{VAL-0401: WARNING}");
        SampleContext context = new SampleContext().receivedAt("2026-06-02T00:00:00+08:00");
        String late = "occurredAt=2026-06-01T00:00:00+08:00; reportedAt=2026-06-01T00:00:00+08:00; victims=;"
                + "stages=[{\"stage\":\"REPORT\"}]";
        assertThat(accepts(validator, context, SampleRecords.aClaim().with(late)))
                .isFalse();
        assertThat(accepts(
                        validator,
                        context.from(SampleContext.insurer("insurer-jia")),
                        SampleRecords.aClaim().with(late + "; @riskRegion=110105")))
                .isTrue();
    }

    @Test
    void namesOnlyCodesThatExist() throws IOException {
        Set<String> codes = Problems.ALL.stream().map(RuleProblem::code).collect(Collectors.toSet());
        for (String region : List.of("110105", "140212", "220102", "330106", "330382", "440106")) {
            assertThat(codes)
                    .containsAll(SampleContext.PROFILES
                            .at(region, java.time.LocalDate.of(2026, 11, 22))
                            .changedSeverities());
        }
    }

    @Test
    void guardsTheProblemsOfTheGuarantees() {
        assertThat(Stream.of(
                        PolicyProblem.DEATH_LIMIT_LOW,
                        PolicyProblem.COMMISSION_HIGH,
                        PolicyProblem.STAFF_PAYS,
                        PolicyProblem.FEE_OVER_CAP,
                        PolicyProblem.LIMITS_DIFFER))
                .extracting(RuleProblem::code)
                .containsExactly("VAL-0303", "VAL-0307", "VAL-0308", "VAL-0310", "VAL-0316");
    }

    private static boolean accepts(Validator validator, SampleContext context, SampleRecords.Sample sample) {
        return validator
                        .validate(List.of(sample.build()), context.build())
                        .get(0)
                        .valid()
                != null;
    }

    private static Validator validator(Path folder, String severities) throws IOException {
        Files.copy(Path.of("jurisdictions/national.yaml"), folder.resolve("national.yaml"));
        Files.writeString(folder.resolve("local.yaml"), """
                profile: local
                zh: 地方
                en: Local
                regionPrefix: '11'
                parameters:
                  severity:
                    - {value: %s, validFrom: 2020-01-01, source: test}
                """.formatted(severities));
        return new Validator(SampleRecords.DEFINITIONS, Profiles.load(folder), SampleContext.CODES);
    }
}
