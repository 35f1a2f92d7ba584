package org.anze.gateway.intake.batch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.intake.batch.CheckedBatch.Accepted;
import org.anze.gateway.intake.batch.CheckedBatch.Parked;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.Basis;
import org.anze.gateway.ledger.LedgerAnswers;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.Validated;
import org.anze.gateway.validation.ValidationContext;
import org.anze.gateway.validation.Validator;
import org.anze.gateway.validation.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules; what the batches refer to is looked up once for all of them. Safe for several threads.
 *
 * <p>The records are judged in their order, and each accepted one is known to those after it. A record that refers to one
 * further down in its batch is judged when that one was accepted; so the order within a batch does not matter for references.
 */
public final class Check {

    private final Supplier<Validator> validator;
    private final Supplier<Parties> parties;
    private final LedgerReferences ledger;

    /** With the rules in force and the ledger to look references up in. */
    public Check(Supplier<Validator> validator, Supplier<Parties> parties, LedgerReferences ledger) {
        this.validator = validator;
        this.parties = parties;
        this.ledger = ledger;
    }

    /** The step. */
    public List<CheckedBatch> apply(List<CanonicalBatch> batches) {
        Validator rules = validator.get();
        List<Question> questions =
                batches.stream().map(batch -> Question.of(batch, rules)).toList();
        LedgerAnswers known = ledger.lookUp(all(questions));
        Parties now = parties.get();
        if (known.isTooMany() && questions.size() > 1) {
            return questions.stream()
                    .map(question -> question.judge(ledger.lookUp(question.looksFor), now))
                    .toList();
        }
        return questions.stream().map(question -> question.judge(known, now)).toList();
    }

    private static Wanted all(List<Question> questions) {
        if (questions.size() == 1) {
            return questions.get(0).looksFor;
        }
        Set<Reference> references = new LinkedHashSet<>();
        Set<Lookup> lookups = new LinkedHashSet<>();
        for (Question question : questions) {
            references.addAll(question.looksFor.references());
            lookups.addAll(question.looksFor.lookups());
        }
        return new Wanted(references, lookups);
    }

    /**
     * A batch and what has to be known to judge it.
     *
     * @param wanted by the rules
     * @param looksFor that, and the records themselves
     */
    private record Question(
            RawBatch raw,
            Validator rules,
            List<Item> items,
            List<RejectedRecord> rejected,
            int skipped,
            Wanted wanted,
            Wanted looksFor) {

        static Question of(CanonicalBatch batch, Validator rules) {
            RawBatch raw = batch.raw();
            List<Item> items = new ArrayList<>();
            List<RejectedRecord> rejected = new ArrayList<>();
            int skipped = 0;
            for (int i = 0; i < batch.records().size(); i++) {
                List<Normalised> parts = batch.records().get(i);
                for (int j = 0; j < parts.size(); j++) {
                    Normalised normalised = parts.get(j);
                    int part = raw.isRelease() ? raw.released().get(i).part() : j;
                    CanonicalRecord record = normalised.record();
                    if (normalised.isSkipped()) {
                        skipped++;
                    } else if (record == null) {
                        rejected.add(unreadable(raw.records().get(i), part, normalised.findings()));
                    } else {
                        boolean lastChance =
                                raw.isRelease() && raw.released().get(i).lastChance();
                        items.add(new Item(record, part, normalised.findings(), lastChance));
                    }
                }
            }
            Wanted wanted = rules.wanted(items.stream().map(Item::record).toList());
            return new Question(raw, rules, items, rejected, skipped, wanted, withOwnKeys(wanted, items));
        }

        CheckedBatch judge(LedgerAnswers known, Parties parties) {
            LayeredReferences references =
                    new LayeredReferences(known, raw.party().id(), raw.earlier().accepted());
            Judge judge = new Judge(rules, raw, references, parties);
            List<Validated> verdicts = wanted.isEmpty() ? judge.together(items) : judge.inTurn(items);
            raw.earlier().add(references.accepted());
            return sort(raw, rules, items, verdicts, rejected, skipped, known.basis(looksFor));
        }
    }

