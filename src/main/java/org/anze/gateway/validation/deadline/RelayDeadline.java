package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.instant;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;

/**
 * V-A03: departments report an accident upwards, each level within its hours, as far as its level asks: to the city, for
 * 较大 to the province, above that to the State Council's department (493 articles 10 and 11). A level counts as told when an
 * escalation record (R19) about the accident has it.
 */
final class RelayDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-A03";
    }

    @Override
    public RecordType subject() {
        return RecordType.ACCIDENT_REPORT;
    }

    @Override
    public Wanted wanted(KnownRecord report) {
        return DeadlineContext.wanted(new Lookup(RecordType.ESCALATION, "recordRef", reference(report)));
    }

    @Override
    public List<Due> due(KnownRecord report, DeadlineContext context) {
        String reported = report.text("reportedAt");
        Duration allowed =
                reported == null ? null : context.parametersOn(report, reported).relayTime();
        if (reported == null || allowed == null) {
            return List.of();
        }
        Set<String> told = new HashSet<>();
        for (KnownRecord escalation : context.related(RecordType.ESCALATION, "recordRef", reference(report))) {
            told.add(String.valueOf(escalation.text("level")));
        }
        int highest = levels(report, context);
        for (int level = 1; level <= highest; level++) {
            if (!told.contains(String.valueOf(level))) {
                Instant due = instant(reported).plus(allowed.multipliedBy(level));
                return Ladder.of(report, EscalationTrigger.ACCIDENT_RELAY, due)
                        .on("level" + level)
                        .unless(context.unread(context.related(RecordType.ESCALATION, "recordRef", reference(report))))
                        .reached(
                                context,
                                DeadlineProblem.RELAY_MISSED,
                                Wording.clean(report.businessKey()),
                                due.atOffset(ChinaTime.OFFSET),
                                level);
            }
        }
        return List.of();
    }

    private static String reference(KnownRecord report) {
        return report.type().code() + "/" + report.businessKey();
    }

    private static int levels(KnownRecord report, DeadlineContext context) {
        return switch (context.accidentLevel(report)) {
            case "一般" -> 1;
            case "较大" -> 2;
            default -> 3;
        };
    }
}
