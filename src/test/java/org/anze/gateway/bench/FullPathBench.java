package org.anze.gateway.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.DemoSamples;
import org.anze.gateway.demo.ExpectedOutcome;
import org.anze.gateway.flow.GatewayProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command for anybody: {@code mvn -Pbench verify}. A policy file goes in by SFTP and out to five recipients that check
 * every proof; printed are records per second from first send to last delivery, the gateway's CPU time per record and the
 * share of each step. Nothing is asserted about speed.
 */
@Tag("bench")
class FullPathBench {

    private static final Logger LOG = LoggerFactory.getLogger("anze.bench");
    private static final int ROWS = Integer.getInteger("anze.bench.rows", 50_000);
    private static final int ROUNDS = Integer.getInteger("anze.bench.rounds", 3);
    /** What the data keys are for: {@code by-suite}, which is SM4-GCM, or {@code aes-256-gcm}. */
    private static final String CIPHER = System.getProperty("anze.bench.cipher", "by-suite");

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Pattern STEP =
            Pattern.compile("anze_step_seconds_sum\\{.*?step=\"([^\"]+)\".*?} ([0-9.eE+-]+)");

    @Test
    void printsThroughputAndWhereTheTimeGoes() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.prepare("bench")) {
            gateway.jvm("-XX:TieredStopAtLevel=4");
            gateway.start("--anze.keys.cipher=" + CIPHER);
            DemoRecipients recipients = gateway.startRecipients();
            List<String> lines = new ArrayList<>(List.of("cipher at rest: " + CIPHER));
            long total = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                Path file = Path.of("target", "flow", "bench-" + round + ".csv");
                ExpectedOutcome expected = write(file, round);
                total += expected.accepted();
                Map<String, Double> stepsBefore = steps(gateway);
                Duration cpuBefore = gateway.cpu();
                long begun = System.nanoTime();
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    gateway.senders().put("insurer-jia", "AZX_CB_BENCH_" + round + ".csv", in);
                }
                gateway.senders().awaitReceipt("insurer-jia", "AZX_CB_BENCH_" + round + ".csv.receipt.json", PATIENCE);
                double receipt = (System.nanoTime() - begun) / 1e9;
                long all = total;
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> lastIndex(recipients, "platform-shanxi") >= all - 1
                                && lastIndex(recipients, "ministry") >= all - 1
                                && lastIndex(recipients, "regulator-finance") >= all - 1);
                double delivered = (System.nanoTime() - begun) / 1e9;
                Duration cpu = gateway.cpu().minus(cpuBefore);
                lines.add(String.format(
                        "round %d: %d records; receipt after %.1f s (%.0f records/s); last delivery after %.1f s"
                                + " (%.0f records/s, five recipients); gateway CPU %.0f µs per record",
                        round, ROWS, receipt, ROWS / receipt, delivered, ROWS / delivered, cpu.toNanos() / 1e3 / ROWS));
                lines.add(shares(stepsBefore, steps(gateway)));
            }
            lines.forEach(LOG::info);
        }
    }

    private static ExpectedOutcome write(Path file, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            return new DemoSamples(seed, 0).policies(out, ROWS, (seed - 1) * ROWS);
        }
    }

    private static long lastIndex(DemoRecipients recipients, String party) throws IOException {
        long last = recipients.received(party).last();
        if (last == 0) {
            return -1;
        }
        Path newest = recipients.received(party).folder().resolve(String.format("%09d.parcel.json", last));
        Matcher matcher = Pattern.compile("\"lastIndex\":(\\d+)").matcher(Files.readString(newest));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static Map<String, Double> steps(GatewayProcess gateway) throws Exception {
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.console().resolve("/actuator/prometheus"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, Double> steps = new TreeMap<>();
        Matcher matcher = STEP.matcher(text);
        while (matcher.find()) {
            steps.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
        }
        return steps;
    }

    /** Time in each step per record; steps of several threads overlap, so the sum may exceed the wall clock. */
    private static String shares(Map<String, Double> before, Map<String, Double> after) {
        StringBuilder line = new StringBuilder("  time per record in each step:");
        after.forEach((step, seconds) -> {
            double spent = seconds - before.getOrDefault(step, 0.0);
            if (spent > 0 && !step.equals("check-before-sealing")) {
                line.append(String.format(" %s %.0f µs;", step, spent * 1e6 / ROWS));
            }
        });
        return line.toString();
    }
}