    /** With what the ledger has of the records themselves: an old version that comes late must not pass for the newest one. */
    private static Wanted withOwnKeys(Wanted wanted, List<Item> items) {
        Set<Reference> references = new LinkedHashSet<>(wanted.references());
        items.forEach(item -> references.add(new Reference(item.record.type(), item.record.businessKey())));
        return new Wanted(references, wanted.lookups());
    }

    private record Item(CanonicalRecord record, int part, List<Finding> findings, boolean lastChance) {}

    private static CheckedBatch sort(
            RawBatch raw,
            Validator rules,
            List<Item> items,
            List<Validated> verdicts,
            List<RejectedRecord> rejected,
            int skipped,
            Basis basis) {
        List<Accepted> accepted = new ArrayList<>(verdicts.size());
        List<Parked> parked = new ArrayList<>();
        Instant receivedAt = raw.submission().receivedAt();
        for (int i = 0; i < verdicts.size(); i++) {
            Validated verdict = verdicts.get(i);
            Item item = items.get(i);
            ValidRecord valid = verdict.valid();
            Reference awaited = verdict.awaited();
            if (valid != null) {
                accepted.add(new Accepted(valid.with(item.findings), item.part));
            } else if (awaited != null) {
                parked.add(new Parked(
                        item.record, item.part, item.findings, awaited, rules.parkedUntil(verdict, receivedAt)));
            } else {
                List<Finding> findings = new ArrayList<>(item.findings);
                findings.addAll(verdict.findings());
                rejected.add(RejectedRecord.of(item.record, item.part, findings));
            }
        }
        return new CheckedBatch(raw, accepted, rejected, parked, skipped, basis);
    }

    private static RejectedRecord unreadable(RawRecord raw, int part, List<Finding> findings) {
        return new RejectedRecord(raw.ordinal(), part, raw.location().line(), null, null, findings);
    }

    /** Judges the records of one batch. For one thread. */
    private static final class Judge {
        private final Validator rules;
        private final LayeredReferences references;
        private final ValidationContext context;
        private final ValidationContext lastChance;

        Judge(Validator rules, RawBatch raw, LayeredReferences references, Parties parties) {
            Instant receivedAt = raw.submission().receivedAt();
            this.rules = rules;
            this.references = references;
            this.context = new ValidationContext(raw.party(), receivedAt, references, parties, false);
            this.lastChance = new ValidationContext(raw.party(), receivedAt, references, parties, true);
        }

        /** Nothing is looked for, so none of them depends on another. */
        List<Validated> together(List<Item> items) {
            List<Validated> verdicts =
                    rules.validate(items.stream().map(Item::record).toList(), context);
            verdicts.forEach(this::remember);
            return verdicts;
        }

        List<Validated> inTurn(List<Item> items) {
            @Nullable Validated[] verdicts = new Validated[items.size()];
            Map<Reference, List<Integer>> waiting = new HashMap<>();
            Deque<Integer> turns = new ArrayDeque<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                turns.add(i);
            }
            while (!turns.isEmpty()) {
                int turn = turns.removeFirst();
                Item item = items.get(turn);
                Validated verdict = rules.validate(List.of(item.record), item.lastChance ? lastChance : context)
                        .get(0);
                verdicts[turn] = verdict;
                remember(verdict);
                if (verdict.awaited() != null) {
                    waiting.computeIfAbsent(verdict.awaited(), key -> new ArrayList<>())
                            .add(turn);
                } else if (verdict.valid() != null && !waiting.isEmpty()) {
                    List<Integer> found = waiting.remove(new Reference(item.record.type(), item.record.businessKey()));
                    if (found != null) {
                        for (int i = found.size() - 1; i >= 0; i--) {
                            turns.addFirst(found.get(i));
                        }
                    }
                }
            }
            return List.of(verdicts);
        }

        private void remember(Validated verdict) {
            ValidRecord valid = verdict.valid();
            if (valid != null) {
                references.accept(valid.record(), valid.scope());
            }
        }
    }
}
