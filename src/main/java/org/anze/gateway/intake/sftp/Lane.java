package org.anze.gateway.intake.sftp;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.problem.TryAgainLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work of one party one step after the other on a pool that all parties share. A failed step is repeated after a
 * pause that doubles up to a cap; meanwhile the lane holds no thread.
 */
final class Lane implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final Executor pool;
    private final ScheduledExecutorService timer;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Step step;
    private final AtomicInteger signals = new AtomicInteger();
    private Duration pause;

    /** A piece of work. */
    @FunctionalInterface
    interface Step {
        /**
         * @return whether there is more to do at once
         * @throws Exception when it has to be tried again later
         */
        boolean run() throws Exception;
    }

    Lane(
            String name,
            Executor pool,
            ScheduledExecutorService timer,
            Duration firstPause,
            Duration longestPause,
            Step step) {
        this.name = name;
        this.pool = pool;
        this.timer = timer;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.pause = firstPause;
        this.step = step;
    }

    /** Says that there is something to do. Cheap; never waits. */
    void signal() {
        if (signals.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            pool.execute(this);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: stopped", name);
        }
    }

    @Override
    public void run() {
        int seen = signals.get();
        boolean more;
        try {
            more = step.run();
            pause = firstPause;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception | Error e) {
            // Also an Error: the party would be served no more until the next start.
            LOG.warn("{}: again in {} ms: {}", name, pauseAfter(e).toMillis(), e.toString());
            LOG.debug("{}", name, e);
            later(e);
            return;
        }
        // Back to the end of the pool's queue, so that a busy party does not keep the others waiting.
        if (more || !signals.compareAndSet(seen, 0)) {
            submit();
        }
    }

    /** As long as the refusal says, within the longest pause; else a pause that doubles. */
    private Duration pauseAfter(Throwable failure) {
        if (failure instanceof TryAgainLater refusal
                && refusal.retryAfterSeconds().isPresent()) {
            Duration said = Duration.ofSeconds(refusal.retryAfterSeconds().getAsLong());
            return said.compareTo(longestPause) > 0 ? longestPause : said;
        }
        return pause;
    }

    private void later(Throwable failure) {
        try {
            timer.schedule(this::submit, pauseAfter(failure).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: stopped", name);
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
    }
}
