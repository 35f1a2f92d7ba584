package org.anze.gateway.feed.rendition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.rendering.RecordView;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.DisclosedRecord.Unit;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/** What a rendering is told of a disclosed record: the values in its units, and what in them is masked or withheld. */
public final class DisclosedView {

    private DisclosedView() {}

    /** The view of a disclosed record; it holds nothing that the record does not. */
    public static RecordView of(DisclosedRecord record, RecordDefinition definition) {
        Map<String, Object> envelope = new HashMap<>();
        Map<String, Object> values = new HashMap<>();
        Set<String> masked = new HashSet<>();
        Set<String> withheld = new HashSet<>();
        for (Unit unit : record.units()) {
            if (unit.manner() == Manner.MASKED) {
                masked.addAll(masked(unit, definition));
            } else if (unit.manner() == Manner.WITHHELD) {
                withheld.add(unit.name());
            }
            boolean scope = unit.name().equals(RecordDefinition.SCOPE_UNIT);
            for (Map.Entry<String, @Nullable Object> field : UnitValues.of(unit).entrySet()) {
                if (field.getValue() != null) {
                    // What is no field is version or operation, which stand beside the business key.
                    boolean isField = !scope && definition.position(field.getKey()) >= 0;
                    (isField ? values : envelope).put(field.getKey(), field.getValue());
                }
            }
        }
        return new RecordView(definition, record.sealed().index(), envelope, values, masked, withheld);
    }

    /** The unit when all of it is masked, else the fields that are. */
    private static List<String> masked(Unit unit, RecordDefinition definition) {
        List<FieldDefinition> fields = definition.fieldsOf(unit.name());
        List<String> masked = fields.stream()
                .filter(field -> unit.maskedFields().contains(field.name()))
                .map(RecordView::nameOf)
                .toList();
        return masked.size() == fields.size() ? List.of(unit.name()) : masked;
    }

    /** Type, key and version, which is all that is told of a record that was withdrawn. */
    static RecordView ofWithdrawn(DisclosedRecord record, RecordDefinition definition) {
        SealedRecord sealed = record.sealed();
        Map<String, Object> values = Map.of(
                "recordType", sealed.type().code(), "businessKey", sealed.businessKey(), "version", sealed.version());
        return new RecordView(definition, sealed.index(), Map.of(), values, Set.of(), Set.of());
    }
}
