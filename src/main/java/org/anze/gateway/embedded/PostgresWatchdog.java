package org.anze.gateway.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a postmaster again when it ended without being asked to; gives up when that happens too often. */
final class PostgresWatchdog implements AutoCloseable {

    /** Restarts allowed within {@link #WINDOW}. */
    static final int MOST_RESTARTS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWatchdog.class);
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<Long> restarts = new ArrayDeque<>();
    private final Restart restart;
    private final Thread thread;

    /** Makes a new postmaster and returns when it is ready. */
    @FunctionalInterface
    interface Restart {
        PostgresProcess run() throws IOException, InterruptedException;
    }

    PostgresWatchdog(PostgresProcess first, Restart restart) {
        this.restart = restart;
        this.thread = new Thread(() -> watch(first), "postgres-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** No restart begins after this returns; one under way has ended. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.interrupt();
        thread.join();
    }

    private void watch(PostgresProcess first) {
        PostgresProcess watched = first;
        try {
            while (true) {
                watched.awaitEnd();
                if (closing.getCount() == 0 || !mayRestart()) {
                    return;
                }
                watched = restartAfter(watched);
            }
        } catch (InterruptedException closed) {
            LOG.debug("The watchdog of the database ends");
        }
    }

    private PostgresProcess restartAfter(PostgresProcess ended) throws InterruptedException {
        LOG.error("数据库进程意外退出，正在重新启动 / the postmaster ended unexpectedly and is started again: {}", ended.lastOutput());
        try {
            PostgresProcess started = restart.run();
            LOG.warn("数据库已恢复 / the database is back");
            return started;
        } catch (IOException | RuntimeException failed) {
            LOG.error("数据库重新启动失败 / the database could not be started again", failed);
            // Back off before the next try; the ended process makes the next wait return at once.
            closing.await(1L << restarts.size(), TimeUnit.SECONDS);
            return ended;
        }
    }

    private boolean mayRestart() {
        long now = System.nanoTime();
        while (!restarts.isEmpty() && now - restarts.peekFirst() > WINDOW.toNanos()) {
            restarts.removeFirst();
        }
        if (restarts.size() >= MOST_RESTARTS) {
            LOG.error(
                    "数据库在 {} 内退出超过 {} 次，不再重启，请检查磁盘与系统日志 / the database ended more than {} times within {}:"
                            + " it stays down, check the disk and the system's log",
                    WINDOW,
                    MOST_RESTARTS,
                    MOST_RESTARTS,
                    WINDOW);
            return false;
        }
        restarts.addLast(now);
        return true;
    }
}
