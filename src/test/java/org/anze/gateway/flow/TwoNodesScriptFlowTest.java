package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** {@code deploy/two-nodes.sh} does what it says, and leaves nothing behind. */
@Tag("long")
class TwoNodesScriptFlowTest {

    private static final Path FOLDER =
            Path.of("target", "flow", "two-nodes-script").toAbsolutePath();
    private static final Pattern NODE = Pattern.compile("node-\\d: kill -9 (\\d+);.*");

    @Test
    void oneNodeStandsInForTheOtherAndTheScriptEndsWhatItStarted() throws Exception {
        FileSystemUtils.deleteRecursively(FOLDER);
        ProcessBuilder builder = new ProcessBuilder("deploy/two-nodes.sh", FOLDER.toString()).redirectErrorStream(true);
        builder.environment()
                .put(
                        "ANZE",
                        Path.of(System.getProperty("java.home"), "bin", "java")
                                + " -Xmx512m -XX:TieredStopAtLevel=1 -cp " + GatewayProcess.classPath()
                                + " org.anze.gateway.AnzeGateway");
        builder.environment().put("ANZE_PORT_BASE", String.valueOf(20_000 + 10 * new Random().nextInt(1_000)));
        Process script = builder.start();
        try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
            long first = node(lines);
            node(lines);
            List<ProcessHandle> started = script.descendants().toList();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Awaitility.await("the second node holds the ledger's lease, see " + FOLDER)
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> log("node-2").contains("lease held lease=\"ledger\""));

            script.destroy();
            assertThat(script.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(started).noneMatch(ProcessHandle::isAlive);
        } finally {
            // The script's own end is what ends the rest, so it is asked for and never forced.
            script.destroy();
            script.waitFor(2, TimeUnit.MINUTES);
        }
    }

    /** The process of the next node that the script tells of. */
    private static long node(BufferedReader lines) throws IOException {
        StringBuilder other = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher node = NODE.matcher(line);
            if (node.matches()) {
                return Long.parseLong(node.group(1));
            }
            other.append(line).append('\n');
        }
        throw new IllegalStateException("the script ended: " + other);
    }

    private static String log(String node) throws IOException {
        return Files.readString(FOLDER.resolve(node + ".log"));
    }
}
