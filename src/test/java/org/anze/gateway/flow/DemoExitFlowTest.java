package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The demo is a test of the product: its exit code is 0 only when everything was as expected. */
@Execution(ExecutionMode.CONCURRENT)
class DemoExitFlowTest {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String FEW = "--anze.demo.records=60";

    @Test
    void exitsWithZeroWhenEverythingWasRight() throws IOException {
        try (GatewayProcess gateway = GatewayProcess.prepare("demo-right")) {
            gateway.launch("--anze.demo.exit=true", FEW);

            int exit = gateway.waitFor(LONGEST);

            assertThat(Files.readString(gateway.log()))
                    .contains("演示结论：全部投递、拒收与证明均正确")
                    .contains("verdict: every delivery, refusal and proof was right")
                    .doesNotContain("不符 / wrong");
            assertThat(exit).isZero();
        }
    }

    @Test
    void exitsWithOneWhenTheUnitOfAnAmountIsWrong() throws IOException {
        requireNoticed("amounts", "premium,保费(元),money,yuan", "premium,保费(元),money,wan-yuan");
    }

    /** A start of half a minute more for the same check: not in every build. */
    @Test
    @Tag("long")
    void exitsWithOneWhenTheUnitOfALimitIsWrong() throws IOException {
        requireNoticed("limits", "perPersonDeath,每人限额(万元),money,wan-yuan", "perPersonDeath,每人限额(万元),money,yuan");
    }

    private static void requireNoticed(String what, String line, String broken) throws IOException {
        try (GatewayProcess gateway = GatewayProcess.prepare("demo-wrong-unit-of-" + what)) {
            Path fields = gateway.home().resolve("mappings/insurer-jia/policies.fields.csv");
            String sound = Files.readString(fields);
            assertThat(sound).contains("\n" + line + ",");
            Files.writeString(fields, sound.replace("\n" + line + ",", "\n" + broken + ","));
            // What is missing will never come, however long one waits.
            gateway.launch("--anze.demo.exit=true", FEW, "--anze.demo.patience=PT10S");

            int exit = gateway.waitFor(LONGEST);

            assertThat(exit).as("%s, see %s", what, gateway.log()).isEqualTo(1);
            assertThat(Files.readString(gateway.log())).contains("不符 / wrong: ").doesNotContain("演示结论");
        }
    }
}
