package org.anze.gateway.validation.deadline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.CoverEnd;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;

/**
 * All rules about time, for whoever asks them at intervals. The look-ups must be answered in full: a floor is not kept when
 * the spending that kept it was cut off. Ask about so few records at a time that they are.
 */
public final class Deadlines {

    private static final List<DeadlineRule> RULES = List.of(
            new RenewalDeadline(),
            new PlanDeadline(),
            new CancellationDeadline(),
            new FrequencyDeadline(),
            new FeeFloorDeadline(),
            new FeeCapDeadline(),
            new HazardDeadline(),
            new HazardReportDeadline(),
            new NoticeDeadline(),
            new ClaimDeadline(),
            new ComplaintDeadline(),
            new GraveAccidentDeadline(),
            new RelayDeadline());

    private Deadlines() {}

    /** Every rule. */
    public static List<DeadlineRule> rules() {
        return RULES;
    }

    /** The types whose records have deadlines. */
    public static Set<RecordType> subjects() {
        Set<RecordType> types = EnumSet.noneOf(RecordType.class);
        RULES.forEach(rule -> types.add(rule.subject()));
        return types;
    }

    /**
     * A rule and a record that it looks at.
     *
     * @param wanted what has to be looked up before the question is asked, and then {@link #further}
     */
    public record Question(DeadlineRule rule, KnownRecord record, Wanted wanted) {

        /** What is due, the steps of a matter in order. */
        public List<Due> due(DeadlineContext context) {
            return rule.due(record, context);
        }
    }

    /** Everything that may be asked about these records; withdrawn ones have no deadlines. */
    public static List<Question> questions(Collection<KnownRecord> records) {
        List<Question> questions = new ArrayList<>();
        for (KnownRecord record : records) {
            for (DeadlineRule rule : RULES) {
                if (rule.subject() == record.type() && !record.isVoid()) {
                    questions.add(new Question(rule, record, rule.wanted(record)));
                }
            }
        }
        return questions;
    }

    /** What all these questions want. */
    public static Wanted wanted(Collection<Question> questions) {
        Set<Reference> references = new HashSet<>();
        Set<Lookup> lookups = new HashSet<>();
        for (Question question : questions) {
            references.addAll(question.wanted().references());
            lookups.addAll(question.wanted().lookups());
        }
        return new Wanted(references, lookups);
    }

    /** What has to be looked up besides, now that the policies of the units are known: the endorsements of those. */
    public static Wanted further(Wanted wanted, References known) {
        Set<Lookup> lookups = new HashSet<>();
        for (Lookup lookup : wanted.lookups()) {
            if (lookup.type() == RecordType.POLICY) {
                known.related(lookup).forEach(policy -> lookups.add(CoverEnd.lookup(policy)));
            }
        }
        return new Wanted(Set.of(), lookups);
    }
}
