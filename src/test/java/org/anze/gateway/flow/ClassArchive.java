package org.anze.gateway.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The gateway's classes as a virtual machine had read, checked and linked them (JEP 350), for tests that start many processes:
 * a start costs half the CPU with it. Made once for a build, by a start of the gateway that ends as soon as all of it is there.
 */
final class ClassArchive {

    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "flow-classes").toAbsolutePath();
    /** An archive takes classes from files only. */
    private static final Path JAR = FOLDER.resolve("gateway.jar");

    private static final Path ARCHIVE = FOLDER.resolve("gateway.jsa");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private ClassArchive() {}

    /** What follows {@code java} to start the gateway with it; makes it when there is none of these classes. */
    static synchronized List<String> program() throws IOException {
        if (!Files.exists(ARCHIVE) || lastChange().compareTo(Files.getLastModifiedTime(ARCHIVE)) > 0) {
            Files.createDirectories(FOLDER);
            Files.deleteIfExists(ARCHIVE);
            pack();
            make();
        }
        return program("-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static FileTime lastChange() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            List<FileTime> times = new ArrayList<>();
            for (Path file : files.toList()) {
                times.add(Files.getLastModifiedTime(file));
            }
            return times.stream().max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static void pack() {
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", JAR.toString(), "-C", CLASSES.toString(), ".");
        if (failed != 0) {
            throw new IllegalStateException("jar ended with " + failed);
        }
    }

    private static void make() throws IOException {
        Path fresh = FOLDER.resolve("fresh.jsa");
        Files.deleteIfExists(fresh);
        try (GatewayProcess trial = GatewayProcess.prepare("class-archive")) {
            trial.program(program("-XX:ArchiveClassesAtExit=" + fresh, "-Dspring.context.exit=onRefresh"));
            trial.launch();
            int exit = trial.waitFor(LONGEST);
            if (exit != 0) {
                throw new IllegalStateException("the gateway ended with " + exit + ", see " + trial.log());
            }
        }
        Files.move(fresh, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> program(String... options) {
        List<String> program = new ArrayList<>(List.of(options));
        program.add("-cp");
        program.add(GatewayProcess.classPath().replace(CLASSES.toString(), JAR.toString()));
        program.add(GatewayProcess.MAIN);
        return program;
    }
}
