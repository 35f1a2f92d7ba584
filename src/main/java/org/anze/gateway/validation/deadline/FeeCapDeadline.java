package org.anze.gateway.validation.deadline;

import static org.anze.gateway.validation.deadline.DeadlineContext.startOf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        LocalDate over = FeeSums.isOverCap(spent, received, cap) ? overSince(entries, policy, received, cap) : null;
        KnownRecord unread = context.unreadOf(policy, entries);
        if (over == null && unread != null) {
            over = ChinaTime.day(context.contents().receivedAt(unread));
        }
        if (over == null) {
            return List.of();
        }
        return Ladder.of(
                        policy,
                        EscalationTrigger.FEE_OUT_OF_BOUNDS,
                        startOf(over.withDayOfMonth(1).plusMonths(1)))
                .on("cap")
                .unless(unread)
                .reached(
                        context,
                        DeadlineProblem.FEE_EXCESSIVE,
                        Wording.clean(policy.businessKey()),
                        Wording.yuan(spent),
                        Wording.yuan(FeeSums.most(received, cap)));
    }

    /** The day since which it is over the cap: a later spending does not make that any later. */
    private static @Nullable LocalDate overSince(
            List<KnownRecord> entries, KnownRecord policy, long received, long cap) {
        TreeMap<LocalDate, List<KnownRecord>> days = new TreeMap<>();
        for (KnownRecord entry : entries) {
            String booked = entry.text("bookDate");
            if (booked != null) {
                days.computeIfAbsent(ChinaTime.day(booked), day -> new ArrayList<>())
                        .add(entry);
            }
        }
        LocalDate since = null;
        long spent = 0;
        for (Map.Entry<LocalDate, List<KnownRecord>> day : days.entrySet()) {
            spent += FeeSums.spent(day.getValue(), policy.insurer(), null);
            if (!FeeSums.isOverCap(spent, received, cap)) {
                since = null;
            } else if (since == null) {
                since = day.getKey();
            }
        }
        return since;
    }
}
