package org.anze.gateway.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the postmaster under a guard.
 *
 * <p>The guard is a short shell script that holds the read end of a pipe from this process. However this process
 * ends (return from main, SIGTERM, SIGKILL), the pipe closes and the guard asks the postmaster for a fast shutdown. So
 * no shutdown hook is needed, which would race with those who still use the database.
 */
final class PostgresProcess {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final int LINES_KEPT = 40;
    private static final String GUARD = """
            exec 3<&0 </dev/null
            "$@" 3<&- & postmaster=$!
            { read -r _ <&3; kill -INT "$postmaster"; } 2>/dev/null & guard=$!
            exec 3<&-
            wait "$postmaster"; status=$?
            kill "$guard" 2>/dev/null
            exit "$status"
            """;

    /** Sized for a machine of 2 cores and 4 GiB that also runs the gateway. The durable ones are the point. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "80"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "1GB"),
            Map.entry("work_mem", "8MB"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("max_worker_processes", "4"),
            Map.entry("max_parallel_workers", "2"),
            Map.entry("max_parallel_workers_per_gather", "1"),
            Map.entry("idle_in_transaction_session_timeout", "5min"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            // A server log line must not quote a statement or a row: both may hold personal values.
            Map.entry("logging_collector", "off"),
            Map.entry("log_destination", "stderr"),
            Map.entry("log_min_messages", "log"),
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_statement", "none"),
            Map.entry("log_checkpoints", "off"));

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;

    private PostgresProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::forwardOutput, "postgres-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a postmaster; it does not take connections yet when this returns. */
    static PostgresProcess launch(PostgresCluster cluster, int port) throws IOException {
        List<String> command = new ArrayList<>(cluster.account().prefix());
        if (ExternalCommand.run(Duration.ofSeconds(5), List.of("setsid", "true"))
                .succeeded()) {
            // Ctrl-C at a terminal reaches the whole process group; the database must outlive the gateway's farewell.
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", GUARD, "postgres-guard"));
        command.addAll(List.of(
                cluster.binaries().program("postgres"),
                "-D",
                cluster.directory().toString()));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        command.addAll(List.of("-c", "port=" + port));
        return new PostgresProcess(ExternalCommand.prepare(command).start());
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits until the postmaster and its guard are gone. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
        reader.join(TimeUnit.SECONDS.toMillis(2));
    }

    /**
     * Asks for a fast shutdown (open transactions are rolled back, committed ones are checkpointed) and waits.
     *
     * @return whether it ended within the limit
     */
    boolean stop(Duration limit) throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            LOG.debug("The guard's pipe was closed before", alreadyClosed);
        }
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last lines the postmaster wrote, for an error report. */
    String lastOutput() {
        synchronized (lastLines) {
            return String.join(System.lineSeparator(), lastLines);
        }
    }

    private void forwardOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.removeFirst();
                    }
                }
                if (line.contains("PANIC:") || line.contains("FATAL:")) {
                    LOG.warn("postgres: {}", line);
                } else {
                    LOG.debug("postgres: {}", line);
                }
            }
        } catch (IOException closed) {
            LOG.debug("The postmaster's output was closed", closed);
        }
    }
}
