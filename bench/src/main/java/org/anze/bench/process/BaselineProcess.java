package org.anze.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.bench.baseline.Baseline;

/** A baseline with stores of its own, started like the gateway's. */
public final class BaselineProcess extends StartedContender {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final String name;

    private BaselineProcess(String name, Stores stores, Child child, int port) {
        super(stores, child, port);
        this.name = name;
    }

    /**
     * How it is set up.
     *
     * @param group records of one signature
     * @param post signed messages of one post
     * @param provider of its signatures
     */
    public record Setup(int recipients, int group, int post, String provider, int sink, Path keys) {}

    /**
     * Starts it on empty stores and waits until it is ready.
     *
     * @param program words that call the gateway, for its command {@code stores}
     * @param parties folder of the party files, for which queues are made
     */
    public static BaselineProcess start(List<String> program, String name, Path work, Path parties, Setup setup)
            throws IOException, InterruptedException {
        Files.createDirectories(work);
        Stores stores = Stores.start(program, work, parties, setup.keys());
        try {
            int port = Ports.free();
            Map<String, String> environment = new HashMap<>();
            environment.put("BENCH_NAME", name);
            environment.put("BENCH_PORT", String.valueOf(port));
            environment.put("BENCH_KEYS", setup.keys().toString());
            environment.put("BENCH_WORK", work.resolve("tomcat").toString());
            environment.put("BENCH_SINK", String.valueOf(setup.sink()));
            environment.put("BENCH_RECIPIENTS", String.valueOf(setup.recipients()));
            environment.put("BENCH_GROUP", String.valueOf(setup.group()));
            environment.put("BENCH_POST", String.valueOf(setup.post()));
            environment.put("BENCH_PROVIDER", setup.provider());
            environment.put("BENCH_DATABASE_URL", stores.databaseUrl());
            environment.put("BENCH_DATABASE_USER", stores.databaseUser());
            environment.put("BENCH_DATABASE_PASSWORD", stores.databasePassword());
            environment.put("BENCH_BROKER_URL", stores.brokerUrl());
            environment.put("BENCH_BROKER_USER", stores.brokerUser());
            environment.put("BENCH_BROKER_PASSWORD", stores.brokerPassword());
            Child child = Child.start(
                    name,
                    work.resolve(name + ".log"),
                    environment,
                    Child.java(
                            List.of(
                                    "-Xmx1g",
                                    "-XX:+UseParallelGC",
                                    "-Dhttp.maxConnections=256",
                                    "-Dorg.apache.cxf.transport.http.forceURLConnection=true"),
                            Baseline.class,
                            List.of()));
            child.awaitLine("ready", LONGEST_START);
            return new BaselineProcess(name, stores, child, port);
        } catch (IOException | InterruptedException e) {
            stores.close();
            throw e;
        }
    }

    /** What it said at its start about the speed of signatures. */
    public static List<String> signatures(Path work, String name) throws IOException {
        return Files.readAllLines(work.resolve(name + ".log")).stream()
                .filter(line -> line.startsWith("P-256") || line.startsWith("signing"))
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String path() {
        return "/submissions";
    }
}
