package org.anze.gateway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A short program of the operating system, run to its end with a time limit.
 *
 * @param status exit status
 * @param output what it printed, both streams, at most 64 KiB
 */
record ExternalCommand(int status, String output) {

    private static final int MOST_OUTPUT = 64 * 1024;

    /** Whether it ended with status 0. */
    boolean succeeded() {
        return status == 0;
    }

    /** Prepares a program with a known environment: no PG* or LD_* variable of the caller reaches the database. */
    static ProcessBuilder prepare(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        String path = builder.environment().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        // The caller's working directory may not be searchable for the account the program runs as.
        builder.directory(Path.of("/").toFile());
        return builder;
    }

    /**
     * Runs a program.
     *
     * @return its status and output; status 127 when there is no such program, 124 when it was ended at the limit
     */
    static ExternalCommand run(Duration limit, List<String> command) {
        Process process;
        try {
            process = prepare(command).start();
        } catch (IOException absent) {
            return new ExternalCommand(127, String.valueOf(absent.getMessage()));
        }
        FutureTask<String> output = new FutureTask<>(() -> read(process));
        Thread reader = new Thread(output, "output-of-" + command.get(0));
        reader.setDaemon(true);
        reader.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new ExternalCommand(124, "no end within " + limit);
            }
            return new ExternalCommand(process.exitValue(), output.get(5, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command.get(0), interrupted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            // A daemon it left behind may hold the stream open; the status is what counts.
            return new ExternalCommand(process.exitValue(), "");
        }
    }

    private static String read(Process process) {
        try (InputStream stream = process.getInputStream()) {
            byte[] head = stream.readNBytes(MOST_OUTPUT);
            stream.transferTo(OutputStream.nullOutputStream());
            return new String(head, StandardCharsets.UTF_8).strip();
        } catch (IOException closed) {
            return "";
        }
    }
}
