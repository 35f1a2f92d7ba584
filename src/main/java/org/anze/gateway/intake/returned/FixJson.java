package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.problem.Finding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Returned records as JSON objects, in an array or one a line as the sender has them: token and reason first, beside each
 * key with findings one that says them.
 */
final class FixJson implements FixFormat {

    private static final String NOT_OWN = "本条的键名或数组无法按原样写回（例如键名含“/”），请改正原文件后重报";
    private static final JsonMapper LINES = JsonMapper.builder().build();
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final OwnLayout layout;
    private final Writer text;
    private boolean begun;

    FixJson(OwnLayout layout, OutputStream out) {
        this.layout = layout;
        this.text = new OutputStreamWriter(out, Encodings.toWrite(layout.encoding()));
    }

    @Override
    public void write(FlawedRecord record, FixFile.Sealing sealing) throws IOException {
        if (!(record.raw() instanceof Leaves leaves)) {
            throw new IllegalArgumentException("not a record of a JSON source");
        }
        Disguised disguised = new Disguised(layout, record);
        JsonTree tree = new JsonTree();
        Map<String, Integer> times = new HashMap<>();
        Set<String> said = new HashSet<>();
        for (int i = 0; i < leaves.size(); i++) {
            String path = leaves.path(i);
            String shown = leaves.text(i);
            Leaves.Kind kind = leaves.kind(i);
            int row = times.merge(path, 1, Integer::sum) - 1;
            if (shown != null) {
                String disguise = disguised.show(path, row, shown, kind == Leaves.Kind.NUMBER);
                kind = disguise.equals(shown) ? kind : Leaves.Kind.STRING;
                shown = disguise;
            }
            List<Finding> findings = record.byColumn().get(path);
            boolean isFirst = said.add(path);
            tree.put(
                    path,
                    new JsonTree.Value(shown, kind),
                    isFirst && findings != null ? FlawedRecord.say(findings) : null);
        }
        boolean isOwn = tree.isSame(leaves);
        Map<String, Object> content = new LinkedHashMap<>(isOwn ? tree.root() : Map.of());
        record.byColumn().forEach((path, findings) -> {
            if (!said.contains(path)) {
                content.put(Marks.PROBLEM + path.replace('/', '·'), FlawedRecord.say(findings));
            }
        });
        // Without its values it needs no token, and without a token it is not taken as it is.
        String token = isOwn ? sealing.token(disguised) : "";
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(Marks.TOKEN, token);
        object.put(
                Marks.REASON,
                isOwn
                        ? record.reason(path -> true, disguised, token)
                        : record.reason(path -> false, disguised, token) + "；" + NOT_OWN);
        object.putAll(content);
        object.put(Marks.ENGLISH, record.english());
        begin();
        text.write(json(object));
    }

    private void begin() throws IOException {
        if (begun) {
            text.write(layout.lines() ? "\n" : ",\n");
        } else if (!layout.lines()) {
            text.write("[\n");
        }
        begun = true;
    }

    private String json(Map<String, Object> object) throws IOException {
        java.io.StringWriter out = new java.io.StringWriter();
        JsonMapper mapper = layout.lines() ? LINES : PRETTY;
        try (JsonGenerator json = layout.lines()
                ? mapper.createGenerator(out)
                : mapper.writerWithDefaultPrettyPrinter().createGenerator(out)) {
            write(json, object);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Object value) {
        if (value instanceof JsonTree.Array array) {
            json.writeStartArray();
            array.members().forEach(member -> write(json, member));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((key, member) -> {
                json.writeName((String) key);
                write(json, member);
            });
            json.writeEndObject();
        } else if (value instanceof JsonTree.Value leaf) {
            String text = leaf.text();
            switch (leaf.kind()) {
                case NUMBER -> json.writeNumber(text);
                case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
                case NULL -> json.writeNull();
                default -> json.writeString(text);
            }
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    @Override
    public void close() throws IOException {
        if (!layout.lines()) {
            text.write(begun ? "\n]\n" : "[]\n");
        } else if (begun) {
            text.write("\n");
        }
        text.flush();
    }
}
