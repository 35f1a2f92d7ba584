package org.anze.gateway.mapping.canonical;

import java.util.List;
import org.anze.gateway.mapping.Normaliser;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;

/**
 * One of the gateway's own mappings. Immutable and safe for many threads.
 *
 * @param name {@code canonical-<type>} for JSON and NDJSON; {@code canonical-<type>-csv}, {@code -xlsx}, {@code -xml},
 *     {@code -soap} (the same XML in a SOAP body); with {@code -v<n>} behind it for a version that is no longer the newest
 * @param definition what its records become
 */
public record CanonicalMapping(String name, RecordDefinition definition, SourceFormat format, Normaliser normaliser) {

    /** What the names of all of them begin with. */
    public static final String PREFIX = "canonical-";

    /** Those of every type, version and format. */
    public static List<CanonicalMapping> all(RecordDefinitions definitions, CodeTables tables) {
        return new CanonicalMappingMaker(definitions, tables).all();
    }
}
