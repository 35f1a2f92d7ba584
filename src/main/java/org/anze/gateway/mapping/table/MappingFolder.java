package org.anze.gateway.mapping.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files {@code mappings/<party>/<name>.mapping.yaml} and how they are read, whichever direction they are for. */
public final class MappingFolder {

    /** Unknown keys are mistakes, words of closed lists are taken in any case. */
    public static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private static final String SUFFIX = ".mapping.yaml";

    private MappingFolder() {}

    /**
     * The mapping files of all parties, by party and name.
     *
     * @throws IOException when the folder cannot be read
     */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path party : children(folder)) {
            if (Files.isDirectory(party)) {
                children(party).stream()
                        .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    /** Name of the party that a mapping file belongs to. */
    public static String party(Path file) {
        return file.toAbsolutePath().getParent().getFileName().toString();
    }

    /** Name of the mapping within its party. */
    public static String name(Path file) {
        String fileName = file.getFileName().toString();
        return fileName.substring(0, fileName.length() - SUFFIX.length());
    }

    /** {@code party/name}. */
    public static String key(Path file) {
        return party(file) + "/" + name(file);
    }

    /** A file of the party as its author knows it: {@code mappings/party/name.mapping.yaml}. */
    public static String shown(Path file) {
        return "mappings/" + party(file) + "/" + file.getFileName();
    }
}
