package org.anze.gateway.validation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccidentRulesTest {

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "V-S01 | uscc=91140212MAXX00015J | USCC_WRONG",
                "V-S07 | reportedAt=2025-06-09T14:59:59+08:00 | TIMES_REVERSED",
                "V-A01 | dead=2 | -",
                "V-A01 | dead=3 | LEVEL_DIFFERS",
                "V-A01 | dead=3; levelPrelim=较大 | -",
                "V-A01 | dead=9; levelPrelim=较大 | -",
                "V-A01 | dead=10; levelPrelim=重大 | -",
                "V-A01 | dead=29; levelPrelim=重大 | -",
                "V-A01 | dead=30; levelPrelim=重大 | LEVEL_DIFFERS",
                "V-A01 | dead=30; levelPrelim=特别重大 | -",
                "V-A01 | serious=9 | -",
                "V-A01 | serious=10 | LEVEL_DIFFERS",
                "V-A01 | serious=50; levelPrelim=重大 | -",
                "V-A01 | serious=100; levelPrelim=特别重大 | -",
                "V-A01 | directLoss=999999999 | -",
                "V-A01 | directLoss=1000000000 | LEVEL_DIFFERS",
                "V-A01 | directLoss=1000000000; levelPrelim=较大 | -",
                "V-A01 | directLoss=10000000000; levelPrelim=特别重大 | -",
                "V-A01 | dead=0; levelPrelim=较大 | LEVEL_DIFFERS",
                "V-A02 | reportedAt=2025-06-09T16:00:00+08:00 | -",
                "V-A02 | reportedAt=2025-06-09T16:00:01+08:00 | ACCIDENT_REPORTED_LATE",
                "V-T02 | policyNo=UNKNOWN-1 | POLICY_UNKNOWN",
                "V-T02 | policyNo= | -"
            })
    void holdsTheRulesOfAccidentReports(String rule, String changes, String problems) {
        RuleCases.check(rule, SampleRecords.anAccidentReport(), changes, problems);
    }
}
