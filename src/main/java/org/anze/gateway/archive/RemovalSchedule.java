package org.anze.gateway.archive;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.TryAgainLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Takes approved months out while this node holds the schedules, a portion at a time so that others get their turns. */
final class RemovalSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RemovalSchedule.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** A portion takes seconds. */
    private static final long LONGEST_END_SECONDS = 10;

    private final BooleanSupplier step;
    private final Lease lease;
    private final Duration pause;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "archive-removal");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running;

    RemovalSchedule(Removal removal, Lease lease) {
        this(removal::step, lease, PAUSE);
    }

    /** @param step takes a portion out; whether there was any */
    RemovalSchedule(BooleanSupplier step, Lease lease, Duration pause) {
        this.step = step;
        this.lease = lease;
        this.pause = pause;
    }

    @Override
    public void start() {
        running = true;
        turns.scheduleWithFixedDelay(this::turn, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() {
        try {
            boolean more = true;
            while (running && lease.isHeld() && more) {
                more = step.getAsBoolean();
            }
        } catch (TryAgainLater elsewhere) {
            LOG.debug("Another node has the schedules", elsewhere);
        } catch (RuntimeException | Error e) {
            // Whatever it is: the executor would drop the turns to come, and nobody would see why.
            LOG.atWarn().setCause(e).log("归档移出中断，稍后继续 / taking out was broken off and goes on later");
        }
    }

    @Override
    public void stop() {
        running = false;
        turns.shutdown();
        try {
            // The portion under way, before its connections are closed.
            if (!turns.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn().log("归档移出未能及时停下，中断处以后继续 / taking out did not end in time; it goes on later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
