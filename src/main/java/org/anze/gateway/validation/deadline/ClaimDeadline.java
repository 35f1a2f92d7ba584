package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.startOf;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;
import org.jspecify.annotations.Nullable;

/**
 * V-C06: what the Insurance Law gives a number of days for and a claim does not show yet. The day itself does not count, the
 * last one counts to its end. A claim that was refused or closed has no timers.
 */
final class ClaimDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-C06";
    }

    @Override
    public RecordType subject() {
        return RecordType.CLAIM;
    }

    @Override
    public Wanted wanted(KnownRecord claim) {
        return DeadlineContext.nothing();
    }

    @Override
    public List<Due> due(KnownRecord claim, DeadlineContext context) {
        String occurred = claim.text("occurredAt");
        if (occurred == null || reached(claim, "CLOSE") || reached(claim, "REFUSE")) {
            return List.of();
        }
        Parameters parameters = context.parametersOn(claim, occurred);
        List<Due> due = new ArrayList<>();
        boolean paid = reached(claim, "PAY");
        if (!paid) {
            due.addAll(due(claim, context, "ASSESS", parameters.paymentTime(), "支付", "payment"));
        }
        if (!paid && !reached(claim, "VERIFY") && !reached(claim, "ASSESS")) {
            due.addAll(due(claim, context, "REGISTER", parameters.verificationTime(), "核定", "verification"));
        }
        if (!paid && !reached(claim, "PREPAY")) {
            due.addAll(due(claim, context, "REGISTER", parameters.minimumPaymentTime(), "先行支付", "a first payment"));
        }
        return due;
    }

    private static List<Due> due(
            KnownRecord claim, DeadlineContext context, String from, @Nullable Duration allowed, String zh, String en) {
        String at = at(claim, from);
        if (at == null || allowed == null) {
            return List.of();
        }
        LocalDate last = ChinaTime.day(at).plusDays(allowed.toDays());
        return Ladder.of(claim, EscalationTrigger.CLAIM_TIMER, startOf(last.plusDays(1)))
                .on(en)
                .reached(context, DeadlineProblem.CLAIM_TIMER_MISSED, Wording.clean(claim.businessKey()), last, zh, en);
    }

    private static boolean reached(KnownRecord claim, String stage) {
        return current(claim).stream().anyMatch(entry -> stage.equals(entry.get("stage")));
    }

    private static @Nullable String at(KnownRecord claim, String stage) {
        for (Map<String, Object> entry : current(claim)) {
            if (stage.equals(entry.get("stage"))) {
                return (String) entry.get("at");
            }
        }
        return null;
    }

    /** The stages since the claim was last reopened. */
    private static List<Map<String, Object>> current(KnownRecord claim) {
        List<Map<String, Object>> stages = claim.objects("stages");
        for (int i = stages.size() - 1; i >= 0; i--) {
            if ("REOPEN".equals(stages.get(i).get("stage"))) {
                return stages.subList(i, stages.size());
            }
        }
        return stages;
    }
}
