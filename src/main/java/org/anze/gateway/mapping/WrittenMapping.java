package org.anze.gateway.mapping;

import java.util.List;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.RecordDefinition;

/**
 * What people wrote of a mapping, as it was when the mapping was made of it: whoever gives its files back has to see the same,
 * whatever stands in the folder meanwhile. Immutable.
 */
public record WrittenMapping(SourceSettings source, List<Table> tables) {

    /** Keeps an unmodifiable list. */
    public WrittenMapping {
        tables = List.copyOf(tables);
    }

    /** One of its field tables and what it makes. */
    public record Table(RecordDefinition definition, List<FieldRow> rows) {

        /** Keeps an unmodifiable list. */
        public Table {
            rows = List.copyOf(rows);
        }
    }
}
