package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs one case of a rule: a faultless record, what is changed, and the problems that must then be found, no others. */
final class RuleCases {

    private RuleCases() {}

    static void check(String rule, SampleRecords.Sample sample, String changes, String problems) {
        check(new SampleContext(), rule, sample, changes, problems);
    }

    static void check(
            SampleContext context, String rule, SampleRecords.Sample sample, String changes, String problems) {
        Validated verdict = context.validate(sample.with(changes).build());
        assertThat(SampleContext.names(verdict)).isEqualTo(problems);
        assertThat(verdict.findings())
                .allMatch(finding -> (rule.equals("C") ? "null" : rule).equals(String.valueOf(finding.rule()))
                        || finding.code().equals(ValidationProblem.FIELDS_EXPECTED.code()));
        boolean rejected = verdict.findings().stream().anyMatch(finding -> finding.rejects());
        assertThat(verdict.valid() == null).isEqualTo(rejected || verdict.awaited() != null);
        assertThat(rejected && verdict.awaited() != null).isFalse();
    }
}
