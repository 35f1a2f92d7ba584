package org.anze.gateway.feed.rendition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.rendering.RecordView;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.DisclosedRecord.Unit;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/** What a rendering is told of a disclosed record: the values in its units, and which units are masked or withheld. */
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
                masked.add(unit.name());
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

    /** Type, key and version, which is all that is told of a record that was withdrawn. */
    static RecordView ofWithdrawn(DisclosedRecord record, RecordDefinition definition) {
        SealedRecord sealed = record.sealed();
        Map<String, Object> values = Map.of(
                "recordType", sealed.type().code(), "businessKey", sealed.businessKey(), "version", sealed.version());
        return new RecordView(definition, sealed.index(), Map.of(), values, Set.of(), Set.of());
    }
}
