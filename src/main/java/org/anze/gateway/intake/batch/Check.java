package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.intake.batch.CheckedBatch.Accepted;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Validated;
import org.anze.gateway.validation.ValidationContext;
import org.anze.gateway.validation.Validator;

/** Applies the rules; what the batch refers to is looked up once for all of it. Safe for several threads. */
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
    public CheckedBatch apply(CanonicalBatch batch) {
        RawBatch raw = batch.raw();
        Validator rules = validator.get();
        List<Item> items = new ArrayList<>();
        List<CanonicalRecord> records = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            List<Normalised> parts = batch.records().get(i);
            for (int part = 0; part < parts.size(); part++) {
                Normalised normalised = parts.get(part);
                CanonicalRecord record = normalised.record();
                if (record == null) {
                    rejected.add(reject(raw.records().get(i), part, null, normalised.findings()));
                } else {
                    items.add(new Item(part, normalised.findings()));
                    records.add(record);
                }
            }
        }
        References references = ledger.lookUp(rules.references(records));
        List<Validated> verdicts = rules.validate(
                records, new ValidationContext(raw.party(), raw.submission().receivedAt(), references, parties.get()));
        List<Accepted> accepted = new ArrayList<>(verdicts.size());
        for (int i = 0; i < verdicts.size(); i++) {
            Validated verdict = verdicts.get(i);
            Item item = items.get(i);
            if (verdict.valid() != null) {
                accepted.add(new Accepted(verdict.valid().with(item.findings), item.part));
            } else {
                List<Finding> findings = new ArrayList<>(item.findings);
                findings.addAll(verdict.findings());
                rejected.add(reject(verdict.record().raw(), item.part, verdict.record(), findings));
            }
        }
        return new CheckedBatch(raw, accepted, rejected);
    }

    private record Item(int part, List<Finding> findings) {}

    private static RejectedRecord reject(
            RawRecord raw,
            int part,
            @org.jspecify.annotations.Nullable CanonicalRecord record,
            List<Finding> findings) {
        return new RejectedRecord(
                raw.ordinal(),
                part,
                raw.location().line(),
                record == null ? null : record.type().code(),
                record == null ? null : record.businessKey(),
                findings);
    }
}
