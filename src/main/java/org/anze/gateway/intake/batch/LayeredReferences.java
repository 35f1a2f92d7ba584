package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.ledger.LedgerAnswers;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.LookupFields;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows, and on top of it what the same submission had accepted of it and is not appended yet: batches that
 * are on their way, and the records of this very batch as they are accepted one after the other. All of the upper layers
 * comes from one provider. For one thread.
 */
final class LayeredReferences implements References {

    private final LedgerAnswers ledger;
    private final String provider;
    private final List<EarlierBatches.Accepted> layers;
    private final EarlierBatches.Accepted current = new EarlierBatches.Accepted();
    private final Map<Lookup, Answer> answers = new HashMap<>();

    LayeredReferences(LedgerAnswers ledger, String provider, List<EarlierBatches.Accepted> earlier) {
        this.ledger = ledger;
        this.provider = provider;
        this.layers = new ArrayList<>(earlier);
        this.layers.add(current);
    }

    /** From now on the record is known, unless the ledger has this version of it already, or one that is newer. */
    void accept(CanonicalRecord record, Scope scope) {
        for (KnownRecord stored : ledger.under(record.type(), record.businessKey())) {
            if (stored.provider().equals(provider) && stored.version() >= record.version()) {
                return;
            }
        }
        Map<String, Object> values = new HashMap<>();
        for (String field : LookupFields.read(record.type())) {
            Object value = record.value(field);
            if (value != null) {
                values.put(field, value);
            }
        }
        KnownRecord known = new KnownRecord(
                record.type(),
                record.businessKey(),
                provider,
                record.version(),
                record.operation(),
                scope,
                Collections.unmodifiableMap(values));
        List<Lookup> lookups = LookupFields.terms(record.type(), record::value);
        current.add(known, lookups);
        if (answers.isEmpty()) {
            return;
        }
        if (pending(referenceTo(known)) != known) {
            return;
        }
        if (known.version() > 1) {
            answers.values().forEach(answer -> answer.replaceBy(known));
        }
        if (!known.isVoid()) {
            for (Lookup lookup : lookups) {
                Answer answer = answers.get(lookup);
                if (answer != null) {
                    answer.add(known, true);
                }
            }
        }
    }

    /** What this batch had accepted, for the batches after it. */
    EarlierBatches.Accepted accepted() {
        return current;
    }

    @Override
    public List<KnownRecord> under(RecordType type, String businessKey) {
        List<KnownRecord> stored = ledger.under(type, businessKey);
        KnownRecord pending = pending(new Reference(type, businessKey));
        if (pending == null) {
            return stored;
        }
        List<KnownRecord> under = new ArrayList<>(stored.size() + 1);
        boolean there = false;
        for (KnownRecord known : stored) {
            boolean own = known.provider().equals(provider);
            there |= own;
            under.add(own && pending.version() > known.version() ? pending : known);
        }
        if (!there) {
            under.add(pending);
        }
        return under;
    }

    @Override
    public List<KnownRecord> related(Lookup lookup) {
        // What does not fit into memory together is not to be kept together here either.
        return ledger.isTooMany() ? merge(lookup).shown : answers.computeIfAbsent(lookup, this::merge).shown;
    }

    private Answer merge(Lookup lookup) {
        Answer answer = new Answer(LedgerReferences.mostRelated(lookup));
        for (KnownRecord known : ledger.related(lookup)) {
            KnownRecord pending = known.provider().equals(provider) ? pending(referenceTo(known)) : null;
            // A batch may have been appended since it was remembered; and what it corrects is in the ledger, too.
            if (pending == null || pending.version() < known.version()) {
                answer.add(known, known.provider().equals(provider));
            }
        }
        for (EarlierBatches.Accepted layer : layers) {
            for (KnownRecord known : layer.with(lookup)) {
                if (!known.isVoid() && pending(referenceTo(known)) == known) {
                    answer.add(known, true);
                }
            }
        }
        return answer;
    }

    /** What is known about one value; of the own records each once. As long as the ledger's, whatever is on its way. */
    private static final class Answer {
        private final List<KnownRecord> records = new ArrayList<>();
        private final List<KnownRecord> shown = Collections.unmodifiableList(records);
        private final Set<Reference> own = new HashSet<>();
        private final int longest;

        Answer(int longest) {
            this.longest = longest;
        }

        void add(KnownRecord known, boolean isOwn) {
            if (isOwn && !own.add(referenceTo(known))) {
                return;
            }
            if (records.size() >= longest) {
                records.remove(0);
            }
            records.add(known);
        }

        void replaceBy(KnownRecord known) {
            if (own.remove(referenceTo(known))) {
                records.removeIf(
                        other -> other.type() == known.type() && other.isSame(known.businessKey(), known.provider()));
            }
        }
    }

    /** The newest version that is on its way to the ledger. */
    private @Nullable KnownRecord pending(Reference reference) {
        KnownRecord newest = null;
        for (EarlierBatches.Accepted layer : layers) {
            KnownRecord head = layer.head(reference);
            if (head != null && (newest == null || head.version() > newest.version())) {
                newest = head;
            }
        }
        return newest;
    }

    private static Reference referenceTo(KnownRecord known) {
        return new Reference(known.type(), known.businessKey());
    }
}
