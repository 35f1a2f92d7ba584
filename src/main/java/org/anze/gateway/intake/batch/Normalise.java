package org.anze.gateway.intake.batch;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.record.RawRecord;

/** Message Translator: the party's fields become canonical ones by its mapping. Safe for several threads. */
public final class Normalise {

    /** The step. */
    public CanonicalBatch apply(RawBatch batch) {
        MappingContext context =
                new MappingContext(batch.party(), batch.submission().receivedAt());
        List<List<Normalised>> records = new ArrayList<>(batch.records().size());
        for (RawRecord raw : batch.records()) {
            records.add(batch.mapping().normalise(raw, context));
        }
        return new CanonicalBatch(batch, records);
    }
}
