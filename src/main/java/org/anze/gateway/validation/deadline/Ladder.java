package org.anze.gateway.validation.deadline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.anze.gateway.jurisdiction.EscalationStep;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.validation.DeadlineProblem;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;

/** Finds the steps that a matter has reached. One per matter, not for sharing between threads. */
final class Ladder {

    private final KnownRecord subject;
    private final EscalationTrigger trigger;
    private final Instant since;
    private String occasion = "";
    private List<String> units = List.of();
    private Set<PartyType> first = Set.of();
    private Predicate<Integer> open = level -> true;
    private @Nullable KnownRecord unread;

    private Ladder(KnownRecord subject, EscalationTrigger trigger, Instant since) {
        this.subject = subject;
        this.trigger = trigger;
        this.since = since;
    }

    static Ladder of(KnownRecord subject, EscalationTrigger trigger, Instant since) {
        return new Ladder(subject, trigger, since);
    }

    /** Tells the matter apart from others about the same record. */
    Ladder on(String what) {
        occasion = what;
        return this;
    }

    /** Which units of the record it is about, by their credit codes. */
    Ladder about(List<String> some) {
        units = some;
        return this;
    }

    /** Who is told at the first step instead of those in the ladder, because the profile says so. */
    Ladder first(Set<PartyType> addressees) {
        first = addressees;
        return this;
    }

    /** What cannot be read and might make it undone; null when all is known. */
    Ladder unless(@Nullable KnownRecord record) {
        unread = record;
        return this;
    }

    /** Which steps, from 1, still make sense. */
    Ladder when(Predicate<Integer> level) {
        open = level;
        return this;
    }

    /**
     * Every step that time has reached and that still makes sense, in the order of the ladder: whoever looks seldom must not skip
     * one. A step is reached at its very moment.
     */
    List<Due> reached(DeadlineContext context, DeadlineProblem problem, Object... told) {
        List<EscalationStep> steps = context.parametersToday(subject).escalation(trigger);
        List<Due> reached = new ArrayList<>();
        for (int level = 1; level <= steps.size(); level++) {
            EscalationStep step = steps.get(level - 1);
            if (!context.now().isBefore(since.plus(step.after())) && open.test(level)) {
                reached.add(new Due(
                        String.valueOf(problem.rule()),
                        new Reference(subject.type(), subject.businessKey()),
                        trigger,
                        occasion,
                        units,
                        level,
                        step.after(),
                        level == 1 && !first.isEmpty() ? first : step.to(),
                        step.act(),
                        since,
                        unread,
                        Finding.of(problem, problem.rule(), null, Location.WHOLE, told)));
            }
        }
        return reached;
    }
}
