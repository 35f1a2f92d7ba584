package org.anze.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL and Artemis of one contender, as the gateway's own command {@code stores} starts them: fsync and synchronous commit
 * on, a persistent journal that is synchronised before a send is answered. Every contender has its own, all alike.
 */
public final class Stores implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Child child;
    private final Path folder;
    private final Path log;

    private Stores(Child child, Path folder, Path log) {
        this.child = child;
        this.folder = folder;
        this.log = log;
    }

    /** Starts both on empty folders; queues are made for the parties. */
    static Stores start(List<String> program, Path work, Path parties, Path credentials)
            throws IOException, InterruptedException {
        Path folder = work.resolve("stores");
        Path log = work.resolve("stores.log");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "stores",
                "--data=" + folder,
                "--parties=" + parties,
                "--credentials-data=" + credentials,
                "--postgres-port=" + Ports.free(),
                "--core-port=" + Ports.free(),
                "--amqp-port=0",
                "--stomp-port=0",
                "--mqtt-port=0"));
        Child child = Child.start("stores", log, Map.of(), command);
        try {
            child.awaitLine("✔", LONGEST_START);
        } catch (IOException | InterruptedException e) {
            child.close();
            throw e;
        }
        return new Stores(child, folder, log);
    }

    private String told(String name) throws IOException {
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith(name + "=")) {
                return line.substring(name.length() + 1);
            }
        }
        throw new IOException("the stores do not tell their " + name);
    }

    /** JDBC URL. */
    public String databaseUrl() throws IOException {
        return told("database-url");
    }

    /** Who signs in. */
    public String databaseUser() throws IOException {
        return told("database-user");
    }

    /** With what. */
    public String databasePassword() throws IOException {
        return Files.readString(Path.of(told("database-password-file"))).strip();
    }

    /** Artemis core. */
    public String brokerUrl() throws IOException {
        return told("broker-url");
    }

    /** A user that may use every address. */
    public String brokerUser() throws IOException {
        return told("broker-user");
    }

    /** Its password. */
    public String brokerPassword() throws IOException {
        return Files.readString(Path.of(told("broker-password-file"))).strip();
    }

    /** The broker's process. */
    public long brokerPid() {
        return child.pid();
    }

    /** The postmaster's process. */
    public long databasePid() throws IOException {
        Path file = folder.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    @Override
    public void close() {
        child.close();
    }
}
