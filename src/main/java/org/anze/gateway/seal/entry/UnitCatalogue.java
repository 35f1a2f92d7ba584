package org.anze.gateway.seal.entry;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;

/**
 * Which units each record type has, in tree order: what a verifier must know beforehand, so that no unit can be left
 * out or added. Immutable.
 */
public final class UnitCatalogue {

    private static final String RESOURCE = "/org/anze/gateway/seal/units-v1.json";

    private final Map<String, List<String>> units;

    /**
     * @param units names in tree order by {@code recordType/schemaVersion}
     * @throws IllegalArgumentException when a list is empty or names a unit twice
     */
    public UnitCatalogue(Map<String, List<String>> units) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        units.forEach((schema, names) -> {
            if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
                throw new IllegalArgumentException("no units, or one twice: " + schema);
            }
            copy.put(schema, List.copyOf(names));
        });
        this.units = copy;
    }

    /**
     * The catalogue of this version of the specification.
     *
     * @throws IllegalStateException when the resource is missing or malformed
     */
    public static UnitCatalogue builtIn() {
        try (InputStream in = UnitCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + RESOURCE);
            }
            return parse(in.readAllBytes());
        } catch (IOException | FlawException unusable) {
            throw new IllegalStateException("unusable: " + RESOURCE, unusable);
        }
    }

    /** Reads a catalogue: {@code {"policy/1":["key",…],…}}; white space is allowed. */
    public static UnitCatalogue parse(byte[] json) throws FlawException {
        Map<String, List<String>> units = new LinkedHashMap<>();
        for (Map.Entry<String, ?> schema : CanonicalJson.parseLaidOut(json).entrySet()) {
            if (!(schema.getValue() instanceof List<?> names)) {
                throw new FlawException(Flaw.MALFORMED, schema.getKey());
            }
            List<String> texts = new ArrayList<>();
            for (Object name : names) {
                if (!(name instanceof String text)) {
                    throw new FlawException(Flaw.MALFORMED, schema.getKey());
                }
                texts.add(text);
            }
            units.put(schema.getKey(), texts);
        }
        return new UnitCatalogue(units);
    }

    /** The unit names of a record type in tree order, if this catalogue knows it. */
    public Optional<List<String>> units(String recordType, int schemaVersion) {
        return Optional.ofNullable(units.get(recordType + "/" + schemaVersion));
    }
}
