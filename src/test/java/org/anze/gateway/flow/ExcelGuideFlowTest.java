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
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The commands of docs/onboarding/excel-in-15-minutes.md, as printed and in their order, against a running gateway. */
class ExcelGuideFlowTest {

    private static final Path GUIDE = Path.of("docs", "onboarding", "excel-in-15-minutes.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** They start or build the product itself. */
    private static final Set<String> NOT_HERE = Set.of("start", "package");

    @TestFactory
    List<DynamicTest> everyCommandWorksAsPrinted() throws IOException {
        List<String> missing = Executables.missing("bash", "sftp", "ssh-keygen", "python3");
        Assumptions.assumeTrue(missing.isEmpty(), "the commands of the guide need " + missing);
        List<DynamicTest> tests = new ArrayList<>();
        ReadmeCommands.of(GUIDE).forEach((name, command) -> {
            if (!NOT_HERE.contains(name)) {
                tests.add(dynamicTest(name, () -> run(name, command)));
            }
        });
        return tests;
    }

    /** In the gateway's own folder, because there an operator writes; the guide's sheet stays where it is. */
    private static void run(String name, String command) throws Exception {
        GatewayProcess gateway = SharedGateway.get();
        String here = gateway.here(command)
                .replace("docs/onboarding/", GUIDE.getParent().toAbsolutePath() + "/");
        Shell.Result result = Shell.run(gateway.home(), here, GatewayProcess.shellVariables(), PATIENCE);
        AbstractStringAssert<?> output = assertThat(result.output()).as("%s exits with %s", name, result.exit());
        switch (name) {
            case "mapping", "party", "key", "correct" -> output.isEmpty();
            case "try" -> output.contains("premium 应收保费 = 61115.83  ← I 保费", "MAP-0209", "第 6 行 第 7 列 G 保险起期");
            case "send" -> output.contains("rename");
            case "receipt" -> output.contains("\"accepted\":2", "\"rejected\":1", "\"status\":\"PARTLY_ACCEPTED\"");
            case "send-back" -> output.contains("\"accepted\":1", "\"rejected\":0", "\"status\":\"ACCEPTED\"");
            case "received" -> output.contains("SI202603000001", "SI202603000002", "SI202603000003");
            default -> throw new IllegalStateException("what does the guide promise for " + name + "?");
        }
        assertThat(result.exit()).as(result.output()).isZero();
    }
}
