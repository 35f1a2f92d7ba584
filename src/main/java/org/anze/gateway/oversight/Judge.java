package org.anze.gateway.oversight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
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
        Map<Reference, List<KnownRecord>> subjects = new LinkedHashMap<>();
        keys.forEach(key -> subjects.put(key, LeadingWord.of(heads.under(key.type(), key.businessKey()))));
        Wanted wanted = Deadlines.wanted(
                subjects.values().stream().flatMap(Collection::stream).toList());
        Set<Lookup> lookups = new HashSet<>(wanted.lookups());
        keys.forEach(key -> lookups.add(told(key)));
        References first = ledger.apply(new Wanted(wanted.references(), lookups));
        References known = new BothAnswers(first, ledger.apply(Deadlines.further(wanted, first)));
        DeadlineContext context =
                new DeadlineContext(new OthersWord(known, operator.id()), contents, profiles, codes, now);

        List<Escalation> escalations = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<Unjudged> unjudged = new ArrayList<>();
        for (Map.Entry<Reference, List<KnownRecord>> subject : subjects.entrySet()) {
            if (isCut(subject.getKey(), subject.getValue(), known)) {
                unjudged.add(new Unjudged(subject.getKey(), Unjudged.Reason.TOO_MANY, null, null));
                continue;
            }
            Told told = Told.of(known.related(told(subject.getKey())), operator.id(), contents);
            Set<String> matters = new HashSet<>();
            Unread unread = new Unread();
            List<KnownRecord> readable =
                    subject.getValue().stream().filter(this::isReadable).toList();
            for (Due due : Deadlines.due(readable, context)) {
                KnownRecord about = subjectOf(due, subject.getValue());
                EscalationNumber number = EscalationNumber.of(due, about);
                matters.add(number.matter());
                if (told.isOpen(number)) {
                    continue;
                }
                if (due.unread() == null) {
                    steps.add(new Step(due, about, told.under(number)));
                } else if (context.isOfInterest(about, due.reachedAt())) {
                    unread.note(due.unread());
                }
            }
            List<KnownRecord> gone = told.openOutside(matters);
            KnownRecord closed = unreadOf(subject.getValue());
            if (closed == null) {
                gone.stream().filter(this::isReadable).forEach(over -> escalations.add(Escalation.resolved(over, now)));
                gone.stream().filter(over -> !isReadable(over)).forEach(unread::note);
            } else if (!gone.isEmpty() || context.isOfInterest(closed, contents.receivedAt(closed))) {
                unread.note(closed);
            }
            unread.unjudged(subject.getKey()).ifPresent(unjudged::add);
        }
        List<Step> due = withoutWithdrawn(steps);
        due.forEach(step -> escalations.add(escalation(step)));
        int reopened = (int) due.stream().filter(Step::isReopened).count();
        return new Judged(escalations, reopened, unjudged);
    }

    /** @param settled the escalation that was told of it and settled; null when there is none */
    private record Step(
            Due due, KnownRecord subject, @Nullable KnownRecord settled) {

        boolean isReopened() {
            return settled != null;
        }

        Reference number() {
            return new Reference(
                    RecordType.ESCALATION, EscalationNumber.of(due, subject).toString());
        }
    }

    /** A step that a person withdrew is not to be told any more. */
    private List<Step> withoutWithdrawn(List<Step> steps) {
        Set<Reference> fresh = steps.stream()
                .filter(step -> !step.isReopened())
                .map(Step::number)
                .collect(Collectors.toSet());
        if (fresh.isEmpty()) {
            return steps;
        }
        References written = ledger.apply(new Wanted(fresh, Set.of()));
        return steps.stream()
                .filter(step -> step.isReopened()
                        || written.under(RecordType.ESCALATION, step.number().businessKey()).stream()
                                .noneMatch(record -> record.provider().equals(operator.id())))
                .toList();
    }

    private Escalation escalation(Step step) {
        KnownRecord settled = step.settled;
        return Escalation.of(
                step.due,
                step.subject,
                Addressees.of(step.due, step.subject, parties, operator),
                settled == null ? 1 : settled.version() + 1);
    }

    private static KnownRecord subjectOf(Due due, List<KnownRecord> records) {
        return records.stream()
                .filter(record -> record.isSame(due.subject().businessKey(), due.provider()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a deadline of a record that nobody asked about"));
    }

    /** Whether an answer about these records may lack some: a sum that is too small must accuse nobody. */
    private boolean isCut(Reference key, List<KnownRecord> records, References known) {
        Wanted wanted = Deadlines.wanted(records);
        Set<Lookup> lookups = new HashSet<>(wanted.lookups());
        lookups.addAll(Deadlines.further(wanted, known).lookups());
        lookups.add(told(key));
        return lookups.stream().anyMatch(lookup -> known.related(lookup).size() >= mostRelated.applyAsInt(lookup));
    }

    /** One of the records that cannot be read; a withdrawn one says nothing more, whether it can be read or not. */
    private @Nullable KnownRecord unreadOf(List<KnownRecord> records) {
        return records.stream()
                .filter(record -> !record.isVoid() && !isReadable(record))
                .findFirst()
                .orElse(null);
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

    /** The escalations that the gateway wrote about the records under one key. */
    private record Told(Map<EscalationNumber, KnownRecord> records, Contents contents) {

        static Told of(List<KnownRecord> escalations, String operator, Contents contents) {
            Map<EscalationNumber, KnownRecord> own = new HashMap<>();
            for (KnownRecord escalation : escalations) {
                EscalationNumber number = EscalationNumber.parse(escalation.businessKey());
                if (number != null && escalation.provider().equals(operator)) {
                    own.put(number, escalation);
                }
            }
            return new Told(own, contents);
        }

        /** Whether this very step was told and is not settled; that a later one was told says nothing about its addressees. */
        boolean isOpen(EscalationNumber number) {
            KnownRecord told = records.get(number);
            return told != null && isOpen(told);
        }

        @Nullable
        KnownRecord under(EscalationNumber number) {
            return records.get(number);
        }

        List<KnownRecord> openOutside(Set<String> matters) {
            return records.entrySet().stream()
                    .filter(told -> !matters.contains(told.getKey().matter()) && isOpen(told.getValue()))
                    .sorted(Map.Entry.comparingByKey(Comparator.comparing(EscalationNumber::toString)))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        /** Its versions are told, settled, told again by turns, so that one that cannot be read still says which it is. */
        private boolean isOpen(KnownRecord escalation) {
            return contents.state(escalation) == Contents.State.READABLE
                    ? escalation.text("resolvedAt") == null
                    : escalation.version() % 2 == 1;
        }
    }
}
