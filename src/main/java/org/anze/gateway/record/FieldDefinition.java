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
 * @param codes name of its code table, or the codes of a closed list with {@code |} between them; null when free
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

    private static final int DEFAULT_LENGTH = 2000;
    private static final int DEFAULT_ENTRIES = 1000;
    private static final long ONE_PER_CENT = 10_000;

    /** Keeps an unmodifiable list. */
    public FieldDefinition {
        entries = List.copyOf(entries);
    }

    /** The codes that a closed list allows, in its order; empty when the field is free or has a code table. */
    public List<String> closedList() {
        return codes != null && codes.contains("|") ? List.of(codes.split("\\|")) : List.of();
    }

    /** Itself, or of what its objects have that which shows most of people. */
    public FieldDefinition mostSensitive() {
        FieldDefinition most = this;
        for (FieldDefinition entry : entries) {
            most = entry.sensitivity > most.sensitivity ? entry : most;
        }
        return most;
    }

    /** Name of the code table; null when the field is free or has a closed list. */
    public @Nullable String codeTable() {
        return closedList().isEmpty() ? codes : null;
    }

    /** Most characters of a text, or of each text of a list. */
    public int longestText() {
        return isList() || maxLength == 0 ? DEFAULT_LENGTH : maxLength;
    }

    /** Most entries of a list. */
    public int mostEntries() {
        return maxLength == 0 ? DEFAULT_ENTRIES : maxLength;
    }

    /**
     * The highest percentage, in ten-thousandths of a per cent.
     *
     * @param inList whether this is an entry of a list: factors of a tariff, which stand there, may pass a hundred
     */
    public long highestPercent(boolean inList) {
        long perCent = maxLength > 0 ? maxLength : inList ? 1000 : 100;
        return perCent * ONE_PER_CENT;
    }

    /** Whether it holds several texts or objects. */
    public boolean isList() {
        return type == FieldType.TEXTS || type == FieldType.OBJECTS;
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
