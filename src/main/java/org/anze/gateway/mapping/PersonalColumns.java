package org.anze.gateway.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;

/** Which columns a table takes values of class 4 or 5 from (DOMAIN.md B4), for the rows that fill no field themselves. */
final class PersonalColumns {

    private static final int PERSONAL = 4;
    /** Converters of any text; the others take words and numbers of a kind. */
    private static final Set<String> FREE = Set.of(
            "", "text", "name", "names", "identifier", "identity-number", "part", "list", "lines", "numbered-list");

    private final Set<String> written = new HashSet<>();

    /** Of all rows of a table. */
    PersonalColumns(RecordDefinition definition, List<FieldRow> rows) {
        SourceColumns columns = new SourceColumns(definition);
        for (FieldRow row : rows) {
            try {
                if (sensitivity(definition, row) >= PERSONAL) {
                    written.addAll(columns.of(row));
                }
            } catch (IllegalArgumentException e) {
                // Its compiler says what is wrong with it, and then the table is not used.
                continue;
            }
        }
    }

    private static int sensitivity(RecordDefinition definition, FieldRow row) {
        FieldPlace place = FieldPlace.parse(row.field());
        FieldDefinition field = definition.field(place.field()).orElse(null);
        if (field == null) {
            return 0;
        }
        return place.property() == null
                ? field.mostSensitive().sensitivity()
                : Math.max(
                        field.sensitivity(),
                        field.entry(place.property())
                                .map(FieldDefinition::sensitivity)
                                .orElse(0));
    }

    /** Whether a row without a field may be about people: it takes any text, or something from a column that is. */
    boolean isAbout(FieldRow row, Row compiled) {
        return FREE.contains(row.convert()) || isAbout(compiled.columns());
    }

    /** Whether a condition may be about people. */
    boolean isAbout(List<Column> columns) {
        return columns.stream().map(Column::written).anyMatch(written::contains);
    }
}
