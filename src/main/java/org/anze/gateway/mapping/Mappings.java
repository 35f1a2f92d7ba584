package org.anze.gateway.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * All mappings as the files under {@code mappings/} describe them at one moment. Immutable; a reload makes a new one.
 *
 * <p>A mapping with a mistake is in {@link #broken()} and cannot be used; the others are not affected. Every party has the
 * gateway's own mappings {@code canonical-<record type>} as well.
 */
public final class Mappings {

    private static final String SUFFIX = ".mapping.yaml";
    private static final String CANONICAL = "canonical-";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,59}");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final Map<String, Mapping> byName;
    private final Map<String, Mapping> canonical;
    private final Map<String, List<Finding>> broken;

    private Mappings(Map<String, Mapping> byName, Map<String, Mapping> canonical, Map<String, List<Finding>> broken) {
        this.byName = Map.copyOf(byName);
        this.canonical = Map.copyOf(canonical);
        this.broken = Collections.unmodifiableMap(broken);
    }

    /**
     * Reads {@code <folder>/<party>/<name>.mapping.yaml} and {@code <name>.fields.csv} of every party.
     *
     * @throws IOException when the folder itself cannot be read
     */
    public static Mappings load(Path folder, RecordDefinitions definitions, CodeTables tables) throws IOException {
        Map<String, Mapping> byName = new HashMap<>();
        Map<String, List<Finding>> broken = new TreeMap<>();
        for (Path party : children(folder)) {
            if (!Files.isDirectory(party)) {
                continue;
            }
            for (Path file : children(party)) {
                String fileName = file.getFileName().toString();
                if (fileName.endsWith(SUFFIX)) {
                    String name = fileName.substring(0, fileName.length() - SUFFIX.length());
                    String key = party.getFileName() + "/" + name;
                    Complaints complaints = new Complaints("mappings/" + party.getFileName() + "/" + fileName);
                    Mapping mapping = read(file, name, definitions, tables, complaints);
                    if (mapping == null || !complaints.isEmpty()) {
                        broken.put(key, complaints.findings());
                    } else {
                        byName.put(key, mapping);
                    }
                }
            }
        }
        return new Mappings(byName, canonical(definitions, tables), broken);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static Map<String, Mapping> canonical(RecordDefinitions definitions, CodeTables tables) {
        SourceSettings json = new SourceSettings(SourceSettings.Format.JSON, null, null, null, 0, null, null, null);
        Map<String, Mapping> mappings = new HashMap<>();
        for (RecordType type : RecordType.values()) {
            RecordDefinition definition = definitions.of(type);
            String name = CANONICAL + type.code();
            mappings.put(
                    name,
                    new Mapping(
                            name,
                            definition,
                            SourceFormat.of(json, List.of()),
                            new CanonicalNormaliser(definition, tables)));
        }
        return mappings;
    }

    private static @Nullable Mapping read(
            Path yaml, String name, RecordDefinitions definitions, CodeTables tables, Complaints complaints) {
        try {
            MappingFile file = YAML.readValue(Files.readAllBytes(yaml), MappingFile.class);
            RecordDefinition definition = definition(file, definitions);
            if (!NAME.matcher(name).matches() || name.startsWith(CANONICAL)) {
                throw new IllegalArgumentException("name: " + NAME + ", not " + CANONICAL + "…");
            }
            Path table = yaml.resolveSibling(name + ".fields.csv");
            Complaints aboutTable =
                    complaints.about("mappings/" + yaml.getParent().getFileName() + "/" + table.getFileName());
            List<FieldRow> rows = FieldTable.read(table, aboutTable);
            if (!complaints.isEmpty()) {
                return null;
            }
            Path folder = yaml.resolveSibling("codes");
            MappingCompiler compiler =
                    new MappingCompiler(definition, tables, code -> partyTable(folder, code, complaints), aboutTable);
            TableNormaliser normaliser = compiler.compile(rows);
            if (file.source() == null) {
                throw new IllegalArgumentException("source");
            }
            return new Mapping(name, definition, SourceFormat.of(file.source(), compiler.neededColumns()), normaliser);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            complaints.add(MappingProblem.FILE_UNREADABLE, Math.max(line, 0), String.valueOf(e.getOriginalMessage()));
        } catch (IOException | IllegalArgumentException e) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static RecordDefinition definition(MappingFile file, RecordDefinitions definitions) {
        RecordType type = RecordType.byCode(file.recordType() == null ? "" : file.recordType())
                .orElseThrow(() -> new IllegalArgumentException("recordType: "
                        + String.join(
                                " | ",
                                Stream.of(RecordType.values())
                                        .map(RecordType::code)
                                        .toList())));
        return definitions.of(type, file.schemaVersion() == 0 ? 1 : file.schemaVersion());
    }

    private static @Nullable CodeTable partyTable(Path folder, String name, Complaints complaints) {
        Path file = folder.resolve(name + ".csv");
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
            return null;
        }
        try {
            return CodeTable.read(file);
        } catch (IOException | IllegalArgumentException e) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The mapping of that name that a party can use; empty when there is none or it is broken. */
    public Optional<Mapping> find(String party, String name) {
        Mapping own = byName.get(party + "/" + name);
        return Optional.ofNullable(own != null ? own : canonical.get(name));
    }

    /** {@code party/name} of every mapping that has mistakes, with all that is wrong; names file, line and remedy. */
    public Map<String, List<Finding>> broken() {
        return broken;
    }

    /** {@code party/name} of every sound mapping, in alphabetical order; the canonical ones are not among them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(byName.keySet());
        Collections.sort(names);
        return names;
    }
}
