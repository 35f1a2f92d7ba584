package org.anze.gateway.start;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes sign-ins to the audit log on one thread, which is what a chain takes at a time; a full queue refuses. (Not a bean of
 * an executor's type: Spring would take it for everybody's.)
 */
final class SignInAuditing implements AutoCloseable {

    private static final int WAITING = 1000;
    private static final long LAST_ONES_S = 5;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> new Thread(work, "sign-in-audit"));

    Executor executor() {
        return thread::execute;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_ONES_S, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
