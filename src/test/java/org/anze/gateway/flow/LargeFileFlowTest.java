package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.anze.gateway.demo.DemoSamples;
import org.anze.gateway.demo.ExpectedOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Large files through a gateway with {@code -Xmx512m}. Some megabytes in {@code mvn verify}; a gigabyte with {@code
 * -Danze.large.megabytes=1024}.
 */
@Execution(ExecutionMode.CONCURRENT)
class LargeFileFlowTest {

    private static final int MEGABYTES = Integer.getInteger("anze.large.megabytes", 3);
    /** A row of the generator has at least 160 bytes. */
    private static final long ROWS = MEGABYTES * (1L << 20) / 160;

    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static GatewayProcess gateway;

    @BeforeAll
    static void startsWithHalfAGigabyteOfMemory() throws IOException {
        gateway = GatewayProcess.prepare("large").start();
    }

    @AfterAll
    static void stops() {
        gateway.close();
    }

    @Test
    void bringsALargeFileFromSftpToTheLedger() throws Exception {
        Path file = Path.of("target", "flow", "large.csv");
        ExpectedOutcome expected;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            expected = new DemoSamples(3, 0).policies(out, ROWS);
        }
        send(file, "AZX_CB_LARGE.csv");
        Files.delete(file);

        JsonNode receipt = receipt("AZX_CB_LARGE.csv").path("body");

        assertThat(receipt.path("accepted").asLong()).isEqualTo(expected.accepted());
        assertThat(receipt.path("records").asLong()).isEqualTo(ROWS);
    }

    @Test
    void refusesALargeFileWhoseFirstQuoteNeverClosesWithTheLineWhereItBegan() throws Exception {
        Path file = Path.of("target", "flow", "unclosed.csv");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            byte[] heading = ("\"序号\",\"保单号\",\"投保人\",\"统一社会信用代码\",\"行业类别\",\"区划\",\"起保日期\",\"终保日期\","
                            + "\"保费(元)\",\"预防费比例\",\"承保人数\",\"每人限额(万元)\"\r\n")
                    .getBytes(Charset.forName("GB18030"));
            out.write(heading);
            byte[] row = "1,AJIA2024140212,never closed,140212,20240131\r\n".getBytes(Charset.forName("GB18030"));
            out.write('"');
            for (long written = heading.length; written < MEGABYTES * (1L << 20); written += row.length) {
                out.write(row);
            }
        }
        send(file, "AZX_CB_UNCLOSED.csv");
        Files.delete(file);

        JsonNode receipt = receipt("AZX_CB_UNCLOSED.csv").path("body");

        assertThat(receipt.path("status").asString()).isEqualTo("REJECTED");
        assertThat(receipt.path("accepted").asLong()).isZero();
        JsonNode problem = receipt.path("problems").path(0);
        assertThat(problem.path("line").asLong()).as(problem.toString()).isEqualTo(2);
        assertThat(problem.path("zh").asString()).contains("引号");
    }

    private static void send(Path file, String name) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            gateway.senders().put("insurer-jia", name, in);
        }
    }

    private static JsonNode receipt(String name) throws IOException {
        return JSON.readTree(gateway.senders().awaitReceipt("insurer-jia", name + ".receipt.json", PATIENCE));
    }
}
