package org.anze.gateway.validation;

import static org.anze.gateway.validation.AccidentProblem.ACCIDENT_REPORTED_LATE;
import static org.anze.gateway.validation.AccidentProblem.FINAL_LEVEL_DIFFERS;
import static org.anze.gateway.validation.AccidentProblem.LEVEL_DIFFERS;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        long dead = subject.count("dead");
        long serious = subject.count("serious");
        List<Map<String, Object>> followUps = subject.record().objects("followUps");
        for (int i = 0; i < followUps.size(); i++) {
            Map<String, Object> followUp = followUps.get(i);
            if (isInTime(subject, (String) followUp.get("at"))) {
                dead = followUp.get("dead") instanceof Long number ? number : dead;
                serious = followUp.get("serious") instanceof Long number ? number : serious;
            }
        }
        return subject.codes().accidentLevels().levelOf(dead, serious, subject.count("directLoss"));
    }

    /** Casualties are counted anew for thirty days, on roads and after fires for seven (493 article 13). */
    private static boolean isInTime(Case subject, @Nullable String at) {
        boolean roadOrFire =
                subject.is("type", "道路（轨道）车辆致害") || subject.is("type", "道路(轨道)车辆致害") || subject.is("type", "火灾");
        Duration time = roadOrFire
                ? subject.parameters().followUpTimeRoadFire()
                : subject.parameters().followUpTime();
        return at != null
                && subject.has("occurredAt")
                && (time == null || ChinaTime.seconds(at) - subject.seconds("occurredAt") <= time.toSeconds());
    }
}
