package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.startOf;

import java.time.LocalDate;
import java.util.List;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.FeeSums;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.Wording;
import org.jspecify.annotations.Nullable;

/** V-F01 at the close of the month: more was spent on prevention than the cap of the premium received. */
final class FeeCapDeadline implements DeadlineRule {

    @Override
    public String id() {
        return "V-F01";
    }

    @Override
    public RecordType subject() {
        return RecordType.POLICY;
    }

    @Override
    public Wanted wanted(KnownRecord policy) {
        return DeadlineContext.wanted(new Lookup(RecordType.FEE_LEDGER, "policyNo", policy.businessKey()));
    }

    @Override
    public List<Due> due(KnownRecord policy, DeadlineContext context) {
        String start = policy.text("startAt");
        Long received = policy.number("received");
        Long cap = start == null ? null : context.parametersOn(policy, start).feeCap();
        List<KnownRecord> entries = context.related(RecordType.FEE_LEDGER, "policyNo", policy.businessKey());
        if (received == null || cap == null || entries.isEmpty()) {
            return List.of();
        }
        long spent = FeeSums.spent(entries, policy.insurer(), null);
        LocalDate last = lastSpending(entries, policy.insurer());
        if (last == null || !FeeSums.isOverCap(spent, received, cap)) {
            return List.of();
        }
        return Ladder.of(
                        policy,
                        EscalationTrigger.FEE_OUT_OF_BOUNDS,
                        startOf(last.withDayOfMonth(1).plusMonths(1)))
                .on("cap")
                .reached(
                        context,
                        DeadlineProblem.FEE_EXCESSIVE,
                        Wording.clean(policy.businessKey()),
                        Wording.yuan(spent),
                        Wording.yuan(FeeSums.most(received, cap)));
    }

    private static @Nullable LocalDate lastSpending(List<KnownRecord> entries, String insurer) {
        LocalDate last = null;
        for (KnownRecord entry : entries) {
            String booked = entry.text("bookDate");
            if (booked != null
                    && "SPEND".equals(entry.text("type"))
                    && entry.insurer().equals(insurer)
                    && (last == null || ChinaTime.day(booked).isAfter(last))) {
                last = ChinaTime.day(booked);
            }
        }
        return last;
    }
}
