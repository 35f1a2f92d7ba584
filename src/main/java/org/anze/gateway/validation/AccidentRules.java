package org.anze.gateway.validation;

import static org.anze.gateway.validation.AccidentProblem.ACCIDENT_REPORTED_LATE;
import static org.anze.gateway.validation.AccidentProblem.FINAL_LEVEL_DIFFERS;
import static org.anze.gateway.validation.AccidentProblem.LEVEL_DIFFERS;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;

import java.time.Duration;
import java.util.List;
import org.anze.gateway.party.PartyType;

/** V-A rules of R10 that one report can decide. V-A03 follows the report through the departments. */
final class AccidentRules {

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
            ReferenceRules.own("uscc", PartyType.ENT),
            CommonRules.past("occurredAt"),
            CommonRules.past("reportedAt"),
            CommonRules.past("caseClosed"),
            CommonRules.past("followUps", "at"),
            CommonRules.order("occurredAt", "reportedAt"),
            warns(
                    "V-A01",
                    "493 art 3",
                    LEVEL_DIFFERS,
                    "levelPrelim",
                    subject -> subject.has("levelPrelim") && !subject.is("levelPrelim", latestLevel(subject)),
                    subject -> words(latestLevel(subject), subject.words("levelPrelim"))),
            warns(
                    "V-A01",
                    "493 art 13",
                    FINAL_LEVEL_DIFFERS,
                    "levelFinal",
                    subject -> subject.has("levelFinal") && !subject.is("levelFinal", latestLevel(subject)),
                    subject -> words(latestLevel(subject), subject.words("levelFinal"))),
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
                            subject.parameters().accidentReportDelay().toMinutes())),
            CommonRules.needed(
                    "C R10", "causeFinal", subject -> subject.has("caseClosed"), "已结案", "the case is closed"),
            CommonRules.needed(
                    "C R10", "levelFinal", subject -> subject.has("caseClosed"), "已结案", "the case is closed"));

    private AccidentRules() {}

    /** A level that is too low hides an accident, one that is too high alarms without cause: both are told. */
    private static String latestLevel(Case subject) {
        return AccidentLevel.latest(subject.record()::value, subject.parameters(), subject.codes());
    }
}
