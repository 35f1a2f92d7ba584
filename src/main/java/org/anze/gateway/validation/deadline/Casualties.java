package org.anze.gateway.validation.deadline;

import java.util.Map;
import org.anze.gateway.validation.KnownRecord;

/** The level of an accident by the newest numbers that were reported. */
final class Casualties {

    private Casualties() {}

    static String level(KnownRecord report, DeadlineContext context) {
        long dead = report.count("dead");
        long serious = report.count("serious");
        for (Map<String, Object> followUp : report.objects("followUps")) {
            dead = followUp.get("dead") instanceof Long number ? number : dead;
            serious = followUp.get("serious") instanceof Long number ? number : serious;
        }
        return context.codes().accidentLevels().levelOf(dead, serious, report.count("directLoss"));
    }
}
