package org.anze.gateway.record;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field of a canonical record.
 *
 * @param name canonical name of DOMAIN.md C
 * @param zh Chinese name
 * @param type how the value is held
 * @param presence what its absence means
 * @param sensitivity 1 (public) to 5 (sensitive personal), DOMAIN.md B4
 * @param unit the disclosure unit it belongs to
 * @param codes name of its code table; null when free
 * @param maxLength of text in characters (0 means the default limit of 2000), of integers in digits (0: any), of
 *     percentages in whole per cent (0 means 100, in lists 1000), of lists in entries (0 means 1000)
 * @param source the documents that ask for it
 * @param signed whether a number may be negative
 * @param entries of a list of objects, what each of them may have; their unit is the list's. Empty for other types
 */
public record FieldDefinition(
        String name,
        String zh,
        FieldType type,
        Presence presence,
        int sensitivity,
        String unit,
        @Nullable String codes,
        int maxLength,
        @Nullable String source,
        boolean signed,
        List<FieldDefinition> entries) {

    /** Keeps an unmodifiable list. */
    public FieldDefinition {
        entries = List.copyOf(entries);
    }

    /** A field whose numbers are never negative. */
    public FieldDefinition(
            String name,
            String zh,
            FieldType type,
            Presence presence,
            int sensitivity,
            String unit,
            @Nullable String codes,
            int maxLength,
            @Nullable String source,
            List<FieldDefinition> entries) {
        this(name, zh, type, presence, sensitivity, unit, codes, maxLength, source, false, entries);
    }

    /** What the objects of this list may have under a name, if they may have it. */
    public Optional<FieldDefinition> entry(String name) {
        for (FieldDefinition entry : entries) {
            if (entry.name().equals(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
