package org.anze.gateway.audit;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Anchors the audit log at the start, after each period and at an orderly end, on a thread of its own. */
final class AnchorSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AnchorSchedule.class);

    private final AuditAnchors anchors;
    private final Duration period;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "audit-anchor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running;

    AnchorSchedule(AuditAnchors anchors, Duration period) {
        this.anchors = anchors;
        this.period = period;
    }

    @Override
    public void start() {
        turns.scheduleWithFixedDelay(this::anchor, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    private void anchor() {
        try {
            anchors.anchor();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("审计日志未能锚定 / the audit log was not anchored");
        }
    }

    @Override
    public void stop() {
        running = false;
        // Not interrupted: an anchor that is being written is finished.
        turns.shutdown();
        anchor();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
