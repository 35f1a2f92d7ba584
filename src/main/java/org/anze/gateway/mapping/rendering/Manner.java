package org.anze.gateway.mapping.rendering;

import java.util.List;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.text.CanonicalColumn;

/** How the records of one file show a field. */
enum Manner {
    /** No record shows it. */
    NONE(""),
    GIVEN(""),
    MASKED("（脱敏）"),
    PARTLY_MASKED("（部分脱敏）");

    private final String mark;

    Manner(String mark) {
        this.mark = mark;
    }

    static Manner of(FieldDefinition field, List<RecordView> views) {
        boolean given = false;
        boolean masked = false;
        for (RecordView view : views) {
            boolean isMasked = view.isMasked(field);
            masked |= isMasked;
            given |= !isMasked && !view.withheld().contains(field.unit());
        }
        return masked ? given ? PARTLY_MASKED : MASKED : given ? GIVEN : NONE;
    }

    /**
     * The column's heading with what it says; a masked amount is a band in words, which names its own unit of money.
     */
    String heading(CanonicalColumn column) {
        return (this == MASKED ? column.headingWithoutUnit() : column.heading()) + mark;
    }
}
