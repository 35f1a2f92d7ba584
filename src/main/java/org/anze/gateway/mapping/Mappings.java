package org.anze.gateway.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.anze.gateway.mapping.canonical.CanonicalMapping;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.mapping.table.MappingFolder;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;

/**
 * All mappings as the files under {@code mappings/} describe them at one moment. Immutable; a reload makes a new one.
 *
 * <p>A mapping with a mistake is in {@link #broken()} and cannot be used; the others are not affected. Every party has the
 * gateway's own mappings {@code canonical-<record type>} as well.
 */
public final class Mappings {

    private final Map<String, Mapping> byName;
    private final Map<String, Mapping> canonical;
    private final OutboundMappings outbound;
    private final Map<String, List<Finding>> broken;

    private Mappings(
            Map<String, Mapping> byName,
            Map<String, Mapping> canonical,
            OutboundMappings outbound,
            Map<String, List<Finding>> broken) {
        this.byName = Map.copyOf(byName);
        this.canonical = Map.copyOf(canonical);
        this.outbound = outbound;
        this.broken = Collections.unmodifiableMap(broken);
    }

    /**
     * Reads {@code <folder>/<party>/<name>.mapping.yaml} and the field tables beside it of every party.
     *
     * @throws IOException when the folder itself cannot be read
     */
    public static Mappings load(Path folder, RecordDefinitions definitions, CodeTables tables) throws IOException {
        Map<String, Mapping> byName = new HashMap<>();
        Map<String, List<Finding>> broken = new TreeMap<>();
        for (Path file : MappingFolder.files(folder)) {
            MappingReader reader = new MappingReader(file, definitions, tables);
            Mapping mapping = reader.read();
            if (!reader.complaints().isEmpty()) {
                broken.put(MappingFolder.key(file), reader.complaints().findings());
            } else if (mapping != null) {
                byName.put(MappingFolder.key(file), mapping);
            }
        }
        OutboundMappings outbound = OutboundMappings.load(folder, definitions, tables);
        broken.putAll(outbound.broken());
        return new Mappings(byName, canonical(definitions, tables), outbound, broken);
    }

    private static Map<String, Mapping> canonical(RecordDefinitions definitions, CodeTables tables) {
        Map<String, Mapping> mappings = new HashMap<>();
        for (CanonicalMapping mapping : CanonicalMapping.all(definitions, tables)) {
            mappings.put(
                    mapping.name(),
                    new Mapping(mapping.name(), List.of(mapping.definition()), mapping.format(), mapping.normaliser()));
        }
        return mappings;
    }

    /** The mapping of that name that a party can use; empty when there is none or it is broken. */
    public Optional<Mapping> find(String party, String name) {
        Mapping own = byName.get(party + "/" + name);
        return Optional.ofNullable(own != null ? own : canonical.get(name));
    }

    /** Those that say how recipients get their records. */
    public OutboundMappings outbound() {
        return outbound;
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
