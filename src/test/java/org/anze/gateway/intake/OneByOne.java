package org.anze.gateway.intake;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerWriter.Appended;

/** A line whose batches go alone, for tests that look at each. */
public abstract class OneByOne implements BatchLine {

    @Override
    public List<CompletableFuture<Appended>> exchange(List<RawBatch> batches) {
        return batches.stream().map(this::exchange).toList();
    }

    @Override
    public abstract CompletableFuture<Appended> exchange(RawBatch batch);
}
