package org.anze.gateway.mapping;

import org.anze.gateway.mapping.source.SourceSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code <name>.mapping.yaml}.
 *
 * @param recordType code of the record type, such as {@code policy}
 * @param schemaVersion version of its definition; 0 means 1
 * @param note for people
 */
record MappingFile(
        String recordType, int schemaVersion, @Nullable String note, SourceSettings source) {}
