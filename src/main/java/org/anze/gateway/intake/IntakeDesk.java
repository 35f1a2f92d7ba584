package org.anze.gateway.intake;

import java.io.InputStream;
import java.time.Duration;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/**
 * Where the channel adapters hand over what arrived. Safe for many threads.
 *
 * <p>Idempotent Receiver: the same party, message id and bytes lead to the same submission however often they come; the
 * same id with other bytes is refused as a conflict.
 */
public interface IntakeDesk {

    /**
     * Stores the raw bytes and gives the submission its identity. On return both are durable, and the gateway will
     * process the submission to its end even if it is killed now; processing may still be going on.
     *
     * @param body read to its end while streaming; the caller closes it
     * @throws SenderMustCorrect when it cannot be taken: unknown mapping, too large, id conflict
     * @throws TryAgainLater when the gateway is busy or its store is down; nothing was kept
     */
    SubmissionStatus receive(Arrival arrival, InputStream body);

    /**
     * Receives a submission and waits until it is final, at most this long; for an adapter that answers synchronously. One commit
     * may store a small one together with what becomes of its records. On return it is durable, final or not.
     *
     * @param body as in {@link #receive}
     * @return the status then
     * @throws SenderMustCorrect as {@link #receive} does
     * @throws TryAgainLater as {@link #receive} does
     */
    default SubmissionStatus process(Arrival arrival, InputStream body, Duration patience) {
        SubmissionStatus status = receive(arrival, body);
        return status.state().isFinal() ? status : await(status.id(), patience);
    }

    /**
     * Waits until a submission is final, at most this long.
     *
     * @return the status then, final or not
     */
    SubmissionStatus await(String submission, Duration patience);
}
