package org.anze.gateway.mapping.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The malformed inputs, by name: folder (which says how it is read, see {@code profiles.yaml}) and defect. Small texts are files
 * under {@code src/test/resources/malformed}; what is packed or big is made here, the same every time. What each must give is in
 * {@code expected.csv}.
 */
final class MalformedFiles {

    private static final String FOLDER = "/malformed/";

    private final Map<String, Supplier<InputStream>> made = new TreeMap<>();
    private final Map<String, Profile> profiles;

    MalformedFiles() {
        MalformedWorkbooks.all().forEach((name, file) -> made.put(name, () -> new ByteArrayInputStream(file.get())));
        MalformedArchives.all().forEach((name, file) -> made.put(name, () -> new ByteArrayInputStream(file.get())));
        made.putAll(MalformedGiants.all());
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        try (InputStream in = resource("profiles.yaml")) {
            profiles = yaml.readValue(in, new TypeReference<Map<String, Profile>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the files of a folder are read. */
    record Profile(List<String> columns, SourceSettings source) {
        @JsonCreator
        Profile {}
    }

    /**
     * What one input must give.
     *
     * @param outcome {@code refused}: the whole; {@code damaged}: the first bad record; {@code remark}: a warning about the whole
     * @param place line and column, with {@code :} between; either is empty where it depends on the parser
     */
    record Expected(String name, String outcome, String code, String line, String column) {}

    private static InputStream resource(String name) {
        InputStream in = MalformedFiles.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IllegalArgumentException(FOLDER + name);
        }
        return in;
    }

    static List<Expected> expected() {
        try (InputStream in = resource("expected.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Expected(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the inputs that are made. */
    Map<String, Supplier<InputStream>> made() {
        return made;
    }

    InputStream open(String name) {
        Supplier<InputStream> maker = made.get(name);
        return maker == null ? resource(name) : maker.get();
    }

    SourceFormat format(String name) {
        Profile profile = profiles.get(name.substring(0, name.indexOf('/')));
        return SourceFormat.of(profile.source(), profile.columns());
    }
}
