package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The demo is a test of the product: its exit code is 0 only when everything was as expected. */
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
    void exitsWithOneWhenALineOfAMappingIsBroken() throws IOException {
        try (GatewayProcess gateway = GatewayProcess.prepare("demo-broken")) {
            Path fields = gateway.home().resolve("mappings/insurer-jia/policies.fields.csv");
            String sound = Files.readString(fields);
            String broken = sound.replace("premium,保费(元),money,yuan", "premium,保费(元),money,wan-yuan");
            assertThat(broken).isNotEqualTo(sound);
            Files.writeString(fields, broken);
            // What is missing will never come, however long one waits.
            gateway.launch("--anze.demo.exit=true", FEW, "--anze.demo.patience=PT30S");

            int exit = gateway.waitFor(LONGEST);

            assertThat(Files.readString(gateway.log()))
                    .contains("不符 / wrong: insurer-jia SFTP: accepted 0")
                    .doesNotContain("演示结论");
            assertThat(exit).isEqualTo(1);
        }
    }
}
