package org.anze.gateway;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that some tests need and that not every machine has. */
public final class Executables {

    private Executables() {}

    /** Where it is on the search path. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Those that are missing. */
    public static List<String> missing(String... names) {
        return Stream.of(names).filter(name -> find(name).isEmpty()).toList();
    }
}
