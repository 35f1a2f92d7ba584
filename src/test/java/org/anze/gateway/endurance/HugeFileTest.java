package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anze.gateway.demo.DemoSenders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One SFTP file of {@code -Danze.long.megabytes}, twenty times the gateway's heap: every row is accepted and the memory stays
 * what it was. A row is {@code -Danze.long.row} bytes long, most of it in columns that the mapping leaves out, so that the bytes
 * and not the records make the run. Needs about three times the size on disk, and larger limits than are shipped.
 */
@Tag("long")
class HugeFileTest {

    private static final long MEGABYTES = Long.getLong("anze.long.megabytes", 10_240);
    private static final int ROW = Integer.getInteger("anze.long.row", 8 << 10);
    private static final long ROWS = Math.max(10, (MEGABYTES << 20) / ROW);
    private static final String PARTY = "insurer-jia";
    private static final String NAME = EnduranceSite.FILES + "HUGE.csv";
    private static final Duration PATIENCE = Duration.ofHours(3);

    @Test
    void bringsAFileFarLargerThanItsMemoryToTheLedger() throws Exception {
        try (EnduranceSite site = new EnduranceSite("huge-file")) {
            Path fields = site.gateway().home().resolve("mappings/insurer-jia/policies.fields.csv");
            Files.writeString(fields, PolicyFile.fields(), StandardOpenOption.APPEND);
            String limit = Math.max(64, MEGABYTES * 2) + "MB";
            site.start(
                    "--anze.intake.max-size=" + limit,
                    "--anze.sftp.limits.largest-file=" + limit,
                    "--anze.sftp.limits.largest-home=" + Math.max(64, MEGABYTES * 3) + "MB");
            ExecutorService waiting = Executors.newSingleThreadExecutor();
            try (RunLog log = new RunLog("huge file", site);
                    PolicyFile file = new PolicyFile("AJHUGE", ROWS, ROW)) {
                RunLog.Standing begin = log.now();
                site.gateway().senders().put(PARTY, NAME, file);
                RunLog.Standing sent = log.now();
                DemoSenders receipts = site.gateway().senders();
                Future<byte[]> receipt =
                        waiting.submit(() -> receipts.awaitReceipt(PARTY, NAME + ".receipt.json", PATIENCE));
                awaitRows(site, ROWS / 5, receipt);
                Memory early = log.memory();
                // Under way still: what is kept for each row until the receipt has to be seen.
                awaitRows(site, ROWS - ROWS / 20, receipt);
                Memory late = log.memory();
                JsonNode body = JsonMapper.shared().readTree(receipt.get()).path("body");
                RunLog.Standing end = log.now();
                log.say(
                        "%d MB, %d rows of %d bytes; sent in %.0f s, receipt %.0f s later, %.0f rows/s; RSS %s when"
                                + " sent; %s at a fifth; %s at nineteen twentieths; largest RSS %s",
                        MEGABYTES,
                        ROWS,
                        ROW,
                        (sent.nanos() - begin.nanos()) / 1e9,
                        (end.nanos() - sent.nanos()) / 1e9,
                        end.acceptedSince(sent),
                        RunLog.megabytes(sent.resident()),
                        early,
                        late,
                        RunLog.megabytes(log.largest()));

                assertThat(body.path("accepted").asLong()).as(body.toString()).isEqualTo(ROWS);
                site.requireConserved(ROWS);
                late.requireFlatSince(early);
                assertThat(log.largest())
                        .as("largest RSS, the transfer included, was %s before it", RunLog.megabytes(begin.resident()))
                        .isLessThanOrEqualTo(Memory.allowed(begin.resident()));
            } finally {
                waiting.shutdownNow();
            }
        }
    }

    private static void awaitRows(EnduranceSite site, long rows, Future<byte[]> receipt) {
        Awaitility.await(rows + " rows")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> site.accepted() >= rows || receipt.isDone());
    }
}
