package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.party.SampleParties;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;

/** A folder of mappings in which one invented party has what a test writes. */
final class MappingFolder {

    static final String PARTY = "insurer-test";

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final CodeTables CODES = codes();

    private final Path folder;
    private final Path party;

    MappingFolder(Path folder) {
        this.folder = folder;
        this.party = folder.resolve(PARTY);
    }

    private static CodeTables codes() {
        try {
            return CodeTables.load(Path.of("codes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the party's files are. */
    Path party() throws IOException {
        return Files.createDirectories(party);
    }

    void yaml(String name, String text) throws IOException {
        Files.writeString(party().resolve(name + ".mapping.yaml"), text);
    }

    /** A table of fields below a heading that ends its line. */
    void table(String file, String heading, List<String> rows) throws IOException {
        Files.writeString(party().resolve(file), heading + String.join("\n", rows) + "\n");
    }

    Mappings load() throws IOException {
        return load(folder);
    }

    /** As another folder, with the same definitions and codes. */
    static Mappings load(Path folder) throws IOException {
        return Mappings.load(folder, DEFINITIONS, CODES);
    }

    /** What is wrong with {@code bad}, which keeps no other mapping from its work. */
    List<Finding> complaints(String sound) throws IOException {
        Mappings mappings = load();
        assertThat(mappings.find(PARTY, sound))
                .as("a sound mapping beside a broken one")
                .isPresent();
        assertThat(mappings.find(PARTY, "bad")).isEmpty();
        return mappings.broken().get(PARTY + "/bad");
    }

    /** The party sends at the first moment of October in China. */
    static MappingContext context() {
        return new MappingContext(
                SampleParties.anInsurer(PARTY, "91140105MAWX0011X4"), Instant.parse("2026-09-30T16:00:00Z"));
    }
}
