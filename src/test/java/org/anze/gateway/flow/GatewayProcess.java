package org.anze.gateway.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.party.Parties;
import org.awaitility.Awaitility;

/**
 * A real gateway in a process of its own, with its own folders, data and free ports, so that it can be killed. Recipients
 * run in the test, so that they can be put down and outlive it.
 */
public final class GatewayProcess implements AutoCloseable {

    private static final List<String> EDITABLE = List.of("routes", "mappings", "parties", "jurisdictions", "codes");
    private static final Duration LONGEST_START = Duration.ofMinutes(4);

    static final String MAIN = "org.anze.gateway.AnzeGateway";

    private static final String CLASS_PATH = "ANZE_CLASS_PATH";
    private static final int LOWEST_PORT = 10_000;
    private static final int PORTS = 5_000;
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private final Path folder;
    private final int consolePort = freePort();
    private final int httpsPort = freePort();
    private final int sftpPort = freePort();
    private final int corePort;
    private final int amqpPort = freePort();
    private final int stompPort = freePort();
    private final int mqttPort = freePort();
    private final String memory;
    private final Path home;
    private final Path data;
    private final List<String> jvm = new ArrayList<>();
    private List<String> program = List.of("-cp", classPath(), MAIN);
    private Process process;
    private DemoRecipients recipients;

    private GatewayProcess(String name, String memory) throws IOException {
        this.folder = Path.of("target", "flow", name).toAbsolutePath();
        this.memory = memory;
        this.corePort = freePort();
        this.home = folder.resolve("home");
        this.data = folder.resolve("data");
        deleteTree(folder);
        for (String editable : EDITABLE) {
            copyTree(Path.of(editable), home().resolve(editable));
        }
        movePort("platform-shanxi", 9443);
        movePort("regulator-finance", 9444);
        movePort("city-datong", 2223);
    }

    private GatewayProcess(String name, GatewayProcess first) throws IOException {
        this.folder = Path.of("target", "flow", name).toAbsolutePath();
        this.memory = first.memory;
        this.corePort = first.corePort;
        this.home = first.home;
        this.data = first.data;
        deleteTree(folder);
    }

    /** Another node of the same gateway: its files and keys, ports and a log of its own. */
    static GatewayProcess beside(GatewayProcess first, String name) throws IOException {
        return new GatewayProcess(name, first);
    }

    /** New folders and ports; nothing runs yet. */
    public static GatewayProcess prepare(String name) throws IOException {
        return new GatewayProcess(name, "512m");
    }

    /** Gives a party of this gateway another port for its endpoint, a free one. */
    private void movePort(String party, int port) throws IOException {
        Path file = home().resolve("parties").resolve(party).resolve("party.yaml");
        Files.writeString(file, Files.readString(file).replace(":" + port, ":" + freePort()));
    }

    /** The folder that an operator would edit. */
    public Path home() {
        return home;
    }

    public Path data() {
        return data;
    }

    public int consolePort() {
        return consolePort;
    }

    public int httpsPort() {
        return httpsPort;
    }

    public int sftpPort() {
        return sftpPort;
    }

    public int stompPort() {
        return stompPort;
    }

    public URI https() {
        return URI.create("https://localhost:" + httpsPort);
    }

    public URI console() {
        return URI.create("http://127.0.0.1:" + consolePort);
    }

    private String broker() {
        return "tcp://127.0.0.1:" + corePort;
    }

