package org.anze.gateway.oversight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.anze.gateway.validation.deadline.DeadlineContext;
import org.anze.gateway.validation.deadline.Deadlines;
import org.anze.gateway.validation.deadline.Due;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is due about records with what the ledger says was told, and names the difference. It changes nothing and is a
 * function of ledger, configuration and time. One for one walk, for one thread.
 */
final class Judge {

    /** What is looked up together, but for a single key that wants more: a master policy lists a thousand units. */
    static final int MOST_WANTED = 5_000;

    private final Function<Wanted, References> ledger;
    private final ToIntFunction<Lookup> mostRelated;
    private final Contents contents;
    private final Profiles profiles;
    private final CodeTables codes;
    private final Parties parties;
    private final Party operator;
    private final Instant now;

    /**
     * @param mostRelated how many records an answer has at most, so that one that may be cut is told from a whole one
     * @param contents which records of an answer can be read
     */
    Judge(
            Function<Wanted, References> ledger,
            ToIntFunction<Lookup> mostRelated,
            Contents contents,
            Profiles profiles,
            CodeTables codes,
            Parties parties,
            Party operator,
            Instant now) {
        this.ledger = ledger;
        this.mostRelated = mostRelated;
        this.contents = contents;
        this.profiles = profiles;
        this.codes = codes;
        this.parties = parties;
        this.operator = operator;
        this.now = now;
    }

    /** The records under these keys, of all parties. */
    Judged judge(List<Reference> keys) {
        References heads = ledger.apply(new Wanted(new HashSet<>(keys), Set.of()));
        Judged judged = Judged.NOTHING;
        List<Subject> together = new ArrayList<>();
        int wanted = 0;
        for (Reference key : keys) {
            Subject subject = Subject.of(key, heads.under(key.type(), key.businessKey()));
            wanted += subject.wanted();
            if (wanted > MOST_WANTED && !together.isEmpty()) {
                judged = judged.plus(judgeTogether(together));
                together.clear();
                wanted = subject.wanted();
            }
            together.add(subject);
        }
        return judged.plus(judgeTogether(together));
    }

    private Judged judgeTogether(List<Subject> subjects) {
        Wanted wanted = Deadlines.wanted(subjects.stream()
                .flatMap(subject -> subject.questions().stream())
                .toList());
        Set<Lookup> lookups = new HashSet<>(wanted.lookups());
        subjects.forEach(subject -> lookups.add(told(subject.key())));
        References first = ledger.apply(new Wanted(wanted.references(), lookups));
        References known = new BothAnswers(first, ledger.apply(Deadlines.further(wanted, first)));
        DeadlineContext context =
                new DeadlineContext(new OthersWord(known, operator.id()), contents, profiles, codes, now);

        List<Escalation> escalations = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<Unjudged> unjudged = new ArrayList<>();
        for (Subject subject : subjects) {
            if (isCut(Set.of(told(subject.key())), known)) {
                unjudged.add(Unjudged.tooMany(subject.key()));
                continue;
            }
            Told told = Told.of(known.related(told(subject.key())), operator.id(), contents);
            Set<String> cut = new HashSet<>();
            Map<EscalationNumber, Step> due = new LinkedHashMap<>();
            for (Deadlines.Question question : subject.questions()) {
                if (isCut(question.wanted(), known)) {
                    cut.add(question.rule().id());
                } else if (isReadable(question.record())) {
                    for (Due each : question.due(context)) {
                        EscalationNumber number = EscalationNumber.of(each, question.record());
                        Step step = new Step(
                                each, question.record(), subject.senders(question.record()), told.under(number));
                        due.merge(number, step, Step::surer);
                    }
                }
            }
            Unread unread = new Unread();
            due.forEach((number, step) -> {
                if (told.isOpen(number)) {
                    return;
                }
                if (step.due.unread() == null) {
                    steps.add(step);
                } else if (context.isOfInterest(step.subject, step.due.reachedAt())) {
                    unread.note(step.due.unread());
                }
            });
            List<KnownRecord> closed = subject.records().stream()
                    .filter(record -> !record.isVoid() && !isReadable(record))
                    .toList();
            Set<String> matters =
                    due.keySet().stream().map(EscalationNumber::matter).collect(Collectors.toSet());
            for (KnownRecord over : told.openOutside(matters, cut)) {
                Optional<KnownRecord> about = closed.stream()
                        .filter(record -> mayBeAbout(over, record))
                        .findFirst();
                if (about.isPresent()) {
                    unread.note(about.get());
                } else if (isReadable(over)) {
                    escalations.add(Escalation.resolved(over, now));
                } else {
                    unread.note(over);
                }
            }
            closed.stream()
                    .filter(record -> context.isOfInterest(record, contents.receivedAt(record)))
                    .forEach(unread::note);
            if (cut.isEmpty()) {
                unread.unjudged(subject.key()).ifPresent(unjudged::add);
            } else {
                unjudged.add(Unjudged.tooMany(subject.key()));
            }
        }
        List<Step> due = withoutWithdrawn(steps);
        due.forEach(step -> escalations.add(escalation(step)));
        int reopened = (int) due.stream().filter(Step::isReopened).count();
        return new Judged(escalations, reopened, unjudged);
    }

