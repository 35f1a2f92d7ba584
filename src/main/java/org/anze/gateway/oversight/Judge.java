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
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
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
    private final Predicate<KnownRecord> readable;
    private final Profiles profiles;
    private final CodeTables codes;
    private final Parties parties;
    private final Party operator;
    private final Instant now;

    /**
     * @param mostRelated how many records an answer has at most, so that one that may be cut is told from a whole one
     * @param readable whether what a record says is still known
     */
    Judge(
            Function<Wanted, References> ledger,
            ToIntFunction<Lookup> mostRelated,
            Predicate<KnownRecord> readable,
            Profiles profiles,
            CodeTables codes,
            Parties parties,
            Party operator,
            Instant now) {
        this.ledger = ledger;
        this.mostRelated = mostRelated;
        this.readable = readable;
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
        keys.forEach(key -> subjects.put(key, heads.under(key.type(), key.businessKey())));
        Wanted wanted = Deadlines.wanted(
                subjects.values().stream().flatMap(Collection::stream).toList());
        Set<Lookup> lookups = new HashSet<>(wanted.lookups());
        keys.forEach(key -> lookups.add(told(key)));
        References first = ledger.apply(new Wanted(wanted.references(), lookups));
        References known = new BothAnswers(first, ledger.apply(Deadlines.further(wanted, first)));
        DeadlineContext context = new DeadlineContext(new OthersWord(known, operator.id()), profiles, codes, now);

        List<Escalation> escalations = new ArrayList<>();
        List<Fresh> fresh = new ArrayList<>();
        int reopened = 0;
        int unjudged = 0;
        for (Map.Entry<Reference, List<KnownRecord>> subject : subjects.entrySet()) {
            if (isIncomplete(subject.getKey(), subject.getValue(), known)) {
                unjudged++;
                continue;
            }
            Told told = Told.of(known.related(told(subject.getKey())), operator.id());
            Set<String> matters = new HashSet<>();
            for (Due due : Deadlines.due(subject.getValue(), context)) {
                EscalationNumber number = EscalationNumber.of(due);
                if (!matters.add(number.matter()) || told.isOpenAt(number)) {
                    continue;
                }
                KnownRecord settled = told.under(number);
                if (settled == null) {
                    fresh.add(new Fresh(due, subjectOf(due, subject.getValue())));
                } else {
                    escalations.add(escalation(due, subjectOf(due, subject.getValue()), settled.version() + 1));
                    reopened++;
                }
            }
            told.openOutside(matters).forEach(gone -> escalations.add(Escalation.resolved(gone, now)));
        }
        escalations.addAll(neverWritten(fresh));
        return new Judged(escalations, reopened, unjudged);
    }

    private record Fresh(Due due, KnownRecord subject) {}

    /** Without those that a person withdrew: that one is not to be told any more. */
    private List<Escalation> neverWritten(List<Fresh> fresh) {
        Map<Reference, Fresh> numbered = new LinkedHashMap<>();
        fresh.forEach(each -> numbered.put(
                new Reference(
                        RecordType.ESCALATION, EscalationNumber.of(each.due).toString()),
                each));
        if (numbered.isEmpty()) {
            return List.of();
        }
        References written = ledger.apply(new Wanted(numbered.keySet(), Set.of()));
        List<Escalation> escalations = new ArrayList<>();
        numbered.forEach((number, each) -> {
            if (written.under(number.type(), number.businessKey()).stream()
                    .noneMatch(record -> record.provider().equals(operator.id()))) {
                escalations.add(escalation(each.due, each.subject, 1));
            }
        });
        return escalations;
    }

    private Escalation escalation(Due due, KnownRecord subject, long version) {
        return Escalation.of(due, subject, Addressees.of(due, subject, parties, operator), version);
    }

    private static KnownRecord subjectOf(Due due, List<KnownRecord> records) {
        return records.stream()
                .filter(record -> record.isSame(due.subject().businessKey(), due.provider()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a deadline of a record that nobody asked about"));
    }

    /**
     * Whether an answer about these records may lack some, or some of them can no longer be read: a sum that is too small must
     * accuse nobody, and nothing is settled because its reason was destroyed.
     */
    private boolean isIncomplete(Reference key, List<KnownRecord> records, References known) {
        Wanted wanted = Deadlines.wanted(records);
        Set<Lookup> lookups = new HashSet<>(wanted.lookups());
        lookups.add(told(key));
        lookups.addAll(Deadlines.further(wanted, known).lookups());
        return records.stream().anyMatch(this::isUnknown)
                || lookups.stream().map(known::related).flatMap(List::stream).anyMatch(this::isUnknown)
                || wanted.references().stream()
                        .flatMap(reference -> known.under(reference.type(), reference.businessKey()).stream())
                        .anyMatch(this::isUnknown)
                || lookups.stream().anyMatch(lookup -> known.related(lookup).size() >= mostRelated.applyAsInt(lookup));
    }

    /** A withdrawn record says nothing more, whether it can be read or not. */
    private boolean isUnknown(KnownRecord record) {
        return !record.isVoid() && !readable.test(record);
    }

    private static Lookup told(Reference key) {
        return new Lookup(RecordType.ESCALATION, "recordRef", key.toString());
    }

    /** The escalations that the gateway wrote about the records under one key. */
    private record Told(Map<EscalationNumber, KnownRecord> records) {

        static Told of(List<KnownRecord> escalations, String operator) {
            Map<EscalationNumber, KnownRecord> own = new HashMap<>();
            for (KnownRecord escalation : escalations) {
                EscalationNumber number = EscalationNumber.parse(escalation.businessKey());
                if (number != null && escalation.provider().equals(operator)) {
                    own.put(number, escalation);
                }
            }
            return new Told(own);
        }

        /** Whether this step of the matter, or one beyond it, was told and is not settled. */
        boolean isOpenAt(EscalationNumber number) {
            return records.entrySet().stream()
                    .anyMatch(told -> told.getKey().matter().equals(number.matter())
                            && told.getKey().level() >= number.level()
                            && isOpen(told.getValue()));
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

        private static boolean isOpen(KnownRecord escalation) {
            return escalation.text("resolvedAt") == null;
        }
    }
}
