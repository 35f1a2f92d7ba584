package org.anze.gateway.dictionary;

import java.util.List;
import java.util.Locale;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schema 2020-12 of canonical JSON, as the mappings {@code canonical-<type>} take it. It says what one record by itself
 * can get wrong: names, types, lengths, closed lists, presence. Code tables with history and the V-* rules are beyond it; what
 * a record must still meet stands in {@code x-anze-*} annotations. Stateless.
 */
public final class JsonSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final long LARGEST = 9_007_199_254_740_991L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonSchema() {}

    /** The name of the schema's file, such as {@code policy-1.schema.json}. */
    public static String fileName(RecordDefinition definition) {
        return definition.type().code() + "-" + definition.version() + ".schema.json";
    }

    /** A whole schema document. */
    public static ObjectNode document(RecordDefinition definition) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", DIALECT);
        schema.put("$id", "urn:anze:record:" + definition.type().code() + ":" + definition.version());
        schema.setAll(object(definition));
        return schema;
    }

    /** The schema as a part of another document, such as the components of OpenAPI 3.1. */
    public static ObjectNode object(RecordDefinition definition) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("title", definition.type().zh() + " " + definition.type().number());
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties
                .putObject("version")
                .put("title", "版本")
                .put("type", "integer")
                .put("minimum", 1)
                .put("default", 1);
        ObjectNode operation = properties
                .putObject("op")
                .put("title", "操作")
                .put("type", "string")
                .put("default", "CREATE");
        ArrayNode operations = operation.putArray("enum");
        for (Operation value : Operation.values()) {
            operations.add(value.name());
        }
        properties
                .putObject("riskRegion")
                .put("title", "风险所在地")
                .put("type", "string")
                .put("x-anze-codes", "REGION");
        properties
                .putObject("sector")
                .put("title", "行业领域")
                .put("type", "string")
                .put("x-anze-codes", "SEC");
        fields(definition.fields(), true, schema, properties);
        return schema;
    }

    /** Describes the fields of an object, which has no others. */
    private static void fields(List<FieldDefinition> fields, boolean top, ObjectNode object, ObjectNode properties) {
        ArrayNode required = JSON.createArrayNode();
        for (FieldDefinition field : fields) {
            properties.set(field.name(), field(field, top));
            if (field.presence() == Presence.REQUIRED) {
                required.add(field.name());
            }
        }
        object.set("required", required);
        object.put("additionalProperties", false);
    }

    private static ObjectNode field(FieldDefinition field, boolean top) {
        ObjectNode node = JSON.createObjectNode();
        node.put("title", field.zh());
        switch (field.type()) {
            case TEXT, CODE -> text(field, node);
            case TEXTS -> {
                node.put("type", "array");
                node.put("maxItems", field.mostEntries());
                ObjectNode item = node.putObject("items");
                item.put("type", "string").put("minLength", 1);
                closedList(field, item);
            }
            case OBJECTS -> objects(field, node);
            case INTEGER, MONEY, PERCENT -> number(field, node, top);
            case BOOLEAN -> node.put("type", "boolean");
            case INSTANT -> node.put("type", "string").put("pattern", "^" + Wording.INSTANT + "$");
            case DATE -> node.put("type", "string").put("pattern", "^" + Wording.DATE + "$");
        }
        String form = Wording.form(field.type());
        if (!form.isEmpty()) {
            node.put("description", form);
        }
        annotate(field, node, top);
        return node;
    }

    private static void text(FieldDefinition field, ObjectNode node) {
        node.put("type", "string");
        if (field.type() != FieldType.CODE || !closedList(field, node)) {
            node.put("maxLength", field.longestText());
        }
    }

    private static void number(FieldDefinition field, ObjectNode node, boolean top) {
        long largest = largest(field, !top);
        node.put("type", "integer")
                .put("minimum", field.signed() ? -largest : 0)
                .put("maximum", largest);
    }

    /** The largest number that the field may hold. */
    static long largest(FieldDefinition field, boolean inList) {
        if (field.type() == FieldType.PERCENT) {
            return field.highestPercent(inList);
        }
        if (field.type() != FieldType.INTEGER || field.maxLength() == 0) {
            return LARGEST;
        }
        long tens = 1;
        for (int i = 0; i < field.maxLength(); i++) {
            tens *= 10;
        }
        return tens - 1;
    }

    /** Whether there is one. */
    private static boolean closedList(FieldDefinition field, ObjectNode node) {
        List<String> codes = field.closedList();
        if (!codes.isEmpty()) {
            codes.forEach(node.putArray("enum")::add);
        }
        return !codes.isEmpty();
    }

    private static void objects(FieldDefinition field, ObjectNode node) {
        node.put("type", "array");
        node.put("maxItems", field.mostEntries());
        ObjectNode item = node.putObject("items");
        item.put("type", "object");
        fields(field.entries(), false, item, item.putObject("properties"));
    }

    private static void annotate(FieldDefinition field, ObjectNode node, boolean top) {
        if (top) {
            node.put("x-anze-presence", field.presence().name().toLowerCase(Locale.ROOT));
            node.put("x-anze-unit", field.unit());
        }
        node.put("x-anze-sensitivity", field.sensitivity());
        if (field.codeTable() != null) {
            node.put("x-anze-codes", field.codeTable());
        }
        if (field.source() != null) {
            node.put("x-anze-source", field.source());
        }
    }
}
