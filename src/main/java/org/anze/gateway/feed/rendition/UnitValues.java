package org.anze.gateway.feed.rendition;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;

/** Reads the values back out of a disclosed unit. */
final class UnitValues {

    private UnitValues() {}

    /** The fields of a given or masked unit; empty when it is withheld or absent. */
    static Map<String, @Nullable Object> of(DisclosedRecord.Unit unit) {
        byte[] value = unit.value();
        if (value == null || value.length == 4 && value[0] == 'n') {
            return Map.of();
        }
        try {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>(CanonicalJson.parseObject(value));
            fields.remove(DisclosedRecord.MASKED_FIELDS);
            return fields;
        } catch (FlawException e) {
            throw new IllegalStateException("a disclosed unit is not canonical JSON", e);
        }
    }
}
