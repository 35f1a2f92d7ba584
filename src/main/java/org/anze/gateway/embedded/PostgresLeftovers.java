package org.anze.gateway.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears what an earlier run left in a cluster, so that there is never a second postmaster: a postmaster that survived
 * its gateway, children that survived their postmaster, a lock file that survived both.
 *
 * <p>A leftover is stopped, not adopted: what it was started with is unknown, and a stop costs a second.
 */
final class PostgresLeftovers {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLeftovers.class);
    private static final Duration CHILDREN_LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MS = 50;

    private PostgresLeftovers() {}

    /**
     * Returns when no process works in the cluster any more. The caller holds the gateway's lock on it, so whatever works
     * there has lost its gateway.
     *
     * @throws IllegalStateException when a process cannot be ended
     */
    static void clear(PostgresCluster cluster) throws IOException, InterruptedException {
        Optional<ProcessHandle> postmaster = postmaster(cluster);
        if (postmaster.isPresent()) {
            LOG.warn(
                    "发现上次遗留的数据库进程 {}，正在停止 / stopping postmaster {} left over from an earlier run",
                    postmaster.get().pid(),
                    postmaster.get().pid());
            if (!pgCtlStop(cluster, "fast").succeeded()) {
                pgCtlStop(cluster, "immediate");
            }
        }
        // Orphans of a killed postmaster notice within seconds and end by themselves.
        if (!awaitNone(cluster, CHILDREN_LIMIT)) {
            cluster.processes().forEach(ProcessHandle::destroyForcibly);
            if (!awaitNone(cluster, CHILDREN_LIMIT)) {
                throw new IllegalStateException(
                        "数据库目录仍被进程占用 / the cluster is still in use by processes " + pids(cluster.processes()));
            }
        }
        // The same process id may run something else by now, which PostgreSQL itself cannot tell from a postmaster.
        cluster.removeStaleLockFile();
    }

    private static Optional<ProcessHandle> postmaster(PostgresCluster cluster) throws IOException {
        Optional<Long> recorded = cluster.recordedPostmaster();
        return cluster.processes().stream()
                .filter(process -> recorded.isPresent() && process.pid() == recorded.get())
                .findFirst();
    }

    private static ExternalCommand pgCtlStop(PostgresCluster cluster, String mode) {
        return ExternalCommand.run(
                Duration.ofSeconds(70),
                cluster.account()
                        .command(List.of(
                                cluster.binaries().program("pg_ctl"),
                                "stop",
                                "-D",
                                cluster.directory().toString(),
                                "-m",
                                mode,
                                "-w",
                                "-t",
                                "60")));
    }

    private static boolean awaitNone(PostgresCluster cluster, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!cluster.processes().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MS);
        }
        return true;
    }

    private static List<Long> pids(List<ProcessHandle> processes) {
        return processes.stream().map(ProcessHandle::pid).toList();
    }
}
