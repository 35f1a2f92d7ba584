package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.util.List;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/** V-H03: the principal person or controller of a unit with a major hazard confirms that they were told. */
final class NoticeDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-H03";
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
        String found = hazard.text("foundAt");
        if (found == null || !HazardDeadline.isOpenMajor(hazard) || hazard.text("noticeReceipt") != null) {
            return List.of();
        }
        return Ladder.of(hazard, EscalationTrigger.MAJOR_HAZARD_FOUND, instant(found))
                .reached(context, DeadlineProblem.NOTICE_UNCONFIRMED, Wording.clean(hazard.businessKey()));
    }
}
