package org.anze.gateway.intake;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerWriter.Appended;

/** The steps of a batch in the order that the route files say. Safe for several threads. */
public interface BatchLine {

    /**
     * Leads batches of different submissions to the ledger together: what they refer to is looked up in one go. None knows of
     * the others.
     *
     * @return for each batch, in their order: completes after the commit, or exceptionally when nothing of the batch was kept.
     *     What goes wrong with one batch before it joins the ledger's queue fails all of them
     */
    List<CompletableFuture<Appended>> exchange(List<RawBatch> batches);

    /** Leads one batch to the ledger. */
    default CompletableFuture<Appended> exchange(RawBatch batch) {
        return exchange(List.of(batch)).get(0);
    }

    /** Only normalises and checks; nothing is kept. */
    CheckedBatch check(RawBatch batch);
}
