package org.anze.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anze.bench.baseline.MessageVerifier;
import org.anze.bench.process.Contender;
import org.anze.bench.tls.TlsFiles;

/**
 * Looks at what was delivered: a message of each baseline has a valid signature, and one parcel of the gateway goes through its own verifier, which knows nothing but the file and the
 * public certificate. Outside of what is timed.
 */
final class Evidence {

    private final List<String> program;
    private final Path folder;

    Evidence(List<String> program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Sends one more batch, and keeps and checks what the first recipient gets of it. */
    void check(Lineup lineup, Measurement measurement, long first) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (Contender contender : lineup.contenders()) {
            boolean gateway = contender.name().equals("gateway");
            Path kept = folder.resolve(contender.name() + (gateway ? ".parcel.json" : ".message"));
            lineup.sink().keep(kept);
            measurement.run(contender, "batch", 0, first, 100);
            if (gateway) {
                verify(kept, lineup.keys().resolve("pki").resolve("seal-ca.crt"));
            } else {
                Bench.say("a delivered message of " + contender.name() + ", verified 验证一条消息: "
                        + MessageVerifier.verify(kept, TlsFiles.server(lineup.keys())));
            }
        }
    }

    private void verify(Path parcel, Path trust) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("verify", "--lang=en", "--trust=" + trust, parcel.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("a delivered parcel does not verify: " + said);
        }
        Bench.say("a delivered parcel, verified offline 离线验证一个交换包: "
                + said.lines().findFirst().orElse("").strip());
    }
}
