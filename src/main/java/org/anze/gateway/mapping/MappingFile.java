package org.anze.gateway.mapping;

import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.source.SourceSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * {@code <name>.mapping.yaml}. Either {@code recordType} with the table {@code <name>.fields.csv}, or {@code tables}.
 *
 * @param direction {@code out} for a table that recipients' parcels are written by; it is not read here
 * @param recordType code of the record type, such as {@code policy}
 * @param schemaVersion version of its definition; 0 means 1
 * @param when which source records the table takes; null means all
 * @param note for people
 * @param tables several tables, in the order in which they number what they make of a source record
 * @param target of an outbound one
 */
record MappingFile(
        @Nullable String direction,
        @Nullable Placed recordType,
        int schemaVersion,
        @Nullable Placed when,
        @Nullable String note,
        @Nullable SourceSettings source,
        @Nullable List<Table> tables,
        @Nullable Map<String, Object> target) {

    /**
     * One table of several.
     *
     * @param fields its file, {@code visits.fields.csv}, in the same folder
     */
    record Table(
            @Nullable Placed recordType,
            int schemaVersion,
            @Nullable Placed fields,
            @Nullable Placed when,
            @Nullable String note) {}

    /** A text and the line it stands in, so that a mistake in it can be found. */
    @JsonDeserialize(using = Placed.Reader.class)
    record Placed(String text, int line) {

        static final class Reader extends ValueDeserializer<Placed> {
            @Override
            public Placed deserialize(JsonParser parser, DeserializationContext context) {
                int line = parser.currentTokenLocation().getLineNr();
                return new Placed(parser.getValueAsString(""), line);
            }
        }
    }

    boolean isOutbound() {
        return "out".equals(direction);
    }
}
