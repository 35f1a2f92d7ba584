package org.anze.gateway.mapping.canonical;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.Work;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and yes or no as people write them in a canonical table: amounts in yuan unless they say 万元, percentages
 * with their sign. Safe for many threads.
 */
final class WrittenForms {

    private final Map<FieldType, Converter> converters = new EnumMap<>(FieldType.class);

    WrittenForms(CodeTables tables) {
        converters.put(FieldType.INTEGER, Converters.create("integer", "", List.of(), tables));
        converters.put(FieldType.MONEY, Converters.create("money", "yuan", List.of(), tables));
        converters.put(FieldType.PERCENT, Converters.create("percent", "marked", List.of(), tables));
        converters.put(FieldType.BOOLEAN, Converters.create("boolean", "", List.of(), tables));
    }

    /** The value; null after a finding says why there is none. */
    @Nullable
    Object read(FieldDefinition field, String text, Work work) {
        Converter converter = converters.get(field.type());
        if (converter == null) {
            throw new IllegalArgumentException("no written form of " + field.type());
        }
        String trimmed = Texts.trim(text);
        if (field.signed() && trimmed.startsWith("-")) {
            Object value = converter.convert(trimmed.substring(1), work);
            return value instanceof Long number ? (Object) (-number) : value;
        }
        return converter.convert(trimmed, work);
    }
}
