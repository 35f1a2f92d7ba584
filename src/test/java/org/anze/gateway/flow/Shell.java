package org.anze.gateway.flow;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs what a reader would type into bash, in the top folder of the repository, with nobody at the keyboard. */
final class Shell {

    private Shell() {}

    /**
     * @param output what came out and what went wrong, in the order it was printed
     */
    record Result(int exit, String output) {}

    /**
     * @param environment added to that of this process
     * @throws IllegalStateException when it does not end in time; it has been ended then, with all it had started
     */
    static Result run(String script, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        return run(Path.of("").toAbsolutePath(), script, environment, patience);
    }

    /** Like {@link #run(String, Map, Duration)} in another folder. */
    static Result run(Path folder, String script, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(Files.createDirectories(Path.of("target", "flow")), "shell", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("not ended within " + patience + ": " + script + "\n" + read(output));
            }
            return new Result(process.exitValue(), read(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