    /** Of a number that is shared by several insurers an escalation does not say whose it is, nor does a record of a unit. */
    private static boolean mayBeAbout(KnownRecord escalation, KnownRecord record) {
        String insurer = escalation.scope().insurer();
        return insurer.isEmpty() || record.scope().insurer().isEmpty() || insurer.equals(record.insurer());
    }

    /**
     * @param senders parties that sent the subject or the same
     * @param settled the escalation that was told of it and settled; null when there is none
     */
    private record Step(
            Due due,
            KnownRecord subject,
            Set<String> senders,
            @Nullable KnownRecord settled) {

        /** Of what several words say about one matter; one that is certain is enough. */
        Step surer(Step other) {
            return due.unread() == null ? this : other;
        }

        boolean isReopened() {
            return settled != null;
        }

        Reference number() {
            return reference(EscalationNumber.of(due, subject));
        }

        /** Under which the same was told when the sender was part of the number instead of the insurer. */
        List<Reference> formerNumbers() {
            return senders.stream()
                    .filter(sender -> !sender.equals(subject.insurer()))
                    .map(sender -> reference(EscalationNumber.of(due, sender)))
                    .toList();
        }

        private static Reference reference(EscalationNumber number) {
            return new Reference(RecordType.ESCALATION, number.toString());
        }
    }

    /** A step that a person withdrew is not to be told any more. */
    private List<Step> withoutWithdrawn(List<Step> steps) {
        Set<Reference> numbers = steps.stream()
                .filter(step -> !step.isReopened())
                .flatMap(step -> Stream.concat(Stream.of(step.number()), step.formerNumbers().stream()))
                .collect(Collectors.toSet());
        if (numbers.isEmpty()) {
            return steps;
        }
        References written = ledger.apply(new Wanted(numbers, Set.of()));
        return steps.stream()
                .filter(step -> step.isReopened()
                        || (own(step.number(), written).findAny().isEmpty()
                                && step.formerNumbers().stream()
                                        .flatMap(number -> own(number, written))
                                        .noneMatch(KnownRecord::isVoid)))
                .toList();
    }

    private Stream<KnownRecord> own(Reference number, References written) {
        return written.under(number.type(), number.businessKey()).stream()
                .filter(record -> record.provider().equals(operator.id()));
    }

    private Escalation escalation(Step step) {
        KnownRecord settled = step.settled;
        return Escalation.of(
                step.due,
                step.subject,
                Addressees.of(step.due, step.subject, step.senders, parties, operator),
                settled == null ? 1 : settled.version() + 1);
    }

    /** Whether an answer to these may lack some records: a sum that is too small must accuse nobody. */
    private boolean isCut(Wanted wanted, References known) {
        return isCut(wanted.lookups(), known)
                || isCut(Deadlines.further(wanted, known).lookups(), known);
    }

    private boolean isCut(Set<Lookup> lookups, References known) {
        return lookups.stream().anyMatch(lookup -> known.count(lookup) >= mostRelated.applyAsInt(lookup));
    }

    private boolean isReadable(KnownRecord record) {
        return contents.state(record) == Contents.State.READABLE;
    }

    /** The first record that kept a key from being judged. */
    private final class Unread {
        private @Nullable KnownRecord first;

        void note(KnownRecord record) {
            first = first == null ? record : first;
        }

        Optional<Unjudged> unjudged(Reference key) {
            return Optional.ofNullable(first)
                    .map(record -> new Unjudged(
                            key,
                            contents.state(record) == Contents.State.ARCHIVED
                                    ? Unjudged.Reason.ARCHIVED
                                    : Unjudged.Reason.DESTROYED,
                            new Reference(record.type(), record.businessKey()),
                            contents.receivedAt(record)));
        }
    }

    private static Lookup told(Reference key) {
        return new Lookup(RecordType.ESCALATION, "recordRef", key.toString());
    }
}
