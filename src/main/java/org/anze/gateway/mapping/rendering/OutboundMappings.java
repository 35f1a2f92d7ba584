package org.anze.gateway.mapping.rendering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.mapping.table.FieldTable;
import org.anze.gateway.mapping.table.MappingFolder;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * All mappings with {@code direction: out} as the files under {@code mappings/} describe them at one moment.
 * Immutable; a reload makes a new one. One with a mistake is in {@link #broken()} and stops the deliveries that need
 * it, no others.
 */
public final class OutboundMappings {

    private static final FieldTable FIELD_TABLE =
            new FieldTable(RenderingProblem.FILE_UNREADABLE, RenderingProblem.OPTION_WRONG);
    private static final OutboundMappings NONE = new OutboundMappings(Map.of(), new TreeMap<>());

    private final Map<String, OutboundMapping> byName;
    private final Map<String, List<Finding>> broken;

    private OutboundMappings(Map<String, OutboundMapping> byName, Map<String, List<Finding>> broken) {
        this.byName = Map.copyOf(byName);
        this.broken = Collections.unmodifiableMap(broken);
    }

    /**
     * {@code <name>.mapping.yaml}.
     *
     * @param direction {@code out}
     * @param recordType code of the record type
     * @param schemaVersion version of its definition; 0 means 1
     * @param note for people
     */
    private record File(
            String direction,
            String recordType,
            int schemaVersion,
            @Nullable String note,
            Target target) {}

    /** No mappings at all. */
    public static OutboundMappings none() {
        return NONE;
    }

    /**
     * Whether a mapping file describes what goes out. A file that cannot be read does not: the inbound side says
     * what is wrong with it.
     */
    public static boolean isOutbound(Path file) throws IOException {
        try {
            return MappingFolder.YAML
                    .readTree(Files.readAllBytes(file))
                    .path("direction")
                    .asString("")
                    .equals("out");
        } catch (JacksonException e) {
            return false; // Its line is told by whoever reads it in full.
        }
    }

    /**
     * Reads {@code <folder>/<party>/<name>.mapping.yaml} with {@code direction: out} and {@code <name>.fields.csv}
     * of every party.
     *
     * @throws IOException when the folder itself cannot be read
     */
    public static OutboundMappings load(Path folder, RecordDefinitions definitions, CodeTables tables)
            throws IOException {
        Map<String, OutboundMapping> byName = new HashMap<>();
        Map<String, List<Finding>> broken = new TreeMap<>();
        for (Path file : MappingFolder.files(folder)) {
            if (isOutbound(file)) {
                Complaints complaints = new Complaints(MappingFolder.shown(file));
                OutboundMapping mapping = read(file, definitions, tables, complaints);
                if (mapping == null || !complaints.isEmpty()) {
                    broken.put(MappingFolder.key(file), complaints.findings());
                } else {
                    byName.put(MappingFolder.key(file), mapping);
                }
            }
        }
        return new OutboundMappings(byName, broken);
    }

    private static @Nullable OutboundMapping read(
            Path yaml, RecordDefinitions definitions, CodeTables tables, Complaints complaints) {
        try {
            File file = MappingFolder.YAML.readValue(Files.readAllBytes(yaml), File.class);
            RecordDefinition definition = definition(file, definitions);
            if (file.target() == null) {
                throw new IllegalArgumentException("target");
            }
            String party = MappingFolder.party(yaml);
            String name = MappingFolder.name(yaml);
            Path table = yaml.resolveSibling(name + ".fields.csv");
            Complaints aboutTable = complaints.about(MappingFolder.shown(table));
            List<FieldRow> rows = FIELD_TABLE.read(table, aboutTable);
            if (!complaints.isEmpty()) {
                return null;
            }
            CodeReversals codes = new CodeReversals(party, tables, yaml.resolveSibling("codes"));
            Rendering rendering = new OutboundCompiler(definition, file.target(), codes, aboutTable).compile(rows);
            return new OutboundMapping(party, name, definition, rendering);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            complaints.add(RenderingProblem.FILE_UNREADABLE, Math.max(line, 0), String.valueOf(e.getOriginalMessage()));
        } catch (IOException | IllegalArgumentException e) {
            complaints.add(RenderingProblem.FILE_UNREADABLE, 0, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static RecordDefinition definition(File file, RecordDefinitions definitions) {
        RecordType type = RecordType.byCode(file.recordType() == null ? "" : file.recordType())
                .orElseThrow(() -> new IllegalArgumentException("recordType: "
                        + String.join(
                                " | ",
                                Stream.of(RecordType.values())
                                        .map(RecordType::code)
                                        .toList())));
        return definitions.of(type, file.schemaVersion() == 0 ? 1 : file.schemaVersion());
    }

    /** The mapping of that name of a recipient; empty when there is none or it is broken. */
    public Optional<OutboundMapping> find(String party, String name) {
        return Optional.ofNullable(byName.get(party + "/" + name));
    }

    /** {@code party/name} of every mapping that has complaints, with all that is wrong; names file, line and remedy. */
    public Map<String, List<Finding>> broken() {
        return broken;
    }

    /** {@code party/name} of every sound mapping, in alphabetical order. */
    public List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }
}
