package org.anze.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/** Checks submissions and keeps nothing of them. Safe for many threads. */
public interface DryRuns {

    /**
     * Checks a submission from its first to its last record.
     *
     * @param fix where the records that would be rejected are written in their sender's own layout; null when nobody wants
     *     them
     * @throws SenderMustCorrect when it would not even be looked at: unknown mapping, too large
     * @throws TryAgainLater when too many are being tried
     */
    DryRunReport tryOut(Arrival arrival, InputStream body, @Nullable FixTarget fix);

    /** Takes the file of records to be mended. */
    @FunctionalInterface
    interface FixTarget {
        /**
         * Called once, and only when there are such records.
         *
         * @param extension what the name of the file should end with
         * @return closed by whoever called this
         */
        OutputStream open(String extension) throws IOException;
    }

    /** Those of a desk; one that knows nothing of reports gives its counts only. */
    static DryRuns of(IntakeDesk desk) {
        return desk instanceof DryRuns runs
                ? runs
                : (arrival, body, fix) ->
                        new DryRunReport(desk.receive(arrival, body), List.of(), List.of(), List.of());
    }
}
