package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.DemoSamples;
import org.anze.gateway.demo.ExpectedOutcome;
import org.anze.gateway.demo.ReceivedRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A policy file by SFTP while the gateway is killed with {@code kill -9}: every row exactly once in the ledger and exactly
 * once, in order of parcel numbers, at every recipient that may see it.
 *
 * <p>One kill in {@code mvn verify}; the long run is {@code -Danze.kill.rows=100000 -Danze.kill.times=3}.
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledGatewayFlowTest {

    private static final int ROWS = Integer.getInteger("anze.kill.rows", 3_000);
    private static final int KILLS = Integer.getInteger("anze.kill.times", 1);
    private static final long SEED = Long.getLong("anze.kill.seed", 7);
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final String FILE = "AZX_CB_14_20240131_KILL.csv";

    @Test
    void bringsEveryRowExactlyOnceWhereverTheGatewayIsKilled() throws Exception {
        Random random = new Random(SEED);
        Path file = Path.of("target", "flow", "killed.csv");
        Files.createDirectories(file.getParent());
        ExpectedOutcome expected;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            expected = new DemoSamples(SEED, 100).policies(out, ROWS);
        }
        try (GatewayProcess gateway = GatewayProcess.prepare("killed")) {
            gateway.start();
            DemoRecipients recipients = gateway.startRecipients();
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                gateway.senders().put("insurer-jia", FILE, in);
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                long at = expected.accepted() * (kill - 1) / KILLS + random.nextInt(ROWS / KILLS / 2);
                Awaitility.await("kill at " + at)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> ledgerSize(gateway) >= at);
                gateway.kill();
                gateway.start();
            }
            byte[] receipt = gateway.senders().awaitReceipt("insurer-jia", FILE + ".receipt.json", PATIENCE);
            JsonNode counts = JsonMapper.builder().build().readTree(receipt).path("body");
            assertThat(counts.path("accepted").asLong()).isEqualTo(expected.accepted());
            assertThat(counts.path("rejected").asLong()).isEqualTo(expected.rejected());
            assertThat(counts.path("duplicate").asLong()).isZero();
            assertThat(ledgerSize(gateway)).isEqualTo(expected.accepted());
            received(recipients, "platform-shanxi", expected.acceptedIn("14", null));
            received(recipients, "ministry", expected.accepted());
            received(recipients, "regulator-finance", expected.accepted());
            received(recipients, "city-datong", expected.acceptedIn("1402", null));
            received(recipients, "sector-hazchem", expected.acceptedIn("14", "03"));
        }
    }

    private static void received(DemoRecipients recipients, String party, long expected) throws IOException {
        Path folder = recipients.received(party).folder();
        Awaitility.await(party)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ReceivedRecords.read(folder).count("policy") >= expected);
        ReceivedRecords records = ReceivedRecords.read(folder);
        assertThat(records.count("policy")).as(party).isEqualTo(expected);
        assertThat(records.repeated()).as(party).isZero();
        assertThat(recipients.received(party).violations()).as(party).isEmpty();
    }

    private static long ledgerSize(GatewayProcess gateway) {
        try {
            byte[] note = gateway.senders()
                    .https("insurer-jia")
                    .get("/log/checkpoint")
                    .body();
            String[] lines = new String(note, StandardCharsets.UTF_8).split("\n");
            return lines.length > 3 ? Long.parseLong(lines[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
