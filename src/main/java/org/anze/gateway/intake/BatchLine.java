package org.anze.gateway.intake;

import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.TryAgainLater;

/** The steps of a batch in the order that the route files say. Safe for several threads. */
public interface BatchLine {

    /**
     * Leads a batch to the ledger.
     *
     * @return completes after the commit, or exceptionally when nothing of the batch was kept
     * @throws TryAgainLater when the ledger is busy
     */
    CompletableFuture<Appended> exchange(RawBatch batch);

    /** Only normalises and checks; nothing is kept. */
    CheckedBatch check(RawBatch batch);
}
