package org.anze.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that the benchmark started, with its log. It ends when this one ends, whatever ends this one. */
public final class Child implements AutoCloseable {

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Deque<Child> RUNNING = new ArrayDeque<>();
    private static boolean watched;
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(60);

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        synchronized (RUNNING) {
            if (RUNNING.isEmpty() && !watched) {
                watched = true;
                Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll, "end-all"));
            }
            RUNNING.push(this);
        }
    }

    /** The newest first: a gateway takes its leave of the database before that ends. */
    private static void endAll() {
        while (true) {
            Child newest;
            synchronized (RUNNING) {
                newest = RUNNING.poll();
            }
            if (newest == null) {
                return;
            }
            newest.end();
        }
    }

    /** Ctrl-C at a terminal reaches the whole group; in a session of their own they are ended in order, by us. */
    private static List<String> apart(List<String> command) {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString());
        }
        words.addAll(command);
        return words;
    }

    /** Starts it with everything it prints in the log. */
    static Child start(String name, Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(apart(command)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Child(name, log, builder.start());
    }

    /** Starts one that talks over its standard input and output; what it complains of goes into the log. */
    static Child talking(String name, Path log, List<String> command) throws IOException {
        Files.createDirectories(log.getParent());
        return new Child(
                name,
                log,
                new ProcessBuilder(apart(command)).redirectError(log.toFile()).start());
    }

    /** The command of a Java program of this project. */
    static List<String> java(List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Its process number. */
    public long pid() {
        return process.pid();
    }

    /** Waits until its log has a line that begins so, and gives that line. */
    String awaitLine(String beginning, Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < until) {
            for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
            requireAlive();
            Thread.sleep(100);
        }
        throw new IOException(name + " is not ready after " + patience + ", see " + log);
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended with " + process.exitValue() + ", see " + log);
        }
    }

    /** What it prints, when it talks. */
    BufferedReader output() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What it reads, when it talks. */
    OutputStream input() {
        return process.getOutputStream();
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (RUNNING) {
            RUNNING.remove(this);
        }
        end();
    }
}
