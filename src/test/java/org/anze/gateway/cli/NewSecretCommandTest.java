package org.anze.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.anze.gateway.pki.PartySecrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NewSecretCommandTest {

    @TempDir
    Path data;

    @Test
    void makesASecretThatTheGatewayAcceptsByItsLine() throws Exception {
        StringWriter out = new StringWriter();
        int code = new CommandLine(new Commands()).setOut(new PrintWriter(out)).execute("new-secret");
        String[] lines = out.toString().split("\\R");

        Path folder = Files.createDirectories(data.resolve("credentials/insurer-new"));
        Files.writeString(folder.resolve("secret.hash"), lines[1] + "\n");

        assertThat(code).isZero();
        assertThat(lines[0]).hasSize(32);
        PartySecrets secrets = new PartySecrets(data, Clock.systemUTC());
        assertThat(secrets.verify("insurer-new", lines[0].toCharArray(), Duration.ZERO))
                .isPresent();
        assertThat(secrets.verify("insurer-new", "another".toCharArray(), Duration.ZERO))
                .isEmpty();
    }
}
