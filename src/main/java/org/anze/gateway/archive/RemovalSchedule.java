package org.anze.gateway.archive;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.TryAgainLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Takes approved months out while this node holds the schedules, a portion at a time so that others get their turns. */
final class RemovalSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RemovalSchedule.class);
    private static final long PAUSE_SECONDS = 10;

    private final Removal removal;
    private final Lease lease;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "archive-removal");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running;

    RemovalSchedule(Removal removal, Lease lease) {
        this.removal = removal;
        this.lease = lease;
    }

    @Override
    public void start() {
        running = true;
        turns.scheduleWithFixedDelay(this::turn, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void turn() {
        try {
            boolean more = true;
            while (running && lease.isHeld() && more) {
                more = removal.step();
            }
        } catch (TryAgainLater elsewhere) {
            LOG.debug("Another node has the schedules", elsewhere);
        } catch (DataAccessException | TransactionException | IllegalStateException e) {
            LOG.atWarn().setCause(e).log("归档移出中断，稍后继续 / taking out was broken off and goes on later");
        }
    }

    @Override
    public void stop() {
        running = false;
        turns.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
