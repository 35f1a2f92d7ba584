package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.startOf;

import java.time.LocalDate;
import java.util.List;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.AnswerTime;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/** V-M01: a complaint is answered within its working days, verified and extended as it was. */
final class ComplaintDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-M01";
    }

    @Override
    public RecordType subject() {
        return RecordType.COMPLAINT;
    }

    @Override
    public Wanted wanted(KnownRecord complaint) {
        return DeadlineContext.nothing();
    }

    @Override
    public List<Due> due(KnownRecord complaint, DeadlineContext context) {
        String received = complaint.text("receivedAt");
        if (received == null || complaint.text("answeredAt") != null) {
            return List.of();
        }
        boolean extended = complaint.isTrue("extended")
                && complaint.text("extReason") != null
                && complaint.text("approver") != null;
        LocalDate last = AnswerTime.lastDay(
                ChinaTime.day(received),
                complaint.isTrue("needVerify"),
                extended,
                context.parametersOn(complaint, received),
                context.codes().workDays());
        if (last == null) {
            return List.of();
        }
        return Ladder.of(complaint, EscalationTrigger.COMPLAINT_UNANSWERED, startOf(last.plusDays(1)))
                .reached(context, DeadlineProblem.COMPLAINT_UNANSWERED, Wording.clean(complaint.businessKey()), last);
    }
}
