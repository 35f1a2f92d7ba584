package org.anze.gateway.intake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;

/**
 * The line of batches as far as the ledger, for those who answer for what becomes of a batch. Safe for several threads.
 *
 * <p>A batch is judged by what the ledger has at that moment. When somebody else changes any of that before the batch is
 * appended, it is not appended, and has to be judged anew.
 */
final class LineToLedger {

    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BatchLine line;
    private final LedgerWriter writer;

    LineToLedger(BatchLine line, LedgerWriter writer) {
        this.line = line;
        this.writer = writer;
    }

    /**
     * Sends a batch; others may follow at once.
     *
     * @return completes after the commit, or exceptionally when nothing of the batch was kept, nor of those of its submission
     *     that followed; see {@link #isOutdated}
     * @throws TryAgainLater when the ledger is busy
     */
    CompletableFuture<Appended> send(RawBatch batch) {
        return line.exchange(batch);
    }

    /**
     * Sends batches that are each the whole of a small submission; one that cannot be sent keeps none of the others back.
     *
     * @return for each batch, in their order, as {@link #send(RawBatch)}
     */
    List<CompletableFuture<Appended>> send(List<RawBatch> batches) {
        List<CompletableFuture<Appended>> answers = line.exchange(batches);
        if (batches.size() > 1 && answers.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
            return batches.stream().map(line::exchange).toList();
        }
        return answers;
    }

    /**
     * Sends a batch whose predecessors are all in the ledger, and waits for it. It is judged anew as often as is necessary;
     * when that is too often, while nobody else may append.
     *
     * @throws TryAgainLater when the ledger is busy
     * @throws CompletionException when nothing of the batch was kept for another reason
     */
    Appended sendAlone(RawBatch batch) {
        RawBatch alone = batch.standingAlone();
        for (int i = 0; i < TRIES; i++) {
            try {
                return line.exchange(alone).join();
            } catch (CompletionException e) {
                if (!isOutdated(e)) {
                    throw e;
                }
            }
        }
        LedgerWriter.Turn turn = writer.turn(PATIENCE);
        try {
            return line.exchange(alone).join();
        } finally {
            turn.close();
        }
    }

    /** Whether a batch failed because somebody else changed what it was judged by. */
    static boolean isOutdated(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GatewayProblem problem
                && problem.finding().code().equals(LedgerProblem.OUTDATED.text().code());
    }
}
