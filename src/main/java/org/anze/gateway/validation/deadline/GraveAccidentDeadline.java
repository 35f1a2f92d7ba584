package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.util.List;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/**
 * V-A02: an accident of level 较大 or above is told at once; the second step is for one without any follow-up, the third for
 * one whose level was not settled.
 */
final class GraveAccidentDeadline implements DeadlineRule {

    private static final String ORDINARY = "一般";

    @Override
    public String id() {
        return "V-A02";
    }

    @Override
    public RecordType subject() {
        return RecordType.ACCIDENT_REPORT;
    }

    @Override
    public Wanted wanted(KnownRecord report) {
        return DeadlineContext.nothing();
    }

    @Override
    public List<Due> due(KnownRecord report, DeadlineContext context) {
        String reported = report.text("reportedAt");
        String level = context.accidentLevel(report);
        if (reported == null || level.equals(ORDINARY)) {
            return List.of();
        }
        boolean followed = !report.objects("followUps").isEmpty();
        boolean settled = report.text("levelFinal") != null;
        return Ladder.of(report, EscalationTrigger.GRAVE_ACCIDENT, instant(reported))
                .when(step -> step == 1 || (step == 2 && !followed) || (step == 3 && !settled))
                .reached(context, DeadlineProblem.ACCIDENT_GRAVE, Wording.clean(report.businessKey()), level);
    }
}
