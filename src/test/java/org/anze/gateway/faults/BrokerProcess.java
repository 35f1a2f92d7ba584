package org.anze.gateway.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.flow.TwoNodes;
import org.awaitility.Awaitility;

/** The broker in a process of its own, so that it can be killed. */
final class BrokerProcess implements TwoNodes.Broker {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Path journal;
    private final int port;
    private Process process;

    BrokerProcess(Path journal, int port) {
        this.journal = journal;
        this.port = port;
    }

    /** What runs in the process: journal and port. */
    public static void main(String[] arguments) throws Exception {
        TwoNodes.broker(Path.of(arguments[0]), Integer.parseInt(arguments[1])).start();
        Files.writeString(Path.of(arguments[0], "ready"), "");
        new CountDownLatch(1).await();
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(journal);
        Files.deleteIfExists(journal.resolve("ready"));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BrokerProcess.class.getName(),
                        journal.toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "flow", "broker-process.log").toFile()))
                .start();
        Awaitility.await("broker")
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Files.exists(journal.resolve("ready")) && listens() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("the broker ended with " + process.exitValue());
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
