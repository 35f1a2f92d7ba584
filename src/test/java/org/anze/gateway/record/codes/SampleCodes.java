package org.anze.gateway.record.codes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tables of this checkout, read once, and copies of them that a test may spoil. */
final class SampleCodes {

    static final Path FOLDER = Path.of("codes");
    static final CodeTables TABLES = load();

    private SampleCodes() {}

    private static CodeTables load() {
        try {
            return CodeTables.load(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file of the folder. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    static Path copy(Path target) throws IOException {
        for (Path file : files()) {
            Files.copy(file, target.resolve(file.getFileName()));
        }
        return target;
    }
}
