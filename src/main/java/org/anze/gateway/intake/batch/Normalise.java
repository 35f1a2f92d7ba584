package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.record.RawRecord;

/**
 * Message Translator: the party's fields become canonical ones by its mapping. Parked records are canonical already. Safe
 * for several threads.
 */
public final class Normalise {

    /** The step. */
    public List<CanonicalBatch> apply(List<RawBatch> batches) {
        return batches.stream().map(Normalise::normalise).toList();
    }

    private static CanonicalBatch normalise(RawBatch batch) {
        List<List<Normalised>> records = new ArrayList<>(batch.records().size());
        Mapping mapping = batch.mapping();
        if (mapping == null) {
            for (ParkedRecords.Due due : batch.released()) {
                records.add(List.of(new Normalised(due.raw(), due.record(), due.findings())));
            }
            return new CanonicalBatch(batch, records);
        }
        MappingContext context =
                new MappingContext(batch.party(), batch.submission().receivedAt());
        for (RawRecord raw : batch.records()) {
            records.add(mapping.normalise(raw, context));
        }
        return new CanonicalBatch(batch, records);
    }
}
