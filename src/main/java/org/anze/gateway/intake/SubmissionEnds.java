package org.anze.gateway.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.jspecify.annotations.Nullable;

/** Lets callers wait until a submission has come to its end, on this node or another. Safe for many threads. */
final class SubmissionEnds {

    /** How often it is looked whether another node has finished a submission. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final SubmissionStatusRows statuses;
    private final BooleanSupplier here;
    private final Map<String, Awaited> waiting = new ConcurrentHashMap<>();

    /** A submission that somebody waits for, or may soon. */
    private static final class Awaited {
        /** What it was when it was received; null when that is not at hand. */
        private final @Nullable SubmissionStatus received;
        /** With how it ended, as far as that is known here; else whoever waits has to look. */
        private final CompletableFuture<Optional<Appended>> end = new CompletableFuture<>();

        private Awaited(@Nullable SubmissionStatus received) {
            this.received = received;
        }

        Optional<SubmissionStatus> ended(Optional<Appended> last) {
            return received == null ? Optional.empty() : last.flatMap(received::ended);
        }
    }

    /** @param here whether this node works on submissions, and so hears of every end */
    SubmissionEnds(SubmissionStatusRows statuses, BooleanSupplier here) {
        this.statuses = statuses;
        this.here = here;
    }

    /** One that is about to be worked on here; its end must be told. */
    void expect(SubmissionStatus received) {
        waiting.computeIfAbsent(received.id(), id -> new Awaited(received));
    }

    /** @param last what became of its last batch; empty when who waits has to look */
    void ended(String id, Optional<Appended> last) {
        Awaited awaited = waiting.remove(id);
        if (awaited != null) {
            awaited.end.complete(last);
        }
    }

    /**
     * Wakes who waits for a submission of which this node does not hear the end; they look for themselves.
     *
     * @param id empty when nobody knows which: then all look
     */
    void lookAgain(String id) {
        List<String> ids = id.isEmpty() ? List.copyOf(waiting.keySet()) : List.of(id);
        ids.forEach(each -> ended(each, Optional.empty()));
    }

    /** How far it is: final, or as it stands when the caller's patience is over or its thread interrupted. */
    SubmissionStatus await(String submission, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        SubmissionStatus status = awaitOnce(submission, untilALook(patience));
        while (!status.state().isFinal()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            // Another node's word may be lost; what it did stands in the store.
            status = awaitOnce(submission, untilALook(Duration.ofNanos(Math.max(1, end - System.nanoTime()))));
        }
        return status;
    }

    private Duration untilALook(Duration patience) {
        return here.getAsBoolean() || patience.compareTo(LOOK_EVERY) < 0 ? patience : LOOK_EVERY;
    }

    private SubmissionStatus awaitOnce(String submission, Duration patience) {
        Awaited awaited = waiting.get(submission);
        if (awaited == null) {
            // Noted down before the look: what becomes final after the look ends it.
            awaited = waiting.computeIfAbsent(submission, id -> new Awaited(null));
            boolean open = false;
            try {
                SubmissionStatus status = statuses.known(submission);
                open = !status.state().isFinal();
                if (!open) {
                    return status;
                }
            } finally {
                if (!open) {
                    waiting.remove(submission, awaited);
                    awaited.end.complete(Optional.empty());
                }
            }
        }
        try {
            Optional<Appended> last = awaited.end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            Optional<SubmissionStatus> ended = awaited.ended(last);
            if (ended.isPresent()) {
                return ended.get();
            }
        } catch (TimeoutException e) {
            // The caller is told how far it is.
            return statuses.known(submission);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this future", e);
        }
        return statuses.known(submission);
    }
}
