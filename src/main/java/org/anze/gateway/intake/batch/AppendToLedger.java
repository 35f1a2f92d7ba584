package org.anze.gateway.intake.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.TryAgainLater;

/** Hands batches to the ledger's single writer. Safe for several threads. */
public final class AppendToLedger {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LedgerWriter writer;

    /** With the writer of this process. */
    public AppendToLedger(LedgerWriter writer) {
        this.writer = writer;
    }

    /** The step; the futures complete after the commit. One that finds no room fails and keeps none of the others back. */
    public List<CompletableFuture<Appended>> apply(List<Append> batches) {
        return batches.stream().map(this::append).toList();
    }

    private CompletableFuture<Appended> append(Append batch) {
        try {
            return writer.append(batch, PATIENCE);
        } catch (TryAgainLater e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
