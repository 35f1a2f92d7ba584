package org.anze.bench.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.bench.records.Recipient;

/**
 * The gateway as it is shipped: full rules, SM2 and SM3 seals, values encrypted at rest, agreements, signed receipts. Only the
 * limits of how much one party may send a second are raised, because one party sends everything here.
 */
public final class Gateway extends StartedContender {

    private static final Duration LONGEST_START = Duration.ofMinutes(4);
    private static final String SUBMISSIONS = "/api/v1/submissions?mapping=canonical-policy";

    private Gateway(Stores stores, Child child, int port) {
        super(stores, child, port);
    }

    /**
     * Starts it on empty folders and waits until it is ready.
     *
     * @param program words that call the gateway
     * @param work a folder of its own; keys are in {@code data} afterwards
     * @param sink port of the recipients
     * @param extra more settings
     */
    public static Gateway start(
            List<String> program, Path project, Path work, List<Recipient> recipients, int sink, List<String> extra)
            throws IOException, InterruptedException {
        Path home = work.resolve("home");
        Path data = work.resolve("data");
        GatewayHome.write(project, home, recipients, sink);
        Stores stores = Stores.start(program, work, home.resolve("parties"), data);
        try {
            int port = Ports.free();
            int console = Ports.free();
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of(
                    "--spring.profiles.active=demo",
                    "--anze.demo.recipients=false",
                    "--anze.demo.play=false",
                    "--anze.home.folder=" + home,
                    "--anze.home.data=" + data,
                    "--anze.stores.database-url=" + stores.databaseUrl(),
                    "--anze.stores.database-user=" + stores.databaseUser(),
                    "--anze.stores.broker-url=" + stores.brokerUrl(),
                    "--anze.stores.broker-user=" + stores.brokerUser(),
                    "--anze.intake.limits.submissions-per-second=100000",
                    "--anze.intake.limits.bytes-per-second=4GB",
                    "--anze.https.requests-per-party=128",
                    "--server.port=" + console,
                    "--anze.https.port=" + port,
                    "--anze.sftp.port=" + Ports.free()));
            command.addAll(extra);
            Child child = Child.start(
                    "gateway",
                    work.resolve("gateway.log"),
                    Map.of(
                            "ANZE_STORES_DATABASEPASSWORD", stores.databasePassword(),
                            "ANZE_STORES_BROKERPASSWORD", stores.brokerPassword()),
                    command);
            awaitReady(child, console);
            return new Gateway(stores, child, port);
        } catch (IOException | InterruptedException e) {
            stores.close();
            throw e;
        }
    }

    private static void awaitReady(Child child, int console) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest readiness = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + console + "/actuator/health/readiness"))
                .build();
        long until = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < until) {
            child.requireAlive();
            if (isReady(http, readiness)) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IOException("the gateway is not ready after " + LONGEST_START);
    }

    private static boolean isReady(HttpClient http, HttpRequest readiness) throws InterruptedException {
        try {
            return http.send(readiness, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String path() {
        return SUBMISSIONS;
    }
}
