package org.anze.bench.process;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.bench.sink.Sink;

/** The recipients' process, seen from the benchmark. Belongs to one thread. */
public final class SinkProcess implements AutoCloseable {

    private final Child child;
    private final BufferedReader output;
    private final Path dump;
    private final int port;

    /** Starts it; it listens when this returns. */
    public SinkProcess(Path work, Path keys, int port, boolean digests) throws IOException {
        this.dump = work.resolve("arrivals");
        this.port = port;
        this.child = Child.talking(
                "sink",
                work.resolve("sink.log"),
                Child.java(
                        List.of("-Xmx512m"),
                        Sink.class,
                        List.of(
                                String.valueOf(port),
                                keys.toString(),
                                work.resolve("sink").toString(),
                                digests ? "digest" : "counts")));
        this.output = child.output();
        String first = output.readLine();
        if (first == null || !first.startsWith("ready")) {
            throw new IOException("the sink does not start, see " + work.resolve("sink.log"));
        }
    }

    /** What came so far in this section. */
    public record Status(long delivered, long twice, long foreign, long messages, long bytes, long last) {}

    private String tell(String command) throws IOException {
        child.input().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        child.input().flush();
        String answer = output.readLine();
        if (answer == null) {
            throw new IOException("the sink is gone");
        }
        return answer;
    }

    /** A new section for these record numbers. */
    public void begin(long first, int count, int recipients) throws IOException {
        tell("begin " + first + " " + count + " " + recipients);
    }

    /** Keeps the next message to the first recipient in a file. */
    public void keep(Path file) throws IOException {
        tell("keep " + file);
    }

    /** Where this section stands. */
    public Status status() throws IOException {
        String[] words = tell("status").split(" ");
        return new Status(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    /** By recipient and record, when it came; 0 where it did not. */
    public long[][] arrivals(int recipients, int count) throws IOException {
        tell("dump " + dump);
        long[][] at = new long[recipients][count];
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(dump), 1 << 16))) {
            for (long[] recipient : at) {
                for (int i = 0; i < count; i++) {
                    recipient[i] = in.readLong();
                }
            }
        }
        Files.delete(dump);
        return at;
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Its process. */
    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.close();
    }
}
