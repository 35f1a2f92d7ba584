package org.anze.gateway.intake.batch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.LedgerWriter.Appended;

/** Hands a batch to the ledger's single writer. Safe for several threads. */
public final class AppendToLedger {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LedgerWriter writer;

    /** With the writer of this process. */
    public AppendToLedger(LedgerWriter writer) {
        this.writer = writer;
    }

    /** The step; the future completes after the commit. */
    public CompletableFuture<Appended> apply(Append batch) {
        return writer.append(batch, PATIENCE);
    }
}