    /** Starts it and waits until it is ready; recipients are not played by it. */
    public GatewayProcess start(String... more) throws IOException {
        launch(Stream.concat(Stream.of("--anze.demo.recipients=false", "--anze.demo.play=false"), Arrays.stream(more))
                .toArray(String[]::new));
        Awaitility.await("gateway ready, see " + log())
                // A client of one that was killed a moment ago may die of that.
                .dontCatchUncaughtExceptions()
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || ready());
        if (!process.isAlive()) {
            throw new IllegalStateException("the gateway ended with " + process.exitValue() + ", see " + log());
        }
        return this;
    }

    /** Makes the next starts those of another build of the gateway. */
    public void program(Path jar) {
        program(List.of("-jar", jar.toAbsolutePath().toString()));
    }

    /** Makes the next starts those of a program, given as what follows {@code java}. */
    void program(List<String> starter) {
        program = List.copyOf(starter);
    }

    /** Gives the process of the next start an option of the virtual machine. */
    public void jvm(String option) {
        jvm.add(option);
    }

    /** Starts it without waiting. */
    public void launch(String... arguments) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                // As it is deployed.
                "-XX:+UseParallelGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(jvm);
        command.addAll(program);
        command.addAll(List.of(
                "--spring.profiles.active=demo",
                "--anze.home.folder=" + home(),
                "--anze.home.data=" + data(),
                "--server.port=" + consolePort,
                "--anze.https.port=" + httpsPort,
                "--anze.sftp.port=" + sftpPort,
                "--anze.stores.core-port=" + corePort,
                "--anze.stores.amqp-port=" + amqpPort,
                "--anze.stores.stomp-port=" + stompPort,
                "--anze.stores.mqtt-port=" + mqttPort));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** The product's own class path: configurations of tests must not be found by the gateway's scan. */
    public static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(java.io.File.pathSeparator))
                .filter(entry ->
                        !entry.isEmpty() && !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    /** A command of a manual, for this gateway instead of one with the usual ports and folders. */
    String here(String command) {
        return command.replace("java -jar target/anze-gateway.jar", "java -cp \"$" + CLASS_PATH + "\" " + MAIN)
                .replaceAll("(?<![\\w/.-])data/", data() + "/")
                .replaceAll("\\b2222\\b", String.valueOf(sftpPort))
                .replaceAll("\\b8443\\b", String.valueOf(httpsPort))
                .replaceAll("\\b61613\\b", String.valueOf(stompPort))
                .replaceAll("\\b8080\\b", String.valueOf(consolePort));
    }

    /** What {@link #here} leaves to the environment. */
    static Map<String, String> shellVariables() {
        return Map.of(CLASS_PATH, classPath(), "PYTHONIOENCODING", "UTF-8");
    }

    /** What the process printed. */
    public Path log() {
        return folder.resolve("gateway.log");
    }

    private boolean ready() {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(console().resolve("/actuator/health/readiness"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts the recipients in this JVM; the gateway must have started once, because it makes the keys. */
    public DemoRecipients startRecipients() throws IOException {
        if (recipients == null) {
            recipients = new DemoRecipients(data(), this::https, this::broker);
            recipients.start(Parties.load(home().resolve("parties")).all());
        }
        return recipients;
    }

    /** The insurers as clients of this gateway. */
    public DemoSenders senders() {
        return new DemoSenders(data(), https(), sftpPort, broker());
    }

    /** The port of the broker's core protocol, also of one outside of it. */
    public int corePort() {
        return corePort;
    }

    /** Its process number. */
    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        waitFor(Duration.ofSeconds(30));
    }

    /** The exit code; fails when it does not end in time. */
    public int waitFor(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the gateway does not end, see " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** CPU time the gateway process has used so far, without its database. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Whether it runs. */
    public boolean alive() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        try {
            if (recipients != null) {
                recipients.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (alive()) {
                process.destroy();
                waitFor(Duration.ofSeconds(60));
            }
        }
    }

    /** A port below the range that the system gives to clients, so that nobody takes it before the gateway does. */
    public static synchronized int freePort() {
        while (true) {
            int port = LOWEST_PORT + RANDOM.nextInt(PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(port)) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                // Taken by somebody else: the next one.
                continue;
            }
        }
    }

    /** Copies a folder into another, which may exist; a file that is there already is not overwritten but refused. */
    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
