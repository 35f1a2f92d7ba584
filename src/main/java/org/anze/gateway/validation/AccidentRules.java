package org.anze.gateway.validation;

import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;
import static org.anze.gateway.validation.ValidationProblem.ACCIDENT_REPORTED_LATE;
import static org.anze.gateway.validation.ValidationProblem.LEVEL_DIFFERS;

import java.time.Duration;
import java.util.List;

/** V-A rules of R10 that one report can decide. V-A03 follows the report through the departments. */
final class AccidentRules {

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.past("occurredAt"),
            CommonRules.past("reportedAt"),
            CommonRules.order("occurredAt", "reportedAt"),
            warns(
                    "V-A01",
                    "493 art 3",
                    LEVEL_DIFFERS,
                    "levelPrelim",
                    subject -> subject.has("levelPrelim")
                            && !subject.is("levelPrelim", level(subject).zh()),
                    subject -> words(level(subject).zh(), subject.words("levelPrelim"))),
            warns(
                    "V-A02",
                    "493 art 9",
                    ACCIDENT_REPORTED_LATE,
                    "reportedAt",
                    subject -> subject.laterThan(
                            "occurredAt", "reportedAt", subject.parameters().accidentReportDelay()),
                    subject -> words(
                            Duration.ofSeconds(subject.secondsBetween("occurredAt", "reportedAt"))
                                    .toMinutes(),
                            subject.parameters().accidentReportDelay().toMinutes())));

    private AccidentRules() {}

    /** A level that is too low hides an accident, one that is too high alarms without cause: both are told. */
    private static AccidentLevel level(Case subject) {
        return AccidentLevel.of(subject.count("dead"), subject.count("serious"), subject.count("directLoss"));
    }
}
