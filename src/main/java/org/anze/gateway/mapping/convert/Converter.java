package org.anze.gateway.mapping.convert;

import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/** Turns one text into one canonical value. Stateless. */
public interface Converter {

    /**
     * The value, or null after a finding that says why there is none. The text is never blank. A converter of lists gives a
     * {@link java.util.List} of texts, with null for a part without a value.
     */
    @Nullable
    Object convert(String text, Cell cell);

    /** The types of field it can fill. */
    Set<FieldType> fills();

    /** Whether the text means that there is no value; 无, —, / and their like unless the converter knows them. */
    default boolean isAbsent(String text) {
        return Texts.isNone(text);
    }

    /** Whether it makes a value out of the context alone, so that a row needs no source. */
    default boolean needsNoSource() {
        return false;
    }
}
