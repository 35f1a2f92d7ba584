package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.startOf;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.jurisdiction.HazardRecipients;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/**
 * V-H01: a major hazard is overdue from 24:00 of its deadline, whatever its sender says, unless it was rectified before. The
 * departments that the place names are told at that moment.
 */
final class HazardDeadline implements DeadlineRule {

    private static final Set<String> DONE = Set.of("CLOSED", "RECHECKED");
    private static final Set<String> RECTIFIED = Set.of("RECTIFIED", "RECHECKED", "CLOSED");

    @Override
    public String id() {
        return "V-H01";
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
        if (!isOpenMajor(hazard) || hazard.text("deadline") == null || isRectifiedInTime(hazard)) {
            return List.of();
        }
        return Ladder.of(hazard, EscalationTrigger.MAJOR_HAZARD_OVERDUE, endOfDeadline(hazard))
                .first(addressees(hazard, context))
                .reached(
                        context,
                        DeadlineProblem.HAZARD_OVERDUE,
                        Wording.clean(hazard.businessKey()),
                        String.valueOf(hazard.text("deadline")));
    }

    static boolean isOpenMajor(KnownRecord hazard) {
        return "重大".equals(hazard.text("level")) && !DONE.contains(String.valueOf(hazard.text("state")));
    }

    static Instant endOfDeadline(KnownRecord hazard) {
        return startOf(ChinaTime.day(String.valueOf(hazard.text("deadline"))).plusDays(1));
    }

    static Set<PartyType> addressees(KnownRecord hazard, DeadlineContext context) {
        HazardRecipients recipients = context.parametersToday(hazard).majorHazardRecipients();
        return recipients == null ? Set.of() : recipients.addressees();
    }

    private static boolean isRectifiedInTime(KnownRecord hazard) {
        String rectified = hazard.text("rectifiedAt");
        // Where a recheck was not passed and the work goes on, the first date stands and says nothing.
        return rectified != null
                && RECTIFIED.contains(String.valueOf(hazard.text("state")))
                && DeadlineContext.instant(rectified).isBefore(endOfDeadline(hazard));
    }
}
