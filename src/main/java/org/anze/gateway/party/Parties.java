package org.anze.gateway.party;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * All parties as the files under {@code parties/} describe them at one moment. Immutable.
 *
 * <p>A party whose file cannot be read is in {@link #broken()} with the reason and takes no part: it can neither send nor
 * receive until its file is mended.
 */
public final class Parties {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Map<String, Party> byId;
    private final Map<String, Party> byUscc;
    private final Map<String, String> broken;

    private Parties(Map<String, Party> byId, Map<String, String> broken) {
        this.byId = Collections.unmodifiableMap(byId);
        this.broken = Collections.unmodifiableMap(broken);
        Map<String, Party> codes = new HashMap<>();
        byId.values().forEach(party -> codes.put(party.uscc(), party));
        this.byUscc = codes;
    }

    /** Reads {@code <folder>/<id>/party.yaml} for every sub-folder. */
    public static Parties load(Path folder) throws IOException {
        Map<String, Party> parties = new TreeMap<>();
        Map<String, String> broken = new TreeMap<>();
        List<Path> folders;
        try (Stream<Path> children = Files.list(folder)) {
            folders = children.filter(Files::isDirectory).sorted().toList();
        }
        for (Path child : folders) {
            String id = child.getFileName().toString();
            try {
                parties.put(id, read(id, child.resolve("party.yaml")));
            } catch (JacksonException | IOException | IllegalArgumentException e) {
                broken.put(id, child.getFileName() + "/party.yaml: " + e.getMessage());
            }
        }
        return new Parties(parties, broken);
    }

    /** The given parties, for tests and tools. */
    public static Parties of(Collection<Party> parties) {
        Map<String, Party> byId = new TreeMap<>();
        parties.forEach(party -> byId.put(party.id(), party));
        return new Parties(byId, Map.of());
    }

    /** The same parties, each as a function has it; it must keep the ids. */
    public Parties with(UnaryOperator<Party> change) {
        Map<String, Party> changed = new TreeMap<>();
        byId.forEach((id, party) -> changed.put(id, change.apply(party)));
        return new Parties(changed, broken);
    }

    private static Party read(String id, Path file) throws IOException {
        Party party = YAML.readValue(Files.readAllBytes(file), Party.class);
        if (party == null) {
            throw new IllegalArgumentException("the file is empty");
        }
        if (!id.equals(party.id()) || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id must equal the folder name and match " + ID);
        }
        if (party.type() == null || party.name() == null || party.uscc() == null) {
            throw new IllegalArgumentException("id, type, name and uscc are needed");
        }
        return party;
    }

    /** The party with this id, if its file is sound. */
    public Optional<Party> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The party with this credit code, connected or merely registered. */
    public Optional<Party> findByUscc(String uscc) {
        return Optional.ofNullable(byUscc.get(uscc));
    }

    /** All sound parties by id. */
    public Collection<Party> all() {
        return byId.values();
    }

    /** Party id → why its file is refused. */
    public Map<String, String> broken() {
        return broken;
    }
}
