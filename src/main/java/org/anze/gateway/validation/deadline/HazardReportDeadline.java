package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.jurisdiction.HazardRecipients;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;
import org.jspecify.annotations.Nullable;

/** V-H04: a major hazard that is overdue or that the unit refuses to rectify was reported to the departments of the place. */
final class HazardReportDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-H04";
    }

    @Override
    public RecordType subject() {
        return RecordType.HAZARD;
    }

    @Override
    public Wanted wanted(KnownRecord hazard) {
        return DeadlineContext.nothing();
    }

    @Override
    public List<Due> due(KnownRecord hazard, DeadlineContext context) {
        HazardRecipients recipients = context.parametersToday(hazard).majorHazardRecipients();
        Instant since = since(hazard);
        if (recipients == null || since == null || !HazardDeadline.isOpenMajor(hazard)) {
            return List.of();
        }
        Set<Object> told = new HashSet<>();
        for (Map<String, Object> report : hazard.objects("reportTo")) {
            told.add(report.get("dept"));
        }
        if (told.size() >= recipients.reports()) {
            return List.of();
        }
        return Ladder.of(hazard, EscalationTrigger.MAJOR_HAZARD_OVERDUE, since)
                .on("report")
                .first(recipients.addressees())
                .reached(
                        context,
                        DeadlineProblem.HAZARD_UNREPORTED,
                        Wording.clean(hazard.businessKey()),
                        recipients.reports(),
                        told.size());
    }

    /** A refusal has no time of its own; it cannot have been before the notice. */
    private static @Nullable Instant since(KnownRecord hazard) {
        String state = String.valueOf(hazard.text("state"));
        if (state.equals("REFUSED")) {
            String notified = hazard.text("notifiedAt") == null ? hazard.text("foundAt") : hazard.text("notifiedAt");
            return notified == null ? null : instant(notified);
        }
        boolean overdue = state.equals("OVERDUE") || state.equals("REPORTED");
        return overdue && hazard.text("deadline") != null ? HazardDeadline.endOfDeadline(hazard) : null;
    }
}
