package org.anze.gateway.mapping.rendering;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.rendering.PathTree.Node;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** An array of objects, or one object a line; UTF-8. What is absent is left out. */
final class JsonRecords implements RecordWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator json;
    private final Node root;
    private final boolean lines;
    private final int depth;

    JsonRecords(Target target, List<String> paths, OutputStream out) {
        this.root = PathTree.of(paths, false);
        this.lines = target.format() == Target.Format.NDJSON;
        this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
        String[] around = target.path();
        this.depth = around.length;
        for (String key : around) {
            json.writeStartObject();
            json.writeName(key);
        }
        if (!lines) {
            json.writeStartArray();
        }
    }

    @Override
    public void write(@Nullable Object[] cells) {
        if (!lines) {
            json.writeRaw('\n');
        }
        json.writeStartObject();
        members(root, cells);
        json.writeEndObject();
        if (lines) {
            json.writeRaw('\n');
        }
    }

    private void members(Node node, @Nullable Object[] cells) {
        for (Node child : node.children()) {
            if (child.isFilled(cells)) {
                json.writeName(child.name());
                if (child.elements().isEmpty()) {
                    member(child, cells);
                } else {
                    json.writeStartArray();
                    for (Node element : child.elements()) {
                        if (element != null && element.isFilled(cells)) {
                            member(element, cells);
                        }
                    }
                    json.writeEndArray();
                }
            }
        }
    }

    private void member(Node node, @Nullable Object[] cells) {
        Object value = node.column() < 0 ? null : cells[node.column()];
        if (value != null) {
            value(value);
        } else {
            json.writeStartObject();
            members(node, cells);
            json.writeEndObject();
        }
    }

    private void value(Object value) {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(this::value);
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, property) -> {
                json.writeName(name.toString());
                value(property);
            });
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }

    @Override
    public void finish() {
        if (!lines) {
            json.writeRaw('\n');
            json.writeEndArray();
        }
        for (int i = 0; i < depth; i++) {
            json.writeEndObject();
        }
        json.flush();
    }

    @Override
    public void close() {
        json.close();
    }
}
