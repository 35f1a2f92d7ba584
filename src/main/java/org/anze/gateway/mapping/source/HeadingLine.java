package org.anze.gateway.mapping.source;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads {@code headingLine: 3} and {@code headingLine: auto}. */
final class HeadingLine extends ValueDeserializer<Integer> {

    @Override
    public Integer deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
                && parser.getString().equals("auto")) {
            return SourceSettings.AUTO;
        }
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getIntValue() > 0) {
            return parser.getIntValue();
        }
        throw new IllegalArgumentException("source.headingLine: auto | 1 … 100");
    }

    @Override
    public Integer getNullValue(DeserializationContext context) {
        return 0;
    }
}
