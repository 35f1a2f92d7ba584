package org.anze.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anze.bench.process.Contender;

/**
 * Looks at what was delivered: one parcel of the gateway goes through its own verifier, which knows nothing but the file and the
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
        for (Contender contender : lineup.contenders()) {
            if (contender.name().equals("gateway")) {
                Files.createDirectories(folder);
                Path parcel = folder.resolve("gateway.parcel.json");
                lineup.sink().keep(parcel);
                measurement.run(contender, "batch", 0, first, 100);
                verify(parcel, lineup.keys().resolve("pki").resolve("seal-ca.crt"));
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
