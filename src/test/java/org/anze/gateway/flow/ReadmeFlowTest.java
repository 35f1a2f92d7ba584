package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anze.gateway.Executables;
import org.anze.gateway.ReadmeCommands;
import org.anze.gateway.demo.ReceivedRecords;
import org.assertj.core.api.AbstractStringAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The commands of the README do what the README says, in its order, against a running gateway. The Chinese README has the
 * same commands ({@code ReadmeTest}).
 */
class ReadmeFlowTest {

    /** They start or build the product itself. */
    private static final Set<String> NOT_HERE = Set.of("start", "verify", "package", "demo-exit");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestFactory
    List<DynamicTest> everyCommandWorksAsPrinted() throws IOException {
        List<String> missing = Executables.missing("bash", "sftp", "curl", "python3");
        Assumptions.assumeTrue(missing.isEmpty(), "the commands of the README need " + missing);
        List<DynamicTest> tests = new ArrayList<>();
        ReadmeCommands.of(Path.of("README.md")).forEach((name, command) -> {
            if (!NOT_HERE.contains(name)) {
                tests.add(dynamicTest(name, () -> run(name, command)));
            }
        });
        return tests;
    }

    private static void run(String name, String command) throws Exception {
        GatewayProcess gateway = SharedGateway.get();
        Path received = SharedGateway.recipients().received("platform-shanxi").folder();
        if (name.equals("verify-parcels")) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> ReceivedRecords.read(received).count("policy", "AJIA202414021200001") > 0);
        }
        Shell.Result result = Shell.run(gateway.here(command), GatewayProcess.shellVariables(), PATIENCE);
        AbstractStringAssert<?> output = assertThat(result.output()).as("%s exits with %s", name, result.exit());
        switch (name) {
            case "known-host" -> output.isEmpty();
            case "sftp-put" -> output.contains("put examples/AZX_CB_14_20240131_001.csv", "rename");
            case "sftp-receipt" -> output.contains("\"accepted\":3", "\"rejected\":0", "\"status\":\"ACCEPTED\"");
            case "rest-policies" ->
                output.contains("\"accepted\":3", "\"accepted\":2").doesNotContain("\"status\":\"REJECTED\"");
            case "rest-post", "rest-receipt" ->
                output.contains("\"accepted\":2", "\"rejected\":1", "\"status\":\"PARTLY_ACCEPTED\"");
            case "rest-rejects" -> output.contains("MAP-0201");
            case "soap-post" -> output.contains("<return>2001</return>");
            case "stomp-send" ->
                output.contains("\"accepted\": 2", "\"rejected\": 1", "\"status\": \"PARTLY_ACCEPTED\"");
            case "console" -> output.contains("\"status\":\"UP\"").containsPattern("(?m)^\\S{12,}$");
            case "verify-parcels" -> output.contains("验证通过", "连续、无重号").doesNotContain("验证不通过");
            default -> throw new IllegalStateException("what does the README promise for " + name + "?");
        }
        assertThat(result.exit()).as(result.output()).isZero();
    }
}
