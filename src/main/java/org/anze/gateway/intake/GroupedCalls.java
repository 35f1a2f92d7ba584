package org.anze.gateway.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of work of several threads, done together by one of them: whoever comes while nobody works begins at once, those who
 * come meanwhile are done in one go afterwards. Nobody waits for company. Safe for many threads; what waits is bounded by the
 * threads that call.
 *
 * @param <W> a piece of work, which keeps its own result
 */
final class GroupedCalls<W> {

    private final int most;
    private final Duration patience;
    private final Consumer<List<W>> work;
    private final Deque<Call<W>> waiting = new ArrayDeque<>();
    private boolean led;

    /**
     * @param most pieces done in one go
     * @param patience of who waits for his turn; once it has come he waits for its end, whatever that takes
     * @param work does them; what it throws is thrown to all whose pieces they are
     */
    GroupedCalls(int most, Duration patience, Consumer<List<W>> work) {
        this.most = most;
        this.patience = patience;
        this.work = work;
    }

    private static final class Call<W> {
        private final W piece;
        /** Open when it is done, or when its thread is to lead the next group. */
        private final CountDownLatch turn = new CountDownLatch(1);

        private boolean done;
        private @Nullable Throwable failure;

        private Call(W piece) {
            this.piece = piece;
        }
    }

    /**
     * Returns when the piece is done. Waits uninterruptibly, and the thread stays interrupted when it was.
     *
     * @throws TryAgainLater with {@link IntakeProblem#BUSY} when its turn does not come in time; nothing was done with it
     */
    void call(W piece) {
        Call<W> call = new Call<>(piece);
        if (!leads(call)) {
            await(call);
        }
        if (!call.done) {
            lead();
        }
        if (call.failure instanceof Error error) {
            throw error;
        }
        if (call.failure instanceof RuntimeException problem) {
            throw problem;
        }
    }

    private synchronized boolean leads(Call<W> call) {
        waiting.addLast(call);
        boolean first = !led;
        led = true;
        return first;
    }

    /** Calls whose turn has not come. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** The leader's own call is the first that waits. */
    private void lead() {
        List<Call<W>> group = take();
        Throwable failure = null;
        try {
            work.accept(group.stream().map(call -> call.piece).toList());
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (Call<W> call : group) {
            call.failure = failure;
            call.done = true;
        }
        handOn();
        group.forEach(call -> call.turn.countDown());
    }

    private synchronized List<Call<W>> take() {
        List<Call<W>> group = new ArrayList<>(Math.min(most, waiting.size()));
        while (group.size() < most && !waiting.isEmpty()) {
            group.add(waiting.removeFirst());
        }
        return group;
    }

    private synchronized void handOn() {
        Call<W> next = waiting.peekFirst();
        led = next != null;
        if (next != null) {
            next.turn.countDown();
        }
    }

    private void await(Call<W> call) {
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        boolean taken = false;
        try {
            while (true) {
                try {
                    if (taken) {
                        call.turn.await();
                        return;
                    }
                    if (call.turn.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    if (gaveUp(call)) {
                        throw new TryAgainLater(IntakeProblem.BUSY, null);
                    }
                    taken = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Not when it is being done, nor when it is to lead: the others wait for that. */
    private synchronized boolean gaveUp(Call<W> call) {
        return call.turn.getCount() > 0 && waiting.remove(call);
    }
}
