package org.anze.gateway.record.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Lists in one cell: JSON without blanks, keys in alphabetical order, numbers as the canonical model holds them. */
final class CompactJson {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(3)
                            .maxNumberLength(20)
                            .build())
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CompactJson() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Null when the text is no JSON array of strings. */
    static @Nullable List<String> readTexts(String text) {
        JsonNode array = array(text);
        if (array == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isString()) {
                return null;
            }
            texts.add(item.stringValue());
        }
        return texts;
    }

    /** Null when the text is no JSON array of objects whose values are strings, whole numbers, true or false. */
    static @Nullable List<Map<String, Object>> readObjects(String text) {
        JsonNode array = array(text);
        if (array == null) {
            return null;
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isObject()) {
                return null;
            }
            Map<String, Object> object = new TreeMap<>();
            for (Map.Entry<String, JsonNode> property : item.properties()) {
                Object value = plain(property.getValue());
                if (value == null) {
                    return null;
                }
                object.put(property.getKey(), value);
            }
            objects.add(object);
        }
        return objects;
    }

    private static @Nullable JsonNode array(String text) {
        if (!text.startsWith("[")) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(text);
            return node.isArray() ? node : null;
        } catch (JacksonException e) {
            return null; // Not this form; the caller says so with the place, not with the parser's words.
        }
    }

    private static @Nullable Object plain(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isIntegralNumber() && value.canConvertToLong() ? (Object) value.longValue() : null;
    }
}
